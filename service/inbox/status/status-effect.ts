import type { RejectReason, StatusWord } from './status-event.ts';

/** What a report says, as far as it can change anything. */
export interface ReportedStatus {
  readonly status: StatusWord;
  readonly rejectReason: RejectReason | null;
  readonly lasting: boolean;
  readonly code: string | null;
}

/**
 * - `delivered`: the message arrived.
 * - `bounced`: it did not, and no later one will: its address is to blame.
 * - `failed`: the provider did not send it, for what it is and not for whom.
 * - `complained`: its reader calls it spam.
 * - null: nothing changes. Whatever may pass (delays, full mailboxes, blocks) is only counted.
 */
export type StatusEffect = 'delivered' | 'bounced' | 'failed' | 'complained' | null;

export function effectOf({ status, lasting }: ReportedStatus): StatusEffect {
  switch (status) {
    case 'delivered':
    case 'complained':
      return status;
    case 'bounced':
      return lasting ? 'bounced' : null;
    case 'rejected':
    case 'failed':
      return lasting ? 'bounced' : 'failed';
    default:
      return null;
  }
}

/** The class it is counted in as a bounce; null: it is none. */
export function bounceClassOf(
  reported: ReportedStatus,
): 'permanent' | 'temporary' | 'complaint' | 'rejected' | null {
  switch (effectOf(reported)) {
    case 'bounced':
      return 'permanent';
    case 'complained':
      return 'complaint';
    case 'failed':
      return 'rejected';
    default:
      return ['bounced', 'deferred'].includes(reported.status) ? 'temporary' : null;
  }
}

/** Why, for people: our word and a code. The far server's words may hold addresses. */
export function reasonOf({ status, rejectReason, code }: ReportedStatus): string {
  if (status === 'complained') return status;
  const because = /^[245](\.\d{1,3}\.\d{1,3}|\d\d)$/.test(code ?? '') ? code : rejectReason;
  return because === null ? status : `${status} (${because})`;
}
