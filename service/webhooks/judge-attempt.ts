import { limits } from '../limits.ts';
import type { Random } from '../ports.ts';
import type { PostReport } from './post-event.ts';

/** What follows from one attempt. */
export interface Verdict {
  readonly outcome: 'delivered' | 'failed';
  readonly error: string | null;
  /** The endpoint says it is gone for good. */
  readonly isGone: boolean;
  /** Null: never again. */
  readonly nextAttemptAt: Date | null;
}

/** Judges the attempt number `attempts` of a delivery, which ended at `now`. */
export function judgeAttempt(
  report: PostReport,
  attempts: number,
  now: Date,
  random: Random,
): Verdict {
  const { status } = report;
  if (status !== null && status >= 200 && status < 300) {
    return { outcome: 'delivered', error: null, isGone: false, nextAttemptAt: null };
  }
  const isGone = status === 410;
  const error = report.error ?? (isGone ? 'gone' : 'status');
  const nextAttemptAt = whenAgain(report, attempts, now, random);
  return { outcome: 'failed', error, isGone, nextAttemptAt };
}

/** The next wait of the schedule, a tenth shorter or longer, or as long as the receiver asks. */
function whenAgain(
  { status, retryAfter }: PostReport,
  attempts: number,
  now: Date,
  random: Random,
): Date | null {
  const seconds = limits.webhookWaitsSeconds[attempts - 1];
  if (seconds === undefined) return null;
  const share = random.bytes(2).readUInt16BE() / 65_536;
  const waitMs = seconds * 1000 * (0.9 + 0.2 * share);
  const asks = status === 429 || status === 503 ? readRetryAfter(retryAfter, now) : 0;
  return new Date(now.getTime() + Math.max(waitMs, Math.min(asks, limits.webhookRetryAfterMaxMs)));
}

/** Milliseconds from now (RFC 9110 §10.2.3: seconds or a date); 0 for what is neither. */
function readRetryAfter(value: string | null, now: Date): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const ms = Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}
