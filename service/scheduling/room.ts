/**
 * A room as the rules see it: plain data, no identity of the outside world but ids.
 * Everything here is immutable; a command leads to a new room.
 */

export type Role = 'host' | 'guest';

export type RoomStatus = 'open' | 'booked' | 'cancelled';

/** The value of a person's reply (PARTSTAT, RFC 5545 §3.2.12). */
export type Answer = 'needs-action' | 'accepted' | 'declined' | 'tentative';

/** The session lengths a room may have, in minutes. */
export const durations = [30, 60, 90] as const;
export type DurationMinutes = (typeof durations)[number];

/** Who somebody is, as the host application told us. */
export interface Person {
  readonly name: string;
  readonly email: string;
  /** IANA zone name; null when unknown. */
  readonly timeZone: string | null;
  /** BCP 47 language tag; null when unknown. */
  readonly locale: string | null;
}

/** The order of a reply against the ones before it (RFC 5546 §2.1.5). */
export interface LastReply {
  readonly sequence: number;
  /** min(DTSTAMP, received): a sender's clock cannot reach into our future. */
  readonly at: Date;
  readonly answer: Answer;
}

/** A decline that was recorded and is acted on at `until`, unless the hold ends before. */
interface HeldDecline {
  readonly until: Date;
  readonly comment: string | null;
}

export interface Attendee extends Person {
  readonly id: string;
  readonly role: Role;
  readonly answer: Answer;
  readonly comment: string | null;
  /** False after mail to this person was finally refused or bounced for good. */
  readonly reachable: boolean;
  /** SEQUENCE of the REQUEST that began the present stay; null while none was owed. */
  readonly invitedSequence: number | null;
  readonly lastReply: LastReply | null;
  /** When this person was last sent the present REQUEST again because they asked or were stale. */
  readonly resentAt: Date | null;
  /** When this person was last mailed a fresh link in the place of an expired one. */
  readonly linkSentAt: Date | null;
  /** When a mail this person wrote by hand was last answered. */
  readonly humanAnsweredAt: Date | null;
  readonly heldDecline: HeldDecline | null;
  /** Other addresses this person answered from and proved, or confirmed, to be theirs. */
  readonly aliases: readonly string[];
  /** When this person was last asked whether an answer that came in their name is theirs. */
  readonly confirmAskedAt: Date | null;
  /** How many new times this person asked for since `since`; a day's share is limited. */
  readonly proposalsMade: { readonly since: Date; readonly count: number } | null;
}

export type ProposalSource = 'page' | 'mail' | 'api';
export type ProposalStatus = 'pending' | 'approved' | 'declined' | 'superseded' | 'expired';
/** Who settled a proposal: a person, the host application, or time itself (null). */
export type DecidedBy = Role | 'application';

export interface Proposal {
  readonly id: string;
  readonly attendeeId: string;
  readonly proposedBy: Role;
  readonly source: ProposalSource;
  readonly startUtc: Date;
  readonly durationMinutes: DurationMinutes;
  readonly note: string | null;
  readonly status: ProposalStatus;
  /** The room's SEQUENCE when the proposal was made; approval is guarded by it. */
  readonly madeAtSequence: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: DecidedBy | null;
}

export interface Wording {
  /** Null: the application's own session name is used. */
  readonly sessionName: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly joinUrl: string | null;
}

export interface Room extends Wording {
  readonly id: string;
  /** UID (RFC 5545 §3.8.4.7): constant for the room's whole life. */
  readonly icsUid: string;
  readonly status: RoomStatus;
  /** SEQUENCE (RFC 5545 §3.8.7.4) of the last change that sent calendar objects. */
  readonly icsSequence: number;
  /** The last SEQUENCE at which the time changed. */
  readonly majorSequence: number;
  /** Raised by messages that repeat a SEQUENCE (new wording, sent again); 0 for a new SEQUENCE. */
  readonly revision: number;
  /** Whether any calendar object was ever owed for this room. */
  readonly announced: boolean;
  /** The last DTSTAMP given out; strictly rising, whole seconds. Null while none was. */
  readonly stampedAt: Date | null;
  /** When its people were asked for their answer to the present time; null while they were not. */
  readonly askedAt: Date | null;
  readonly startUtc: Date;
  readonly durationMinutes: DurationMinutes;
  readonly host: Attendee;
  readonly guest: Attendee | null;
  /** Guests who left: their late replies are recognised, and a return keeps their address. */
  readonly formerGuests: readonly Attendee[];
  /** All pending proposals, and any other one the command names. */
  readonly proposals: readonly Proposal[];
  readonly cancelledAt: Date | null;
  readonly cancelledBecause: string | null;
}

/** The rules an application chose (rules.md, Settings). */
export interface Rules {
  readonly declineRule: 'strict' | 'soft';
  readonly declineHoldSeconds: number;
  readonly proposalTtlHours: number;
  readonly allowCounter: boolean;
  /** How far ahead a proposed start must be, in minutes; 0: anywhere in the future. */
  readonly minimumNoticeMinutes: number;
  /** Each reminder's time before the start, in minutes. */
  readonly reminderMinutes: readonly number[];
  /** After how long people who have not answered are asked to; null: never. */
  readonly unansweredReminderHours: number | null;
  /** Whether a mail written by hand is answered with the sender's own reschedule link. */
  readonly answerHumanMail: boolean;
}
