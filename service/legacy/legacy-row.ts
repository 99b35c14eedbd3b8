/** One row of the old table, each value as the database writes it; longer ones are cut. */
export interface LegacyRow {
  readonly id: string | null;
  readonly hostId: string | null;
  readonly guestId: string | null;
  /** Of each column that may tell the start, the preferred one first. */
  readonly starts: readonly (string | null)[];
  readonly icsUid: string | null;
  readonly duration: string | null;
  readonly sequence: string | null;
  readonly status: string | null;
}

/** One row of the table of people. */
export interface LegacyPerson {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly timeZone: string | null;
  readonly locale: string | null;
}

/** Why a row is left where it is. Part of every report: a code never changes its meaning. */
export const leftReasons = [
  'id-missing',
  'id-duplicate',
  'id-unusable',
  'host-missing',
  'host-unknown',
  'host-ambiguous',
  'host-address',
  'host-name',
  'guest-unknown',
  'guest-ambiguous',
  'guest-address',
  'guest-name',
  'host-is-guest',
  'time-missing',
  'time-unreadable',
  'uid-too-long',
  'uid-unusable',
  'uid-duplicate',
  'uid-of-another-application',
  'status-unknown',
  'booked-without-guest',
  'open-with-guest',
  'refused-by-database',
] as const;
export type LeftReason = (typeof leftReasons)[number];

/** What of a row could not be used and was replaced by the default. */
export const noteCodes = [
  'uid-made',
  'duration-replaced',
  'sequence-replaced',
  'zone-dropped',
  'locale-dropped',
] as const;
export type Note = (typeof noteCodes)[number];

/** What became of one row. */
export type RowFate =
  | { readonly outcome: 'brought-in'; readonly roomId: string; readonly notes: readonly Note[] }
  | { readonly outcome: 'would-come-in'; readonly notes: readonly Note[] }
  | { readonly outcome: 'brought-in-before'; readonly roomId: string }
  /** The application has a room of this UID that came another way. */
  | { readonly outcome: 'already-here'; readonly roomId: string }
  | { readonly outcome: 'skipped'; readonly reason: 'before-since' }
  | { readonly outcome: 'left'; readonly reason: LeftReason };
