import type { PageQuery, Place } from '../db/page.ts';
import { readCursor } from './cursor.ts';
import { createFieldChecks } from './field-checks.ts';

/** A list's query, after the document's defaults and coercions were applied to it. */
type WrittenQuery<Query> = Omit<Query, 'from' | 'to' | 'cursor'> & {
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
};

interface TimedQuery extends PageQuery {
  readonly from?: Date;
  readonly to?: Date;
}

/**
 * The query of a list as its view wants it: times and the place after which to go on are read,
 * everything else is as it came. Throws a problem naming each that cannot be used.
 */
export function readListQuery<Query extends TimedQuery>(query: object): Query {
  const { from, to, cursor, ...rest } = query as WrittenQuery<Query>;
  const checks = createFieldChecks(() => true);
  const place: Place | undefined = cursor === undefined ? undefined : readCursor(cursor);
  const read = {
    ...rest,
    ...(from !== undefined && { from: checks.time('query.from', from) }),
    ...(to !== undefined && { to: checks.time('query.to', to) }),
    ...(place !== undefined && { cursor: place }),
  };
  checks.done();
  return read as unknown as Query;
}
