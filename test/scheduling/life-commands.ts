import type { Command, Counter, Reply } from '../../service/scheduling/command.ts';
import type { Person, Room } from '../../service/scheduling/room.ts';
import { endOf } from '../../service/scheduling/times.ts';
import { calendarMails, methodOf } from './owed-mails.ts';
import type { Step, Taken } from './room-life.ts';
import { ada, ben, cleo, monday, person } from './sample-room.ts';

const hour = 3_600_000;
/** Few times, so that a session often moves back to one it had before. */
const starts = [30, 54, 78, 55, 2, -24].map((hours) => new Date(monday.getTime() + hours * hour));
const lengths = [null, 60, 30, 90, 45];
const places = [null, 'Room 1', 'Room 2'];
const answers = ['accepted', 'tentative', 'declined', null] as const;
/** Addresses that answers come from: another one of the person's, or somebody else's. */
const aliases = [null, 'Work@Elsewhere.test', ada.email, 'cleo+x@example.test', ben.email, 'x'];
const guests: readonly Person[] = [
  ben,
  cleo,
  { ...ben, email: 'Ben+again@example.test' },
  person('Dan Guest', 'dan@gmail.com'),
  { ...ada, email: 'ADA+guest@example.test' },
];

/** A command, and the mail it answers when somebody honestly answers one. */
export type Asked = Pick<Taken, 'command' | 'answers'>;

/** What the step asks of the room as it is now; null when it can ask nothing. */
export function settle(step: Step, room: Room, past: readonly Taken[], now: Date): Asked | null {
  switch (step.what) {
    case 'honest-reply':
    case 'honest-counter':
      return honestMail(step, past, now);
    case 'ask-confirmation':
      return doubtfulMail(step, past, now);
    case 'counter-at-once':
      return counterAtOnce(step, past, now);
    case 'reply-again':
      return sameMailAgain(step, past, now);
    default: {
      const command = plainCommand(step, room, past, now);
      return command === null ? null : { command, answers: null };
    }
  }
}

/** An answer to a REQUEST that really was sent, perhaps long ago, written some time since. */
function honestMail(step: Step, past: readonly Taken[], now: Date): Asked | null {
  const requests = calendarMails(past).filter((one) => methodOf(one) === 'REQUEST');
  // Most people answer one of the latest mails.
  const about = requests.at(-1 - (step.pick % Math.min(requests.length, 6)));
  if (about === undefined) return null;
  const wroteAt = Math.min(now.getTime(), about.stampedAt.getTime() + step.pick * 90_000);
  const reply: Reply = {
    answer: pickFrom(answers, step.answer),
    sequence: about.sequence,
    stampedAt: step.echo === 2 ? null : new Date(wroteAt),
    receivedAt: now,
    startUtc: step.echo === 1 ? null : about.startUtc,
    endUtc: step.echo === 1 ? null : endOf(about),
    comment: step.who === 0 ? 'a comment' : null,
    alias: step.length === 0 ? pickFrom(aliases, step.start + step.pick) : null,
  };
  const attendeeId = about.to.id;
  if (step.what === 'honest-reply') {
    return { command: { do: 'record-reply', attendeeId, reply }, answers: about };
  }
  const proposalId = `proposal-${past.length}`;
  const counter: Counter = { ...reply, ...proposedTime(step) };
  return { command: { do: 'counter', attendeeId, proposalId, counter }, answers: about };
}

function proposedTime(step: Step) {
  const start = pickFrom(starts, step.start);
  const length = pickFrom(lengths, step.length);
  return {
    proposedStartUtc: step.who === 3 ? null : start,
    proposedEndUtc: length === null ? null : new Date(start.getTime() + length * 60_000),
  };
}

/** The same mail, but it may not be the person's. */
function doubtfulMail(step: Step, past: readonly Taken[], now: Date): Asked | null {
  const what = step.who % 2 === 0 ? 'honest-reply' : 'honest-counter';
  const asked = honestMail({ ...step, what }, past, now);
  if (asked?.command.do !== 'record-reply' && asked?.command.do !== 'counter') return null;
  const { command: question, answers: about } = asked;
  const inboundMailId = `mail-${past.length}`;
  const because = step.echo === 0 ? 'other-address' : 'not-authenticated';
  const { attendeeId } = question;
  const command = { do: 'ask-confirmation', attendeeId, inboundMailId, because, question } as const;
  return { command, answers: about };
}

