import { limits } from '../limits.ts';
import type { SendReport } from '../ports.ts';
import type { ClaimedMessage } from './claim-store.ts';
import type { Settlement } from './settle-store.ts';

/** Each attempt doubles the wait, from five seconds up to six hours: about two days in all. */
export function backoffMs(attempts: number): number {
  const doubled = limits.sendBackoffBaseMs * 2 ** Math.min(attempts - 1, 30);
  return Math.min(doubled, limits.sendBackoffMaxMs);
}

/** Spreads a wait by up to a fifth either way; `fraction` is random from 0 to 1. */
export function spread(waitMs: number, fraction: number): number {
  return Math.round(waitMs * (0.8 + 0.4 * fraction));
}

/**
 * What an attempt means for the message: `temporary` waits and gives up after the last attempt,
 * `configuration` waits without blaming the mail, `unknown` is sent again soon, byte for byte.
 */
export function judgeReport(
  message: ClaimedMessage,
  report: SendReport,
  now: Date,
  fraction: number,
): Settlement {
  const { applicationId, id, fence, attempts } = message;
  const settle = (state: Settlement['state'], waitMs: number | null, counted = true) => ({
    applicationId,
    id,
    fence,
    state,
    sendAt: waitMs === null ? null : new Date(now.getTime() + spread(waitMs, fraction)),
    counted,
    response: report.outcome === 'unknown' ? `in doubt: ${report.response}` : report.response,
    outcome: report.outcome,
  });
  if (report.outcome === 'accepted') return settle('sent', null);
  if (report.outcome === 'final') return settle('failed', null);
  if (report.outcome === 'configuration') return settle('waiting', limits.sendFaultWaitMs, false);
  if (attempts >= limits.sendAttempts) return settle('failed', null);
  if (report.outcome === 'temporary') return settle('waiting', backoffMs(attempts));
  return settle('waiting', Math.min(backoffMs(attempts), limits.sendUnknownMaxMs));
}

/** A message whose turn did not come before the deadline: due at once, nothing was tried. */
export function giveBack(message: ClaimedMessage, now: Date): Settlement {
  const { applicationId, id, fence } = message;
  return {
    applicationId,
    id,
    fence,
    state: 'waiting',
    sendAt: now,
    counted: false,
    response: null,
    outcome: 'given-back',
  };
}
