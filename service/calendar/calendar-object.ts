import type { Answer } from '../scheduling/room.ts';

/** The methods Parley sends (RFC 5546 §1.4). */
type SentMethod = 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER';

/** One calendar object for exactly one person: all that `write-ics` needs to know. */
export interface CalendarObject {
  readonly method: SentMethod;
  readonly uid: string;
  readonly sequence: number;
  /** DTSTAMP. */
  readonly stampedAt: Date;
  readonly startUtc: Date;
  readonly endUtc: Date;
  /**
   * The IANA name of the recipient's own zone, in which calendars then show the times; null: UTC.
   * A wish only: what cannot be told rightly in the zone goes out in UTC.
   */
  readonly timeZone: string | null;
  readonly summary: string;
  readonly description: string;
  readonly location: string | null;
  readonly url: string | null;
  /** Parley's own mailbox, never a person's: `address` is the recipient's own reply address. */
  readonly organizer: { readonly name: string; readonly address: string };
  readonly attendee: { readonly name: string; readonly address: string; readonly answer: Answer };
  /** False adds X-MICROSOFT-DISALLOW-COUNTER:TRUE. */
  readonly allowCounter: boolean;
}

/** One ATTENDEE line of an inbound calendar object. */
export interface ReadAttendee {
  /** Normalised address (lower case, no `mailto:`). */
  readonly address: string;
  /** The EMAIL= parameter (Apple, iCloud), normalised. */
  readonly email: string | null;
  /** PARTSTAT in upper case; null when the parameter is missing. */
  readonly partstat: string | null;
  readonly sentBy: string | null;
  readonly delegatedTo: string | null;
  readonly delegatedFrom: string | null;
  /** X-RESPONSE-COMMENT or X-COMMENT, decoded. */
  readonly comment: string | null;
}

/** Why a time could not be turned into an instant. */
export type TimeProblem = 'missing' | 'floating' | 'date-only' | 'unknown-zone' | 'impossible';

export interface ReadTime {
  readonly utc: Date | null;
  readonly problem: TimeProblem | null;
}

/**
 * One inbound calendar object, read by our own content-line reader. A problem with a time never
 * hides the answer: `start`, `end` and the originals carry their own problems.
 */
export interface ReadCalendar {
  /** METHOD in upper case (REPLY, COUNTER, REFRESH, …). */
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly stampedAt: Date | null;
  readonly attendees: readonly ReadAttendee[];
  readonly comment: string | null;
  readonly start: ReadTime;
  readonly end: ReadTime;
  /** X-MS-OLK-ORIGINALSTART / -ORIGINALEND ([MS-OXCICAL] §2.1.3.1.1.20.59). */
  readonly originalStart: ReadTime;
  readonly originalEnd: ReadTime;
  readonly hasRecurrenceId: boolean;
  /** ORGANIZER's address, normalised; null when missing, as Exchange leaves it out of replies. */
  readonly organizer: string | null;
  /** The worst REQUEST-STATUS code (RFC 5545 §3.8.8.3), e.g. `3.7`; null when there is none. */
  readonly requestStatus: string | null;
  readonly prodId: string | null;
}

/** What reading one calendar part came to. */
export type CalendarReading =
  | { readonly ok: true; readonly calendar: ReadCalendar }
  | { readonly ok: false; readonly problem: CalendarProblem; readonly detail: string };

export type CalendarProblem =
  | 'too-large'
  | 'not-a-calendar'
  | 'truncated'
  | 'several-calendars'
  | 'several-events'
  | 'conflict'
  | 'no-method'
  | 'no-uid'
  | 'no-event';
