/** How long things are kept, in days (deploy/keeping.md says what each is needed for). */
export interface KeepTimes {
  /** The bytes of mails that came in, from their receipt. */
  readonly rawMailDays: number;
  /** Mails in and out and links, from the end of their session. */
  readonly mailDays: number;
  readonly eventDays: number;
  /** Rooms with their history, from the end of their session. */
  readonly roomDays: number;
}
