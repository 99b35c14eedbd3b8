import type { Action, Expectation, Step, Transcript } from './transcript.ts';

/** What can be seen after an action; the same words as in the transcripts. */
export interface Seen {
  /** One line per mail that arrived since the action: `helen REQUEST 1`, `gil human-answer`. */
  readonly mails: readonly string[];
  /** What those mails say, as their readers see it. */
  readonly letters: readonly {
    readonly who: string;
    readonly text: string;
    /** Its calendar object, where it has one. */
    readonly entry: string | null;
  }[];
  /** What the application knows of people's own words: `gil I may be late`. */
  readonly comments: readonly string[];
  /** The code of the problem document the host application got. */
  readonly problem: string | null;
  /** What the page told the person who clicked: `done`, `settled` or `expired`. */
  readonly page: string | null;
  /** Outcome and reason of the inbound mail, or how the door refused it: `refused 554`. */
  readonly inbound: string | null;
  /** `booked 1 at 2027-03-11 15:00` */
  readonly room: string;
  /** `helen=accepted gil=tentative` */
  readonly answers: string;
  /** Status of each proposal, oldest first: `declined pending`. */
  readonly proposals: string;
}

/** Somewhere a transcript can be played: the pure core, the service, the service dying all along. */
export interface World {
  play(action: Action): Promise<Seen>;
  close(): Promise<void>;
}

/** Mails are wrapped where it suits them. */
const unfold = (entry: string): readonly string[] => entry.replace(/\r\n /g, '').split('\r\n');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * Whoever clicks again because the answer was cut off is told that it is settled: after crashes
 * that is as good as done.
 */
const differences = (seen: Seen, expected: Expectation, afterCrashes: boolean): string[] => {
  const wrong: string[] = [];
  const compare = (what: string, got: string | null, want: string | null) => {
    if (got !== want) wrong.push(`${what}: expected ${want ?? 'none'}, got ${got ?? 'none'}`);
  };
  compare('mails', [...seen.mails].sort().join(', '), expected.mails.join(', '));
  for (const line of expected.reads) {
    const [who = '', ...said] = line.split(' ');
    const has = (one: Seen['letters'][number]) =>
      one.who === who && oneLine(one.text).includes(said.join(' '));
    if (!seen.letters.some(has)) wrong.push(`reads: nothing tells ${line}`);
  }
  for (const line of expected.entries) {
    const [who = '', ...property] = line.split(' ');
    const has = (one: Seen['letters'][number]) =>
      one.who === who && unfold(one.entry ?? '').includes(property.join(' '));
    if (!seen.letters.some(has)) wrong.push(`entry: no calendar is told ${line}`);
  }
  for (const line of expected.comments) {
    if (!seen.comments.includes(line)) compare('comment', seen.comments.join(', '), line);
  }
  compare('problem', seen.problem, expected.problem);
  const isRepeated = afterCrashes && expected.page === 'done' && seen.page === 'settled';
  if (expected.page && !isRepeated) compare('page', seen.page, expected.page);
  if (expected.inbound) {
    const outcomeOnly = !expected.inbound.includes(' ');
    compare(
      'inbound',
      outcomeOnly ? (seen.inbound?.split(' ')[0] ?? null) : seen.inbound,
      expected.inbound,
    );
  }
  if (expected.room) {
    const withTime = expected.room.includes(' at ');
    compare('room', withTime ? seen.room : (seen.room.split(' at ')[0] ?? ''), expected.room);
  }
  if (expected.answers) compare('answers', seen.answers, expected.answers);
  if (expected.proposals) compare('proposals', seen.proposals, expected.proposals);
  return wrong;
};

export interface PerformOptions {
  /** Whether the service may have died in between. */
  readonly afterCrashes?: boolean;
  readonly beforeStep?: (step: Step) => void;
  readonly afterStep?: (step: Step, seen: Seen) => void;
}

/** Plays a transcript to its end; throws at the first step that is not as written. */
export async function perform(
  transcript: Transcript,
  world: World,
  options: PerformOptions = {},
): Promise<Seen[]> {
  const all: Seen[] = [];
  for (const step of transcript.steps) {
    options.beforeStep?.(step);
    const seen = await world.play(step.action);
    const tries = step.oneOf.map((expected) =>
      differences(seen, expected, options.afterCrashes ?? false),
    );
    if (!tries.some((wrong) => wrong.length === 0)) {
      const told = tries.map((wrong) => `  ${wrong.join('\n  ')}`).join('\n or\n');
      throw new Error(`${transcript.name}.txt:${step.line}: ${step.text}\n${told}`);
    }
    options.afterStep?.(step, seen);
    all.push(seen);
  }
  return all;
}

/** How it all ended, in the words that must be the same wherever a transcript is played. */
export function endOf(seen: readonly Seen[]): Pick<Seen, 'room' | 'answers' | 'proposals'> {
  const last = seen.at(-1);
  if (!last) throw new Error('nothing was played');
  return { room: last.room, answers: last.answers, proposals: last.proposals };
}
