import { limits } from '../limits.ts';
import type { SendReport } from '../ports.ts';
import type { ClaimedMessage } from './claim-store.ts';
import { readRemoteId } from './remote-id.ts';
import type { Settlement } from './settle-store.ts';

/** Each attempt doubles the wait, from five seconds up to two hours. */
export function backoffMs(attempts: number): number {
  const doubled = limits.sendBackoffBaseMs * 2 ** Math.min(Math.max(attempts - 1, 0), 30);
  return Math.min(doubled, limits.sendBackoffMaxMs);
}

/** Spreads a wait by up to a fifth either way; `fraction` is random from 0 to 1. */
export function spread(waitMs: number, fraction: number): number {
  return Math.round(waitMs * (0.8 + 0.4 * fraction));
}

type Tried = Pick<
  ClaimedMessage,
  'applicationId' | 'id' | 'fence' | 'attempts' | 'firstTriedAt' | 'abandoned'
>;

/**
 * What an attempt means for the message. `temporary` and `unknown` are tried again until the
 * schedule is over, three days after the first try: the last try is made at its end. What is in
 * doubt goes again soon, while receivers still know it by its Message-ID. `configuration`,
 * `withdrawn` and a relay nobody could ask blame no mail: it waits a little and nothing counts.
 */
export function judgeReport(
  message: Tried,
  report: SendReport,
  now: Date,
  fraction: number,
): Settlement {
  const { outcome, response, relay } = report;
  const ended = (state: 'sent' | 'failed', words = response): Settlement => ({
    ...basisOf(message, report),
    state,
    sendAt: null,
    response: words,
    remoteId: outcome === 'accepted' ? readRemoteId(response) : null,
  });
  if (outcome === 'accepted') return ended('sent');
  if (outcome === 'final') return ended('failed');
  const isBlameless =
    outcome === 'configuration' ||
    outcome === 'withdrawn' ||
    (outcome === 'temporary' && relay === null);
  if (isBlameless) {
    const waitMs = spread(limits.sendBackoffBaseMs, fraction);
    const sendAt = new Date(now.getTime() + waitMs);
    return { ...basisOf(message, report), sendAt, counted: false };
  }
  const endsAt = message.firstTriedAt.getTime() + limits.sendScheduleMs;
  const words = outcome === 'unknown' ? `in doubt: ${response}` : response;
  if (now.getTime() >= endsAt) return ended('failed', `given up: ${words}`);
  const longestMs = outcome === 'unknown' ? limits.sendUnknownMaxMs : Number.POSITIVE_INFINITY;
  const waitMs = Math.min(spread(backoffMs(message.attempts), fraction), longestMs);
  const sendAt = new Date(Math.min(now.getTime() + waitMs, endsAt));
  return { ...basisOf(message, report), sendAt, response: words };
}

function basisOf({ applicationId, id, fence }: Tried, report: SendReport): Settlement {
  return {
    claim: { applicationId, id, fence },
    state: 'waiting',
    sendAt: null,
    counted: true,
    response: report.response,
    outcome: report.outcome,
    relay: report.relay,
    remoteId: null,
  };
}

/** A message whose turn did not come before the process stops: due at once, nothing was tried. */
export function giveBack({ applicationId, id, fence }: Tried, now: Date): Settlement {
  return {
    claim: { applicationId, id, fence },
    state: 'waiting',
    sendAt: now,
    counted: false,
    response: null,
    outcome: 'given-back',
    relay: null,
    remoteId: null,
  };
}

/** A dry run says what it would have done. */
export function dryRun({ applicationId, id, fence }: Tried): Settlement {
  return {
    claim: { applicationId, id, fence },
    state: 'dry-run',
    sendAt: null,
    counted: true,
    response: 'dry run: nothing was sent',
    outcome: 'dry-run',
    relay: null,
    remoteId: null,
  };
}

/** A mail over which one sender after the other dies must not live for ever; null while it may. */
export function refuseDeadly({ abandoned }: Tried): SendReport | null {
  if (abandoned < limits.sendAbandonments) return null;
  return {
    outcome: 'final',
    response: 'given up: earlier attempts never came to an end',
    relay: null,
  };
}
