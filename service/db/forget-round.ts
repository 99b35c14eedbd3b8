/** One small step of a clean-up. */
export interface ForgetRound {
  /** Only what is older than this. */
  readonly before: Date;
  /** Behind the last row that was looked at; null: from the oldest on. */
  readonly after: Place | null;
  /** Rows that are looked at, at most. */
  readonly most: number;
}

/** Where a row stands in the order of age; the time as text, to the microsecond. */
export interface Place {
  readonly at: string;
  readonly id: string;
}

export interface Forgotten {
  readonly removed: number;
  /** Where to go on; null when nothing as old is left to look at. */
  readonly next: Place | null;
}

/** The values `$1` to `$4` of a statement that has `seenFrom`. */
export const roundValues = ({ before, after, most }: ForgetRound): unknown[] => [
  before,
  after?.at ?? null,
  after?.id ?? null,
  most,
];

/** The condition and order by which a statement looks at the next rows, oldest first. */
export const nextOldest = (at: string): string => `${at} < $1
  and ($2::timestamptz is null or (${at}, id) > ($2, $3::uuid))
  order by ${at}, id limit $4`;

/** What a statement selects that has the steps `seen (id, at)` and `gone`. */
export const selectForgotten = `select (select count(*)::int from gone) as removed,
  (select count(*)::int from seen) as looked, last.at, last.id
  from (select 1) one
  left join (select at::text as at, id from seen order by seen.at desc, seen.id desc limit 1) last
    on true`;

export interface ForgottenRow {
  readonly removed: number;
  readonly looked: number;
  readonly at: string | null;
  readonly id: string | null;
}

/** Reads what `selectForgotten` selected. */
export function toForgotten([row]: readonly ForgottenRow[], { most }: ForgetRound): Forgotten {
  if (row === undefined) throw new Error('a clean-up told nothing');
  const { removed, looked, at, id } = row;
  const isOver = looked < most || at === null || id === null;
  return { removed, next: isOver ? null : { at, id } };
}
