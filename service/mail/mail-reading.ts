import type { CalendarProblem, ReadCalendar } from '../calendar/calendar-object.ts';
import type { MailAuthentication } from './mail-authentication.ts';

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
  /** Address of the Sender header, normalised: calendar services name themselves there. */
  readonly sender: string | null;
  /** Addresses of the Reply-To header, normalised. */
  readonly replyTo: readonly string[];
  /** Message-IDs of In-Reply-To and References, nearest first, capped. */
  readonly references: readonly string[];
  readonly subject: string | null;
  /** Auto-Submitted ≠ no, Precedence bulk/list/junk, List-* headers, or a null sender. */
  readonly automatic: boolean;
  /** First lines of the text body, trimmed and capped; hostile text. */
  readonly text: string | null;
  /**
   * The one new time the writer's own words plainly ask for ("can we do Thursday 3pm?"); null when
   * there is none, more than one, or it may be read in two ways. For `human` only.
   */
  readonly suggestedStartUtc: Date | null;
  /** What more is known of the kind: a receipt, a vacation, a challenge, a sealed answer … */
  readonly kindDetail: KindDetail | null;
  /** For `calendar`: the one calendar object of the mail … */
  readonly calendar: ReadCalendar | null;
  /** … or why none could be taken from it. */
  readonly problem: CalendarProblem | 'methods-differ' | 'parts-differ' | null;
  readonly problemDetail: string | null;
  /** For `report`: what it says, and the Message-ID of the mail it is about. */
  readonly recipients: readonly ReportedRecipient[];
  readonly originalMessageId: string | null;
  /** For `report` and `complaint`: ORGANIZER of the calendar object it gives back. */
  readonly originalOrganizer: string | null;
  /** Null when nobody checked. */
  readonly authentication: MailAuthentication | null;
}

/** `receipt`: an MDN (RFC 8098). `sealed`: encrypted, or in a wrapping only one program opens. */
export type KindDetail = 'receipt' | 'vacation' | 'challenge' | 'list' | 'sealed';

/** What reading a mail by hand needs to know of who wrote it, to understand "Thursday 3pm". */
export interface Writer {
  readonly timeZone: string;
  readonly locale: string;
  /** The session as it is planned now. */
  readonly sessionStartUtc: Date;
  readonly receivedAt: Date;
}
