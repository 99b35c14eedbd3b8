import { type Figure, median, medianCpu, ratios } from './rounds.ts';

/** `least`: the ratio is to be at least this; `most`: at most. */
export type Goal = { readonly least: number } | { readonly most: number };

/** Ours beside one other. */
export interface Comparison {
  readonly measure: string;
  readonly against: string;
  readonly ours: number;
  readonly theirs: number;
  /** Median of the ratios of the rounds, with the smallest and the largest. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly goal: string;
  readonly isMet: boolean | null;
  /** Round by round. */
  readonly oursEach: readonly number[];
  readonly theirsEach: readonly number[];
  readonly oursCpuUs: Readonly<Record<string, number>>;
  readonly theirsCpuUs: Readonly<Record<string, number>>;
}

export interface Result {
  readonly id: string;
  readonly title: string;
  readonly comparisons: readonly Comparison[];
  /** Other people's programs that do the like, or that there are none here. */
  readonly peer: string;
  readonly notes: readonly string[];
}

export function compare(options: {
  readonly measure: string;
  readonly against: string;
  readonly ours: readonly Figure[];
  readonly theirs: readonly Figure[];
  readonly goal: Goal | null;
}): Comparison {
  const { measure, against, ours, theirs, goal } = options;
  const all = ratios(ours, theirs);
  const ratio = median(all);
  const oursEach = ours.map(({ value }) => value);
  const theirsEach = theirs.map(({ value }) => value);
  return {
    measure,
    against,
    ours: median(oursEach),
    theirs: median(theirsEach),
    oursEach,
    theirsEach,
    ratio,
    low: Math.min(...all),
    high: Math.max(...all),
    ...judge(ratio, goal),
    oursCpuUs: medianCpu(ours),
    theirsCpuUs: medianCpu(theirs),
  };
}

function judge(ratio: number, goal: Goal | null): Pick<Comparison, 'goal' | 'isMet'> {
  if (goal === null) return { goal: '', isMet: null };
  if ('least' in goal) return { goal: `>= ${goal.least}`, isMet: ratio >= goal.least };
  return { goal: `<= ${goal.most}`, isMet: ratio <= goal.most };
}

/** A measure with a limit of its own, beside no other. */
export function measureAlone(options: {
  readonly measure: string;
  readonly value: number;
  readonly each?: readonly number[];
  readonly most: number;
}): Comparison {
  const { measure, value, each = [value], most } = options;
  const nothing = { ratio: Number.NaN, low: Number.NaN, high: Number.NaN };
  return {
    measure,
    against: '',
    ours: value,
    theirs: Number.NaN,
    ...nothing,
    goal: `<= ${most}`,
    isMet: value <= most,
    oursEach: each,
    theirsEach: [],
    oursCpuUs: {},
    theirsCpuUs: {},
  };
}
