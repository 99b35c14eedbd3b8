import { viewTime } from './database-views.ts';
import { type Check, ok, warn, wrong } from './finding.ts';

const warnMs = 2_000;
const wrongMs = 30_000;
const tries = 3;

/** Whether this machine's clock agrees with the database's: both put times on the same rows. */
export const checkClock: Check = async ({ pool, clock }) => {
  if (pool === null) return [];
  // The quickest answer tells the time best.
  let best = { skewMs: Number.NaN, tookMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < tries; i++) {
    const before = clock.now().getTime();
    const theirs = (await viewTime(pool)).getTime();
    const after = clock.now().getTime();
    const tookMs = after - before;
    if (tookMs < best.tookMs) best = { skewMs: theirs - (before + after) / 2, tookMs };
  }
  const ms = Math.round(Math.abs(best.skewMs));
  const which = best.skewMs > 0 ? 'ahead of' : 'behind';
  const says = `the database’s clock is ${ms} ms ${which} this machine’s`;
  const advice = 'let both machines follow the same time servers (chrony, systemd-timesyncd)';
  if (ms > wrongMs) return [wrong(says, advice)];
  return ms > warnMs ? [warn(says, advice)] : [ok(says)];
};
