/** `outlook`: by way of an Exchange server; `outlook-desktop`: the program alone, by SMTP. */
export type CalendarClient =
  | 'gmail'
  | 'outlook'
  | 'outlook-desktop'
  | 'apple'
  | 'icloud'
  | 'thunderbird'
  | 'korganizer';

/** What a person answers in their calendar, and everything the mail depends on. */
export interface SimulatedReply {
  readonly client: CalendarClient;
  readonly method: 'REPLY' | 'COUNTER' | 'REFRESH';
  /** PARTSTAT; absent for a REFRESH. */
  readonly answer?: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | 'NEEDS-ACTION' | 'DELEGATED';
  /** The calendar text that was received. */
  readonly invitation: string;
  /** Who answers; another than the invited person when the invitation was forwarded. */
  readonly from: { readonly name: string; readonly address: string };
  /** The reply address. */
  readonly to: string;
  /** The address on the ATTENDEE line, when it is another one than the sender's. */
  readonly attendeeAddress?: string;
  /** Who is to come instead (RFC 5546 §3.2.2.3). */
  readonly delegatedTo?: string;
  /** In whose place the sender comes. */
  readonly delegatedFrom?: string;
  /** Another UID than the invitation's. */
  readonly uid?: string;
  readonly proposedStartUtc?: Date;
  readonly proposedEndUtc?: Date;
  readonly comment?: string;
  /** Another SEQUENCE than the invitation's. */
  readonly sequence?: number;
  /** What Exchange counts by itself, when that differs from its SEQUENCE. */
  readonly exchangeSequence?: number;
  readonly stampedAt: Date;
  /** With its angle brackets. */
  readonly messageId: string;
}
