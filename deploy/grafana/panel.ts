/** One query of a panel: PromQL, and how its series are called. */
interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** What a panel shows; the rest of Grafana's JSON follows from it. */
export interface Panel {
  readonly title: string;
  /** What it says and what to do about it, in a sentence or two. */
  readonly about: string;
  readonly look: 'number' | 'lines' | 'bars';
  readonly unit: 'short' | 's' | 'bytes' | 'percentunit' | 'ops' | 'reqps';
  readonly queries: readonly Query[];
  /** From which values on it turns yellow and red; for numbers only. */
  readonly warnAt?: number;
  readonly alarmAt?: number;
  /** True when small is bad: below the limits it turns yellow and red. */
  readonly isFloor?: boolean;
  /** Shows nothing until something of the kind happens, or where the part it tells of is not used. */
  readonly mayBeEmpty?: boolean;
}

/** A question that somebody has, and the panels that answer it. */
export interface Row {
  readonly question: string;
  readonly panels: readonly Panel[];
}

/** Samples of one job; `${job}` is chosen at the top of the dashboard. */
const job = 'job=~"$job"';

/** A gauge that is the same at every process. */
export const gauge = (name: string, labels = ''): string =>
  `max(parley_${name}{${[job, labels].filter(Boolean).join(',')}})`;

/** The same by one label. */
export const gaugeBy = (label: string, name: string): string =>
  `max by (${label}) (parley_${name}{${job}})`;

/** How often a second, over all processes, by some labels. */
export const rateBy = (by: string, name: string, labels = ''): string =>
  `sum by (${by}) (rate(parley_${name}{${[job, labels].filter(Boolean).join(',')}}[$__rate_interval]))`;

/** How many in the time that is shown, over all processes. */
export const total = (name: string, labels = ''): string =>
  `sum(increase(parley_${name}{${[job, labels].filter(Boolean).join(',')}}[$__range]))`;

/** A series of the process itself, by process. */
export const ofProcess = (name: string): string => `${name}{${job}}`;
