/** Numbers from 0 up to 1, repeatable by a seed. */
export type Draw = () => number;

/** What a scenario is given by `run-faults.ts`. */
export interface ScenarioTerms {
  /** The seed of the run, mixed with the scenario's name. */
  readonly seed: number;
  readonly draw: Draw;
  /** False in CI: take about `minutes`; true: as long as `minutes` allows. */
  readonly isLong: boolean;
  /** How long faults are made, in all; resting and judging come on top. */
  readonly minutes: number;
  /** One line of progress. */
  say(text: string): void;
}

/** One line of the table in README.md. */
export interface FaultRow {
  readonly fault: string;
  /** How often it was made. */
  readonly times: number;
  /** Commands, mails and messages the fault could have lost. */
  readonly acknowledged: number;
  /** Acknowledged or owed, and not there. */
  readonly lost: number;
  /** Mails that reached the relay more than once. */
  readonly doubled: number;
  /** From each fault until work went on; empty when that says nothing here. */
  readonly recoveriesMs: readonly number[];
  /** Sentences; each one fails the run. */
  readonly violations: readonly string[];
}

/**
 * A fault and how it is made. Files in `scenarios/`, `races/` and `controls/` that export
 * `scenarios: readonly Scenario[]` are found by themselves.
 */
export interface Scenario {
  /** For `--only`; kebab-case. */
  readonly name: string;
  /** What it makes happen, in a few words. */
  readonly fault: string;
  /** It must not share the two cores with another scenario (it measures, or starves the machine). */
  readonly isAlone?: boolean;
  /** Rejects when something did not come to rest; a control's row has a violation when all went well. */
  run(terms: ScenarioTerms): Promise<readonly FaultRow[]>;
}

/** One row for several stages of the same fault. */
export function addUp(fault: string, rows: readonly FaultRow[]): FaultRow {
  const sum = (of: (row: FaultRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    fault,
    times: sum((row) => row.times),
    acknowledged: sum((row) => row.acknowledged),
    lost: sum((row) => row.lost),
    doubled: sum((row) => row.doubled),
    recoveriesMs: rows.flatMap((row) => row.recoveriesMs),
    violations: rows.flatMap((row) => row.violations),
  };
}

/** Whole number from 0 up to `below`. */
export const drawInt = (draw: Draw, below: number): number => Math.floor(draw() * below);

export const drawBetween = (draw: Draw, from: number, to: number): number =>
  from + draw() * (to - from);

/** One of several; throws for none. */
export function drawOne<T>(draw: Draw, several: readonly T[]): T {
  const one = several[drawInt(draw, several.length)];
  if (one === undefined) throw new Error('nothing to draw from');
  return one;
}
