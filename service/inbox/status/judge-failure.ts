import { refineStatus } from '../../mail/reports/bounce-words.ts';
import { isLastingStatus } from '../interpret-report.ts';

/** What a provider says of a failure. */
export interface FailureReport {
  /**
   * `address`: it names the mailbox as the cause, or sends nothing there any more. `permanent`,
   * `temporary`: in its own judgement, which also counts refusals of this one mail.
   */
  readonly told: 'address' | 'permanent' | 'temporary' | 'nothing';
  readonly code: string | null;
  /** The far server's words. */
  readonly words: string;
}

/** Codes that say no more than that it is over. */
const vague = /^5\.(0\.\d+|[1345]\.0)$/;

/**
 * Whether a failure is about the mailbox itself, by the same codes as a bounce by mail. Where the
 * far server says why, its word counts for more than a provider's «permanent»: that is also said
 * of a mail refused for its looks.
 */
export function isLasting({ told, code, words }: FailureReport): boolean {
  if (told === 'address') return true;
  if (told === 'temporary') return false;
  const status = refineStatus(code?.includes('.') ? code : null, words);
  if (status !== null && !vague.test(status)) return isLastingStatus(status);
  return told === 'permanent' && !code?.startsWith('4');
}
