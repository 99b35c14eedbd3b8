import type { Purpose } from '../links/purpose.ts';
import type { DoubtReason } from '../scheduling/command.ts';
import type { MessageKind } from '../scheduling/decision.ts';
import type { Answer, DecidedBy, Role } from '../scheduling/room.ts';

/** How an application wants its mails to look (rules.md, Settings). */
export interface Brand {
  readonly productName: string | null;
  readonly color: string | null;
  readonly logoUrl: string | null;
  readonly supportEmail: string | null;
}

/** A link as an outbox row holds it: everything but the token, which is made when rendering. */
export interface FrozenLink {
  readonly id: string;
  readonly purpose: Purpose;
  readonly keyId: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/**
 * Everything a mail depends on, frozen in the outbox row as JSON (times are RFC 3339 strings).
 * `write-mail` is a pure function of these facts and the signing secrets, so every attempt sends
 * the same mail and no live token is at rest.
 */
export interface MailFacts {
  readonly kind: MessageKind;
  /**
   * Version of the wording in `mail/`: rows of version 1, from before people were written to in
   * their own language, lack the facts named below and are worded as their facts allow.
   */
  readonly wordingVersion: 1 | 2;
  readonly messageId: string;
  /** Message-ID of the first mail about this room to this person; null when this is the first. */
  readonly inReplyTo: string | null;
  /** The Date header. */
  readonly date: string;
  readonly fromAddress: string;
  /** Domain of reply and bounce addresses. */
  readonly inboundDomain: string;
  /** Base of all links, without a trailing slash. */
  readonly publicUrl: string;
  readonly application: { readonly organizerName: string; readonly brand: Brand };
  readonly recipient: {
    readonly attendeeId: string;
    readonly role: Role;
    readonly name: string;
    readonly email: string;
    /** Empty when it is not known. */
    readonly timeZone: string;
    readonly locale: string;
    readonly answer: Answer;
    /** Which secret the person's reply address was derived with. */
    readonly replyKeyId: string;
  };
  /** The other person: first name only, never more (rules.md, Privacy). */
  readonly otherFirstName: string | null;
  /** Where the other person's clock is; only its hours and offset are ever told. */
  readonly otherTimeZone?: string | null;
  /** The zone of the application's sessions, for readers whose own is not known. */
  readonly roomTimeZone?: string;
  readonly sessionName: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly joinUrl: string | null;
  readonly icsUid: string;
  readonly sequence: number;
  readonly stampedAt: string;
  readonly startUtc: string;
  readonly durationMinutes: number;
  readonly previous: { readonly startUtc: string; readonly durationMinutes: number } | null;
  readonly proposal: {
    readonly proposedByRecipient: boolean;
    readonly startUtc: string;
    readonly durationMinutes: number;
    readonly note: string | null;
  } | null;
  readonly reason: string | null;
  /** Whose deed the mail tells of. */
  readonly by?: DecidedBy | null;
  readonly allowCounter: boolean;
  /** Whether the calendar entry is in the recipient's zone; rows older than this lack it: UTC. */
  readonly calendarZones?: 'utc' | 'vtimezone';
  /** Tells the recipient's calendar as well that the time it proposed was refused. */
  readonly declinesCounter?: boolean;
  /** A new time offered for one click; rows older than this wording lack it. */
  readonly suggestedStartUtc?: string | null;
  /** What the recipient is asked to confirm; rows older than this wording lack it. */
  readonly doubt?: {
    readonly because: DoubtReason;
    readonly answer: Answer | null;
    readonly startUtc: string | null;
    readonly durationMinutes: number | null;
    readonly comment: string | null;
  } | null;
  readonly links: readonly FrozenLink[];
  /** The outbox row; the bounce address is derived from it with `bounceKeyId`. */
  readonly outboxId: string;
  readonly bounceKeyId: string;
}

/** A finished mail, with what the outbox and the development mailbox want to know of it. */
export interface WrittenMail {
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly subject: string;
  readonly raw: Buffer;
}
