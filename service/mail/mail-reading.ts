import type { CalendarProblem, ReadCalendar } from '../calendar/calendar-object.ts';

/** One recipient block of a delivery report (RFC 3464 §2.3). */
export interface ReportedRecipient {
  readonly address: string | null;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** Enhanced status code (RFC 3463), e.g. `5.1.1`. */
  readonly status: string | null;
  readonly diagnostic: string | null;
}

/**
 * One inbound mail, read. It crosses a process border, so it is plain data (dates, strings,
 * arrays). Exactly one `kind`; a calendar part is looked for before anything else but a report.
 */
export interface MailReading {
  readonly kind: 'report' | 'complaint' | 'calendar' | 'automatic' | 'human' | 'unreadable';
  readonly messageId: string | null;
  /** Addresses of the From header, normalised; more than one is suspicious. */
  readonly from: readonly string[];
  readonly subject: string | null;
  /** Auto-Submitted ≠ no, Precedence bulk/list/junk, List-* headers, or a null sender. */
  readonly automatic: boolean;
  /** First lines of the text body, trimmed and capped; hostile text. */
  readonly text: string | null;
  /** For `calendar`: the one calendar object of the mail … */
  readonly calendar: ReadCalendar | null;
  /** … or why none could be taken from it. */
  readonly problem: CalendarProblem | 'methods-differ' | 'parts-differ' | null;
  readonly problemDetail: string | null;
  /** For `report`: what it says, and the Message-ID of the mail it is about. */
  readonly recipients: readonly ReportedRecipient[];
  readonly originalMessageId: string | null;
}
