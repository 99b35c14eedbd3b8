/** The last thing of a page: a list runs by a time, then by id. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** Which page of a list is wanted. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: Place;
}

/** One page of something, and the place after which the next one begins; null: it is the last. */
export interface Page<Item> {
  readonly data: Item[];
  readonly next: Place | null;
}

/** A page out of rows that were asked for one more than it holds. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Place,
  toItem: (row: Row) => Item,
): Page<Item> {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { data: page.map(toItem), next: last === undefined ? null : placeOf(last) };
}
