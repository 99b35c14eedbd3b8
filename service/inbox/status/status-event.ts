/** Who reports: a provider of ours, or the operator's own program in our own words. */
export const providers = ['generic', 'ses', 'postmark', 'sendgrid', 'mailgun', 'resend'] as const;
export type Provider = (typeof providers)[number];

/**
 * What happened to a mail, in the words of django-anymail. `failed`, `rejected`: it never left the
 * provider. `unknown`: a report nobody has a word for stays one.
 */
export const statusWords = [
  'queued',
  'sent',
  'rejected',
  'failed',
  'bounced',
  'deferred',
  'delivered',
  'autoresponded',
  'complained',
  'unsubscribed',
  'unknown',
] as const;
export type StatusWord = (typeof statusWords)[number];

/** Why it was bounced or rejected, in the same words. */
export const rejectReasons = [
  'invalid',
  'bounced',
  'timed_out',
  'blocked',
  'spam',
  'unsubscribed',
  'other',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/** One thing a provider reports about one recipient of one mail. */
export interface StatusEvent {
  readonly provider: Provider;
  /** The same for the same report however often it comes. */
  readonly eventKey: string;
  readonly status: StatusWord;
  readonly rejectReason: RejectReason | null;
  /** A failure that is about the mailbox itself: no later mail will arrive either. */
  readonly lasting: boolean;
  /** The far server's code, the enhanced one (RFC 3463) when there is one. */
  readonly code: string | null;
  /** Null: the report does not say. */
  readonly occurredAt: Date | null;
  readonly recipient: string | null;
  /** Our Message-ID with its brackets. */
  readonly messageId: string | null;
  /** The mail's envelope sender, which is the message's own bounce address. */
  readonly envelopeFrom: string | null;
  /** What the provider may have called the mail when it took it. */
  readonly remoteIds: readonly string[];
  /** The report as it came. */
  readonly payload: unknown;
}

/** What is the same in every provider's reading; the rest is what it says. */
export const blankEvent = {
  rejectReason: null,
  lasting: false,
  code: null,
  occurredAt: null,
  recipient: null,
  messageId: null,
  envelopeFrom: null,
  remoteIds: [],
} as const satisfies Partial<StatusEvent>;
