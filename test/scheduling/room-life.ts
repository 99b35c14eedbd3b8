import fc from 'fast-check';
import { limits } from '../../service/limits.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision, MessageIntent } from '../../service/scheduling/decision.ts';
import type { Room, Rules } from '../../service/scheduling/room.ts';
import { settle } from './life-commands.ts';
import { monday, openRoom } from './sample-room.ts';

/**
 * A whole life of a room, at random: people, the host application, mail and jobs ask for things in
 * any order, mails come late, twice or in the wrong order, and two machines disagree on the time.
 * A step is abstract (small numbers); what it means is settled against the room as it then is, so
 * that lives shrink well.
 */
export interface Step {
  readonly what: (typeof whats)[number];
  readonly who: number;
  readonly pick: number;
  readonly start: number;
  readonly length: number;
  readonly answer: number;
  readonly echo: number;
  readonly wait: number;
  readonly isSlowClock: boolean;
}

export interface Life {
  readonly rules: Rules;
  readonly steps: readonly Step[];
}

/** One command that was decided; `answers` is the mail that an honest reply is about. */
export interface Taken {
  readonly before: Room;
  readonly command: Command;
  readonly rules: Rules;
  readonly now: Date;
  readonly decision: Decision;
  readonly after: Room;
  readonly answers: MessageIntent | null;
}

export type Decide = typeof decide;

/** Something that must hold after every step of every life. `past` ends before the step. */
export type Law = (taken: Taken, past: readonly Taken[]) => boolean;

const whats = [
  ...repeat('book', 5),
  ...repeat('reschedule', 3),
  ...repeat('change-wording', 2),
  ...repeat('unbook', 1),
  ...repeat('cancel', 1),
  ...repeat('honest-reply', 7),
  ...repeat('wild-reply', 3),
  ...repeat('reply-again', 3),
  ...repeat('honest-counter', 3),
  ...repeat('counter-at-once', 2),
  ...repeat('ask-confirmation', 3),
  ...repeat('refresh', 2),
  ...repeat('send-link', 2),
  ...repeat('propose', 5),
  ...repeat('approve', 3),
  ...repeat('decline-proposal', 2),
  ...repeat('expire-proposal', 2),
  ...repeat('act-on-held-decline', 2),
  ...repeat('keep-session', 1),
  ...repeat('record-undeliverable', 1),
];

const hour = 3_600_000;
const waits = [0, 0, 400, 1_500, 4 * 60_000, 11 * 60_000, 2 * hour, 20 * hour];
/** The second machine's clock is behind by this much. */
const skewMs = 40_000;

export const lives: fc.Arbitrary<Life> = fc.record({
  rules: fc.record({
    declineRule: fc.constantFrom('strict' as const, 'strict' as const, 'soft' as const),
    declineHoldSeconds: fc.constantFrom(0, 0, 1_800),
    proposalTtlHours: fc.constantFrom(48, 1),
    allowCounter: fc.constantFrom(true, true, true, false),
    minimumNoticeMinutes: fc.constantFrom(0, 0, 240),
    reminderMinutes: fc.subarray([5, 60, 1440]),
    unansweredReminderHours: fc.constantFrom(null, 1, 24),
    answerHumanMail: fc.boolean(),
  }),
  steps: fc.array(
    fc.record({
      what: fc.constantFrom(...whats),
      who: fc.nat(3),
      pick: fc.nat(30),
      start: fc.nat(5),
      length: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
      answer: fc.nat(3),
      echo: fc.nat(2),
      wait: fc.nat(waits.length - 1),
      isSlowClock: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40, size: 'max' },
  ),
});

/** Lives the life; `decideAs` is the rules, or a broken copy of them. */
export function live(life: Life, decideAs: Decide = decide): readonly Taken[] {
  const taken: Taken[] = [];
  let room = roomOfAsker();
  let time = monday.getTime();
  for (const step of life.steps) {
    time += waits[step.wait] ?? 0;
    const now = new Date(step.isSlowClock ? time - skewMs : time);
    const asked = settle(step, room, taken, now);
    if (asked === null) continue;
    const decision = decideAs(room, asked.command, life.rules, now);
    const after = decision.outcome === 'refused' ? room : decision.room;
    taken.push({ before: room, ...asked, rules: life.rules, now, decision, after });
    room = after;
  }
  return taken;
}

/** The host has asked for new times in other lives of this day, so that the share runs out. */
function roomOfAsker(): Room {
  const room = openRoom();
  const proposalsMade = { since: monday, count: limits.proposalsPerDay - 1 };
  return { ...room, host: { ...room.host, proposalsMade } };
}

/** Reads a life as a story, for the report of a counterexample. */
export function tell(taken: readonly Taken[]): string {
  return taken
    .map(({ command, now, decision, after }) => {
      const end = decision.outcome === 'changed' ? decision.deed : decision.reason;
      const state = `${after.status} ${after.icsSequence}.${after.revision}`;
      return `${now.toISOString()} ${JSON.stringify(command)} -> ${end} (${state})`;
    })
    .join('\n');
}

function repeat<const T extends string>(word: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => word);
}
