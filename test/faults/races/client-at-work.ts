import type { Command } from '../../../service/scheduling/command.ts';
import type { Answer, Role, Room } from '../../../service/scheduling/room.ts';
import { endOf } from '../../../service/scheduling/times.ts';
import { gil } from '../../rooms/waist-house.ts';

const dayMs = 24 * 60 * 60_000;
const firstStartMs = Date.parse('2027-03-10T14:00:00Z');
/** Few times, so that a session often moves back to one it had before. */
const startOn = (day: number) => new Date(firstStartMs + day * dayMs);

/** What the clients of one room know of it, each from the last answer it got. */
export interface Knowledge {
  room: Room;
  /** Ids of proposals anybody has heard of. */
  readonly proposals: string[];
}

const wishes = [
  ...['reschedule', 'propose', 'propose', 'reply', 'reply', 'counter'],
  ...['approve', 'decline-proposal', 'book', 'book', 'change-wording', 'refresh', 'unbook'],
] as const;

/** A command that one of the clients might give now, as far as it knows the room. */
export function drawCommand(
  random: () => number,
  { room, proposals }: Knowledge,
  ids: { readonly newId: () => string; readonly now: Date },
): Command {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const wish = pick(wishes);
  const by = pick(['host', 'guest'] as const);
  const time = { startUtc: startOn(Math.floor(random() * 5)), durationMinutes: null };
  switch (wish) {
    case 'reschedule':
      return { do: wish, ...time };
    case 'propose': {
      const proposalId = ids.newId();
      proposals.push(proposalId);
      return { do: wish, by, source: 'api', proposalId, note: null, ...time };
    }
    case 'approve':
    case 'decline-proposal': {
      const proposalId = pick(proposals.slice(-3)) ?? ids.newId();
      return { do: wish, proposalId, by: pick(['host', 'guest', 'application']) };
    }
    case 'book':
      return { do: wish, guest: { ...gil, attendeeId: ids.newId() } };
    case 'unbook':
      return { do: wish, reason: null };
    case 'change-wording': {
      const { sessionName, description, joinUrl } = room;
      const location = pick([null, 'Room 1', 'Room 2']);
      return { do: wish, wording: { sessionName, description, joinUrl, location } };
    }
    case 'refresh':
      return { do: wish, attendeeId: personOf(room, by) };
    default: {
      const answer = pick<Answer>(['accepted', 'accepted', 'tentative', 'declined']);
      // A host who declines ends the room, and with it the history.
      const from = answer === 'declined' ? 'guest' : by;
      const reply = replyTo(room, answer, ids.now);
      const attendeeId = personOf(room, from);
      if (wish === 'reply') return { do: 'record-reply', attendeeId, reply };
      const counter = { ...reply, proposedStartUtc: time.startUtc, proposedEndUtc: null };
      const proposalId = ids.newId();
      proposals.push(proposalId);
      return { do: 'counter', attendeeId, proposalId, counter };
    }
  }
}

const personOf = (room: Room, role: Role): string =>
  (role === 'guest' ? (room.guest ?? room.formerGuests[0]) : room.host)?.id ?? room.host.id;

const replyTo = (room: Room, answer: Answer, now: Date) => ({
  answer,
  sequence: room.icsSequence,
  stampedAt: now,
  receivedAt: now,
  startUtc: room.startUtc,
  endUtc: endOf(room),
  comment: null,
  alias: null,
});
