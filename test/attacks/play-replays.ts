import { calendarMail, declined, icsOf, type Said } from '../journeys/hostile-mails.ts';
import { gil } from '../rooms/waist-house.ts';
import type { AttackHouse, Target } from './attack-house.ts';

/** Mails of the guest that come late, again or out of order, and what must become of the last. */
interface Replay {
  readonly name: string;
  readonly outcome: string;
  /** The room moves to another day first. */
  readonly moves?: boolean;
  readonly mails: readonly Partial<Said>[];
}

const says = (partstat: string, stamp: string, more: Partial<Said> = {}): Partial<Said> => ({
  attendee: declined(gil.email).replace('DECLINED', partstat),
  stamp,
  ...more,
});
const early = '20270301T080000Z';
const late = '20270301T083000Z';
const newTimes = ['DTSTART:20270311T140000Z', 'DTEND:20270311T150000Z'];

const replays: readonly Replay[] = [
  {
    name: 'a decline from before the answer that counts',
    outcome: 'superseded superseded-answer',
    mails: [says('ACCEPTED', late), says('DECLINED', early)],
  },
  {
    name: 'an answer that comes again after another one',
    outcome: 'superseded superseded-answer',
    mails: [says('TENTATIVE', early), says('ACCEPTED', late), says('TENTATIVE', early)],
  },
  {
    name: 'a decline of the time before the move',
    outcome: 'stale stale-answer',
    moves: true,
    mails: [says('DECLINED', late)],
  },
  {
    name: 'a decline of the time before the move, with a newer stamp than the answer to the new one',
    outcome: 'stale stale-answer',
    moves: true,
    mails: [
      says('ACCEPTED', early, { sequence: '1', more: newTimes }),
      says('DECLINED', late, { sequence: '0' }),
    ],
  },
  {
    name: 'a decline of a time that was never ours',
    outcome: 'parked impossible-sequence',
    mails: [says('DECLINED', late, { sequence: '5', more: newTimes })],
  },
];

/** Lets them come in, each scene about a room of its own; returns what should not have happened. */
export async function playReplays(house: AttackHouse): Promise<string[]> {
  house.publish({});
  const faults: string[] = [];
  for (const { name, outcome, moves, mails } of replays) {
    const target = await house.book();
    const startUtc = new Date('2027-03-11T14:00:00Z');
    if (moves) {
      await house.apply(target.roomId, { do: 'reschedule', startUtc, durationMinutes: null });
    }
    let came = '';
    for (const said of mails) came = await say(house, target, said);
    if (came !== outcome) faults.push(`${name}: ${came}`);
  }
  return faults;
}

async function say(house: AttackHouse, target: Target, said: Partial<Said>): Promise<string> {
  const ics = icsOf({ uid: target.uid, attendee: declined(gil.email), ...said });
  const raw = calendarMail(gil.email, ics);
  const id = await house.take({ raw, to: target.guest, from: gil.email });
  await house.job.run();
  return (await house.outcomes()).get(id) ?? 'lost';
}
