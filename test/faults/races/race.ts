import type { Command } from '../../../service/scheduling/command.ts';
import type { Answer, Role, Room } from '../../../service/scheduling/room.ts';

/** One who races: what they want, and how long after the others they ask for it. */
interface Racer {
  readonly wants: 'approve' | 'decline' | 'cancel' | 'reply';
  readonly how: string;
  readonly delayMs: number;
}

/** Somebody has asked for a new time; then all of these come at the same moment. */
export interface Race {
  readonly proposer: Role;
  /** Whether the other person has asked for a new time as well. */
  readonly isCrossed: boolean;
  readonly racers: readonly Racer[];
}

const ways: Readonly<Record<Racer['wants'], readonly string[]>> = {
  approve: ['person', 'person', 'application'],
  decline: ['person', 'person', 'application'],
  cancel: ['cancel', 'cancel', 'cancel', 'unbook', 'reschedule'],
  reply: [
    'guest accepted',
    'guest declined',
    'guest tentative',
    'guest counter',
    'host accepted',
    'host declined',
    'host counter',
  ],
};
const wishes = Object.keys(ways) as readonly Racer['wants'][];

/** The same seed draws the same races; who wins them is the machine's affair. */
export function drawRace(random: () => number): Race {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const draw = (wants: Racer['wants']): Racer => ({
    wants,
    how: pick(ways[wants]),
    delayMs: pick([0, 0, 0, 1, 2, 4]),
  });
  // Each of the four, and now and then one of them twice: a double click, a mail that came again.
  const four = wishes.map(draw);
  const twice = random() < 0.25 ? [pick(four)] : [];
  const racers = [...four, ...twice]
    .map((racer) => ({ racer, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ racer }) => racer);
  const proposer = pick(['guest', 'guest', 'host'] as const);
  return { proposer, isCrossed: random() < 0.5, racers };
}

/** A race in words, for the report of a violation. */
export const tellRace = ({ proposer, isCrossed, racers }: Race): string =>
  `${isCrossed ? 'both have' : `${proposer} has`} proposed, it is about the ${proposer}'s; then ${racers
    .map(({ wants, how, delayMs }) => `${wants} (${how}, +${delayMs} ms)`)
    .join(', ')}`;

export interface Ids {
  readonly room: Room;
  /** The proposal all of it is about. */
  readonly proposalId: string;
  /** For the proposal of a COUNTER. */
  readonly newId: string;
  readonly now: Date;
}

/** What a racer asks of the waist. */
export function commandOf({ wants, how }: Racer, proposer: Role, ids: Ids): Command {
  const { proposalId } = ids;
  const decider = proposer === 'guest' ? 'host' : 'guest';
  const by = how === 'application' ? how : decider;
  if (wants === 'approve') return { do: 'approve', proposalId, by };
  if (wants === 'decline') return { do: 'decline-proposal', proposalId, by };
  if (wants === 'reply') return answerOf(how, ids);
  if (how !== 'reschedule') return { do: how as 'cancel' | 'unbook', reason: null };
  return { do: 'reschedule', startUtc: new Date('2027-03-13T10:00:00Z'), durationMinutes: null };
}

function answerOf(how: string, { room, newId, now }: Ids): Command {
  const [role, answer] = how.split(' ');
  const attendeeId = (role === 'host' ? room.host.id : room.guest?.id) ?? '';
  const reply = {
    answer: answer === 'counter' ? 'tentative' : (answer as Answer),
    sequence: room.icsSequence,
    stampedAt: now,
    receivedAt: now,
    startUtc: room.startUtc,
    endUtc: new Date(room.startUtc.getTime() + room.durationMinutes * 60_000),
    comment: null,
    alias: null,
  };
  if (answer !== 'counter') return { do: 'record-reply', attendeeId, reply };
  const proposedStartUtc = new Date('2027-03-14T10:00:00Z');
  const counter = { ...reply, proposedStartUtc, proposedEndUtc: null };
  return { do: 'counter', attendeeId, proposalId: newId, counter };
}
