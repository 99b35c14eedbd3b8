import type { Sample } from './read-index.ts';

/** What playing a sample came to. */
export interface Got {
  readonly outcome: string;
  readonly reason: string | null;
  readonly kind: string | null;
  /** The answer the room holds of the person afterwards. */
  readonly answer: string;
  readonly proposals: number;
}

/** `explained`: not what the index says, for a reason that stands beside it. */
export interface Verdict {
  readonly is: 'as expected' | 'explained' | 'WRONG';
  readonly expected: string;
  readonly because: string | null;
}

interface Rule {
  readonly expected: string;
  readonly holds: (got: Got) => boolean;
}

const not = (outcomes: readonly string[]) => (got: Got) => !outcomes.includes(got.outcome);
const applies = (answer: string): Rule => ({
  expected: `applied, answer ${answer}`,
  holds: (got) => got.outcome === 'applied' && got.answer === answer,
});
const changesNothing: Rule = {
  expected: 'changes nothing',
  holds: (got) => got.outcome !== 'applied' && got.answer === 'needs-action' && got.proposals === 0,
};
const ends = (expected: string, ...outcomes: readonly string[]): Rule => ({
  expected,
  holds: (got) => outcomes.includes(got.outcome),
});
const bounces = (...classes: readonly string[]): Rule => ({
  expected: `bounce ${classes.join(' or ')}`,
  holds: (got) => got.outcome === 'bounce' && classes.includes(got.reason ?? ''),
});

/** What each kind of the index must lead to. */
const rules: Readonly<Record<string, Rule>> = {
  'reply-accepted': applies('accepted'),
  'reply-tentative': applies('tentative'),
  'reply-declined': applies('declined'),
  'reply-noattendee': changesNothing,
  'reply-partycrasher': changesNothing,
  'reply-invalid-recurrence': changesNothing,
  counter: {
    expected: 'applied, one proposal',
    holds: (got) => got.outcome === 'applied' && got.proposals === 1,
  },
  'counter-malformed': ends('parked or unreadable', 'parked', 'unreadable'),
  multi: ends('parked or unreadable', 'parked', 'unreadable'),
  invalid: changesNothing,
  request: changesNothing,
  'request-delegation': changesNothing,
  cancel: changesNothing,
  add: changesNothing,
  publish: changesNothing,
  declinecounter: changesNothing,
  refresh: ends('applied, sent again', 'applied'),
  tnef: ends('kept, changes nothing', 'human', 'parked', 'unreadable', 'automatic'),
  mdn: ends('automatic', 'automatic'),
  vacation: ends('automatic', 'automatic'),
  'human-reply': ends('human', 'human'),
  'not-a-bounce': { expected: 'no bounce', holds: not(['bounce', 'applied']) },
  'bounce-nonstandard': ends('a bounce, or kept unclassified', 'bounce', 'automatic', 'human'),
  'dsn-hard': bounces('permanent'),
  'dsn-soft': bounces('temporary'),
  'dsn-delayed': bounces('temporary'),
  'dsn-mixed': bounces('permanent', 'temporary'),
  dsn: bounces('permanent', 'temporary'),
  arf: ends('complaint', 'complaint'),
  'arf-hotmail': ends('complaint', 'complaint'),
};

/** A misused or unusual reply: applied when it names one plain answer, else it changes nothing. */
function ruleOfReply({ partstats }: Sample): Rule {
  const plain = ['ACCEPTED', 'TENTATIVE', 'DECLINED'];
  const [only] = partstats;
  if (only === undefined || !plain.includes(only) || new Set(partstats).size > 1) {
    return changesNothing;
  }
  return applies(only.toLowerCase());
}

/** The reply codes an index of bounces gives for a message: `address|status|action|reason|hard`. */
const statusesIn = (expected: string): string[] =>
  [...expected.matchAll(/\|(\d\.\d+\.\d+)\|/g)].flatMap((match) => match[1] ?? []);

/** Holds what came out against what the index says. */
export function judge(sample: Sample, got: Got): Verdict {
  const rule = sample.kind === 'reply' ? ruleOfReply(sample) : rules[sample.kind];
  if (!rule) return { is: 'explained', expected: sample.kind, because: 'a kind nobody knows here' };
  if (rule.holds(got)) return { is: 'as expected', expected: rule.expected, because: null };
  const because = explain(sample, got);
  return { is: because === null ? 'WRONG' : 'explained', expected: rule.expected, because };
}

/** Where the index and Parley rightly differ, by rule and never by file. */
function explain(sample: Sample, got: Got): string | null {
  if (got.reason === 'recurrence') return 'it is about one instance of a series; a room is none';
  if (got.reason === 'delegated') return 'only those the application booked can answer';
  const { kind, partstats } = sample;
  if (kind === 'reply-invalid-recurrence' && partstats[0]?.toLowerCase() === got.answer) {
    return 'it answers the invitation itself too; only the instance is ignored';
  }
  if (got.outcome !== 'bounce') return null;
  const text = sample.raw.toString('latin1');
  if (kind.startsWith('arf')) {
    const isReport = /^content-type: *message\/delivery-status/im.test(text);
    return isReport && !/feedback-report/i.test(text) ? 'by its own type a delivery report' : null;
  }
  if (!kind.startsWith('dsn')) return null;
  if (kind === 'dsn-soft' && got.reason === 'permanent') {
    const [, status] = /^status:\s*(5\.1\.(?:[1-46]|10))\b/im.exec(text) ?? [];
    if (status) return `its own status ${status} says that there is no such address`;
    if (/no such user|unknown user|user unknown|does not exist|nosuchuser/i.test(text)) {
      return 'in its own words there is no such user';
    }
  }
  const statuses = statusesIn(sample.expected);
  if (statuses.length === 0) return 'the index names no status';
  const isToolsOwn = (status: string) => /^[45]\.(0\.0|0\.9\d\d|9\d*\.\d+)$/.test(status);
  return statuses.every(isToolsOwn) ? "the index's status is its own tool's, not the mail's" : null;
}
