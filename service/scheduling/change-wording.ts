import type { CommandTo } from './command.ts';
import { changed, ignored, roomEvent } from './decided.ts';
import type { Decision } from './decision.ts';
import { updatesToBoth } from './messages-owed.ts';
import { isBooked } from './people.ts';
import type { Room, Wording } from './room.ts';
import { nextRevision } from './stamp.ts';

/**
 * New words, place or join link. Not a new SEQUENCE, so nobody is asked anew and a reply on its
 * way stays current (RFC 5546 §2.1.4); the later DTSTAMP makes calendars take the new words.
 */
export function changeWording(
  room: Room,
  command: CommandTo<'change-wording'>,
  now: Date,
): Decision {
  const { sessionName, description, location, joinUrl } = command.wording;
  const wording = { sessionName, description, location, joinUrl };
  if (sameWording(room, wording)) return ignored(room, 'same-wording');
  const events = [roomEvent('room.changed')];
  if (!isBooked(room)) return changed({ ...room, ...wording }, 'wording-changed', { events });
  const after = nextRevision({ ...room, ...wording }, now);
  return changed(after, 'wording-changed', { messages: updatesToBoth(after, {}), events });
}

function sameWording(a: Wording, b: Wording): boolean {
  return (
    a.sessionName === b.sessionName &&
    a.description === b.description &&
    a.location === b.location &&
    a.joinUrl === b.joinUrl
  );
}
