import type { Queryable } from '../db/transaction.ts';
import { type Ledger, viewLedger } from '../ops/ledger-views.ts';
import { type ListName, listNames } from './work-lists.ts';
import { countWork } from './work-views.ts';

export interface Overview extends Ledger {
  /** How many things each list has; 10001 stands for more than can be counted. */
  readonly lists: Readonly<Record<ListName, number>>;
  /** Mails that came in and are not read yet, and for how long the oldest waits. */
  readonly unreadMails: number;
  readonly unreadOldestSeconds: number;
  readonly workers: number;
}

/** What is stuck, now, over all applications. */
export async function viewOverview(q: Queryable, now: Date): Promise<Overview> {
  const counts = listNames.map(async (name) => [name, await countWork(q, name, now)] as const);
  const [ledger, rest, ...lists] = await Promise.all([
    viewLedger(q, now),
    viewRest(q, now),
    ...counts,
  ]);
  return {
    ...ledger,
    ...rest,
    lists: Object.fromEntries(lists) as Record<ListName, number>,
  };
}

type Rest = Pick<Overview, 'unreadMails' | 'unreadOldestSeconds' | 'workers'>;

async function viewRest(q: Queryable, now: Date): Promise<Rest> {
  const { rows } = await q.query<Rest>(
    `select unread.count as "unreadMails",
       greatest(0, coalesce(extract(epoch from $1::timestamptz - unread.oldest), 0))::float8
         as "unreadOldestSeconds",
       (select count(*)::int from workers) as workers
     from (select count(*)::int as count, min(received_at) as oldest
       from imip_messages where read_at is null) unread`,
    [now],
  );
  if (rows[0] === undefined) throw new Error('the overview returned no row');
  return rows[0];
}
