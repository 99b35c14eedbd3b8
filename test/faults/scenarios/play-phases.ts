import { setTimeout as pause } from 'node:timers/promises';
import { drawBetween, type FaultRow } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** One kind of fault, made again and again under load. */
export interface Phase {
  readonly fault: string;
  /** Makes it once, and undoes it; returns when it was over, on the monotonic clock. */
  make(stage: Stage): Promise<number>;
  /** How often at least, however short the time is. */
  readonly atLeast?: number;
}

/** Acknowledgements after which work goes on; more than were on their way when it happened. */
const acknowledgementsOfWork = 8;

/**
 * Plays the phases on one stage, one after the other: each under its own load, then rest, then the
 * judge. A row tells of its own phase alone.
 */
export async function playPhases(stage: Stage, phases: readonly Phase[]): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  let before: FaultRow | null = null;
  for (const phase of phases) {
    const playMs = (stage.terms.minutes * 60_000) / phases.length;
    stage.terms.say(phase.fault);
    const recoveriesMs = await playPhase(stage, phase, playMs);
    const { fault } = phase;
    const row = await stage.judge({ fault, times: recoveriesMs.length, recoveriesMs });
    rows.push(before === null ? row : since(row, before));
    before = row;
  }
  return rows;
}

async function playPhase(stage: Stage, phase: Phase, playMs: number): Promise<number[]> {
  const { draw } = stage.terms;
  const load = stage.startLoad();
  const recoveriesMs: number[] = [];
  try {
    await load.acknowledged(acknowledgementsOfWork);
    const until = performance.now() + playMs;
    while (performance.now() < until || recoveriesMs.length < (phase.atLeast ?? 1)) {
      await pause(drawBetween(draw, 50, 500));
      const overAtMs = await phase.make(stage);
      // Each worker may have had mails on the wire whose end it could not write down.
      stage.countCrash(stage.processes('worker').length);
      await load.acknowledged(acknowledgementsOfWork);
      recoveriesMs.push(performance.now() - overAtMs);
    }
  } finally {
    await load.stop();
  }
  await stage.rest();
  return recoveriesMs;
}

const since = (row: FaultRow, before: FaultRow): FaultRow => ({
  ...row,
  acknowledged: row.acknowledged - before.acknowledged,
  lost: row.lost - before.lost,
  doubled: row.doubled - before.doubled,
  violations: row.violations.filter((what) => !before.violations.includes(what)),
});
