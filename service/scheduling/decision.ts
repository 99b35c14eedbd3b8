import type { DoubtReason } from './command.ts';
import type { Answer, Attendee, DecidedBy, DurationMinutes, Room } from './room.ts';

/**
 * What a mail is for. The first three carry a calendar object (REQUEST, REQUEST, CANCEL);
 * the others are plain mails.
 */
export const messageKinds = [
  'invitation',
  'update',
  'cancellation',
  'guest-left',
  'decline-confirmed',
  'decline-held',
  'decline-noted',
  'proposal-to-decide',
  'proposal-sent',
  'proposal-declined',
  'proposal-expired',
  'counter-not-understood',
  'delivery-trouble',
  'fresh-link',
  'human-answer',
  'confirm-answer',
  'reminder',
  'answer-reminder',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** One message the decision owes to one person. */
export interface MessageIntent {
  readonly kind: MessageKind;
  /** The recipient as they were when the message was decided. */
  readonly to: Attendee;
  /** The other person (mail shows their first name only); null when there is none. */
  readonly other: Attendee | null;
  readonly sequence: number;
  readonly revision: number;
  /** DTSTAMP, whole seconds. */
  readonly stampedAt: Date;
  /** Not before this time; null: at once. */
  readonly sendAt: Date | null;
  readonly startUtc: Date;
  readonly durationMinutes: DurationMinutes;
  /** The time before this change, when it changed. */
  readonly previous: {
    readonly startUtc: Date;
    readonly durationMinutes: DurationMinutes;
  } | null;
  /** The proposal this mail is about. */
  readonly proposalId: string | null;
  /**
   * Why, in a person's own words (a cancel reason, the comment of a decline); a CounterProblem in
   * `counter-not-understood`.
   */
  readonly reason: string | null;
  /** Whose deed the mail tells of: who called it off or moved it; null when it names nobody. */
  readonly by: DecidedBy | null;
  /** A new time offered for one click, in the answer to a mail written by hand. */
  readonly suggestedStartUtc: Date | null;
  /** What `confirm-answer` asks the recipient to confirm. */
  readonly doubt: Doubt | null;
}

/** An answer or a wish that came in somebody's name and waits for their word. */
export interface Doubt {
  readonly inboundMailId: string;
  readonly because: DoubtReason;
  /** Null for a wish for another time. */
  readonly answer: Answer | null;
  /** The time wished for; null for an answer, and for a time nobody understood. */
  readonly startUtc: Date | null;
  readonly durationMinutes: number | null;
  readonly comment: string | null;
}

/** Why a new time that a calendar proposed could not be used. */
export const counterProblems = [
  'not-understood',
  'not-taken',
  'start-in-past',
  'too-short-notice',
  'duration-not-allowed',
  'too-many-proposals',
] as const;
export type CounterProblem = (typeof counterProblems)[number];

export const eventTypes = [
  'room.created',
  'room.booked',
  'room.rescheduled',
  'room.changed',
  'room.unbooked',
  'room.cancelled',
  'attendee.accepted',
  'attendee.declined',
  'attendee.tentative',
  'attendee.undeliverable',
  'proposal.created',
  'proposal.approved',
  'proposal.declined',
  'proposal.superseded',
  'proposal.expired',
] as const;
export type RoomEventType = (typeof eventTypes)[number];

export interface RoomEvent {
  readonly type: RoomEventType;
  readonly proposalId: string | null;
  /** Whom an `attendee.*` event is about: they may have left the room by it. */
  readonly attendeeId: string | null;
}

/** What was done, for the room's history. */
export const deeds = [
  'created',
  'booked',
  'rescheduled',
  'wording-changed',
  'unbooked',
  'cancelled',
  'answer-recorded',
  'decline-held',
  'decline-undone',
  'sent-again',
  'proposed',
  'proposal-approved',
  'proposal-declined',
  'proposal-expired',
  'counter-parked',
  'link-sent',
  'undeliverable',
  'confirmation-asked',
] as const;
export type Deed = (typeof deeds)[number];

/** Why a command changed nothing though nobody did wrong; recorded for mail and links. */
export const ignoreReasons = [
  'same-time',
  'same-wording',
  'room-open',
  'room-cancelled',
  'session-over',
  'no-longer-invited',
  'not-an-answer',
  'duplicate-answer',
  'superseded-answer',
  'stale-answer',
  'impossible-sequence',
  'sent-again-lately',
  'not-answered-here',
  'proposal-settled',
  'duplicate-proposal',
  'nothing-held',
  'not-due-yet',
  'already-known',
  'unreachable',
] as const;
export type IgnoreReason = (typeof ignoreReasons)[number];

/** Why a command is not allowed. Each is a public problem code (`api/problems.ts`). */
export const refusalReasons = [
  'already-booked',
  'not-booked',
  'room-cancelled',
  'host-is-guest',
  'start-in-past',
  'duration-not-allowed',
  'too-short-notice',
  'time-unchanged',
  'proposal-unknown',
  'own-proposal',
  'counter-not-allowed',
  'too-many-proposals',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/**
 * What `decide` answers. `room` is the room afterwards; the waist stores every difference between
 * it and the room before. An ignored command may still owe a mail (a stale reply is answered with
 * the present REQUEST), so it carries room and messages as well.
 */
export type Decision =
  | {
      readonly outcome: 'changed';
      readonly room: Room;
      readonly messages: readonly MessageIntent[];
      readonly deed: Deed;
      readonly events: readonly RoomEvent[];
      /** Why, in one short phrase or a person's own words; null when the deed says it all. */
      readonly why: string | null;
    }
  | {
      readonly outcome: 'ignored';
      readonly reason: IgnoreReason;
      readonly room: Room;
      readonly messages: readonly MessageIntent[];
    }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };
