export type CalendarClient = 'gmail' | 'outlook' | 'apple' | 'thunderbird';

/** What a person answers in their calendar, and everything the mail depends on. */
export interface SimulatedReply {
  readonly client: CalendarClient;
  readonly method: 'REPLY' | 'COUNTER' | 'REFRESH';
  /** PARTSTAT; absent for a REFRESH. */
  readonly answer?: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | 'NEEDS-ACTION';
  /** The calendar text that was received. */
  readonly invitation: string;
  /** Who answers; another than the invited person when the invitation was forwarded. */
  readonly from: { readonly name: string; readonly address: string };
  /** The reply address. */
  readonly to: string;
  readonly proposedStartUtc?: Date;
  readonly proposedEndUtc?: Date;
  readonly comment?: string;
  /** Another SEQUENCE than the invitation's. */
  readonly sequence?: number;
  readonly stampedAt: Date;
  /** With its angle brackets. */
  readonly messageId: string;
}