/** Somebody's calendar asks for yet another time within the second of its last COUNTER. */
function counterAtOnce(step: Step, past: readonly Taken[], now: Date): Asked | null {
  const last = past.findLast(({ command }) => command.do === 'counter');
  if (last?.command.do !== 'counter') return null;
  const proposalId = `proposal-${past.length}`;
  const counter = { ...last.command.counter, ...proposedTime(step), receivedAt: now };
  return { command: { ...last.command, counter, proposalId }, answers: last.answers };
}

/** A reply or COUNTER that was mailed before is delivered once more. */
function sameMailAgain(step: Step, past: readonly Taken[], now: Date): Asked | null {
  const mails = past.filter(
    ({ command }) => command.do === 'record-reply' || command.do === 'counter',
  );
  const first = mails.at(-1 - (step.pick % Math.min(mails.length, 4)));
  if (first === undefined) return null;
  const { command, answers: about } = first;
  if (command.do === 'record-reply') {
    const reply = { ...command.reply, receivedAt: now };
    return { command: { ...command, reply }, answers: about };
  }
  if (command.do !== 'counter') return null;
  const counter = { ...command.counter, receivedAt: now };
  const proposalId = `proposal-${past.length}`;
  return { command: { ...command, counter, proposalId }, answers: about };
}

function plainCommand(step: Step, room: Room, past: readonly Taken[], now: Date): Command | null {
  const attendeeId = anybody(step, room);
  const by = step.who % 2 === 0 ? 'guest' : 'host';
  const proposalId = room.proposals.at(-1 - (step.pick % 4))?.id ?? 'no-such';
  const time = {
    startUtc: pickFrom(starts, step.start),
    durationMinutes: pickFrom(lengths, step.length),
  };
  switch (step.what) {
    case 'book': {
      const guest = { ...pickFrom(guests, step.pick), attendeeId: `guest-${past.length}` };
      return { do: 'book', guest };
    }
    case 'reschedule':
      return { do: 'reschedule', ...time };
    case 'change-wording': {
      const { sessionName, description, joinUrl } = room;
      const location = pickFrom(places, step.pick);
      return { do: 'change-wording', wording: { sessionName, description, joinUrl, location } };
    }
    case 'unbook':
      return { do: 'unbook', reason: null };
    case 'cancel':
      return step.pick % 4 === 0 ? { do: 'cancel', reason: 'closed' } : null;
    case 'wild-reply':
      return { do: 'record-reply', attendeeId, reply: wildReply(step, room, now) };
    case 'refresh':
      return { do: 'refresh', attendeeId };
    case 'send-link':
      return {
        do: 'send-link',
        attendeeId,
        because: by === 'host' ? 'expired' : 'human-mail',
        suggestedStartUtc: time.startUtc,
      };
    case 'propose': {
      const source = pickFrom(['page', 'api', 'mail'] as const, step.pick);
      return {
        do: 'propose',
        by,
        source,
        proposalId: `proposal-${past.length}`,
        ...time,
        note: null,
      };
    }
    case 'approve':
    case 'decline-proposal':
      return { do: step.what, proposalId, by: step.who === 3 ? 'application' : by };
    case 'expire-proposal':
      return { do: 'expire-proposal', proposalId };
    case 'act-on-held-decline':
    case 'keep-session':
      return { do: step.what, attendeeId };
    case 'record-undeliverable':
      return { do: 'record-undeliverable', attendeeId, reason: '550 no such user' };
    default:
      return null;
  }
}

/** A reply nobody's calendar would write: any SEQUENCE, any times, any stamp. */
function wildReply(step: Step, room: Room, now: Date): Reply {
  const start = step.echo === 0 ? room.startUtc : pickFrom(starts, step.start);
  return {
    answer: pickFrom(answers, step.answer),
    sequence: Math.max(0, room.icsSequence + 2 - (step.pick % 5)),
    stampedAt: new Date(now.getTime() + (step.pick - 15) * 60_000),
    receivedAt: now,
    startUtc: step.echo === 2 ? null : start,
    endUtc: null,
    comment: null,
    alias: null,
  };
}

function anybody(step: Step, room: Room): string {
  const former = room.formerGuests.at(step.pick % (room.formerGuests.length || 1));
  const everybody = [room.guest?.id, room.host.id, former?.id ?? room.guest?.id, 'stranger'];
  return everybody[step.who] ?? room.host.id;
}

function pickFrom<T>(choices: readonly T[], n: number): T {
  return choices[n % choices.length] as T;
}
