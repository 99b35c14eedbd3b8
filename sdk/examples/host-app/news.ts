import type { ParleyEvent, Room } from '@parley/sdk';
import type { News } from './live.ts';
import { firstName, type Person } from './people.ts';
import { otherName } from './sessions.ts';

type Words = Pick<News, 'text' | 'tone'>;

export const noWords: Words = { text: null, tone: 'good' };
const good = (text: string): Words => ({ text, tone: 'good' });
const bad = (text: string): Words => ({ text, tone: 'bad' });

/** Every change this application asks for carries an id that says for whom. */
export const requestIdFor = (person: Person): string =>
  `practice-${person.id}-${crypto.randomUUID()}`;

const isByPerson = ({ cause }: ParleyEvent, person: Person): boolean =>
  cause.requestId?.startsWith(`practice-${person.id}-`) ?? false;

/** What a person's open pages say about an event; no words about what they did themselves. */
export function tellNews(event: ParleyEvent, room: Room, reader: Person): Words {
  if (isByPerson(event, reader)) return noWords;
  const other = otherName(reader, room) ?? 'Your guest';
  switch (event.type) {
    case 'room.booked':
      return good(`${other} booked your session.`);
    case 'room.rescheduled':
      return good(`“${room.sessionName}” has a new time.`);
    case 'room.cancelled':
      return bad(`“${room.sessionName}” was cancelled.`);
    case 'room.unbooked':
      return bad(`“${room.sessionName}” is open again.`);
    case 'attendee.accepted':
    case 'attendee.tentative':
    case 'attendee.declined':
    case 'attendee.undeliverable':
      return tellAnswer(event.type, event.attendee, reader);
    case 'proposal.created':
      if (event.proposal.proposedBy === reader.role) return noWords;
      return good(`${other} asks for another time.`);
    case 'proposal.declined':
      return bad(`“${room.sessionName}” stays at its time.`);
    default:
      return noWords;
  }
}

function tellAnswer(
  type: ParleyEvent['type'],
  attendee: { readonly role: Person['role']; readonly name: string },
  reader: Person,
): Words {
  const isOwn = attendee.role === reader.role;
  const who = isOwn ? 'You' : firstName(attendee.name);
  if (type === 'attendee.accepted') return good(`${who} accepted.`);
  if (type === 'attendee.tentative') return good(`${who} may come.`);
  if (type === 'attendee.declined') return bad(`${who} declined.`);
  return isOwn ? noWords : bad(`Mail does not reach ${who}.`);
}
