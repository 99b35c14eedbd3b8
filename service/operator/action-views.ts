import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';

/** One thing an operator did. */
export interface ActionView {
  readonly id: string;
  readonly at: string;
  /** The name they gave. */
  readonly actor: string;
  readonly door: 'page' | 'api';
  readonly action: string;
  /** All of this list was meant; null: the things named in `ids`. */
  readonly list: string | null;
  readonly ids: readonly string[];
  readonly applicationId: string | null;
  readonly matched: number;
  readonly done: number;
  readonly refused: number;
  /** How many were left as they are, by why. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly requestId: string;
  /** Null while some of it is still to be done. */
  readonly finishedAt: string | null;
}

interface ActionRow extends Omit<ActionView, 'at' | 'finishedAt'> {
  readonly at: Date;
  readonly finishedAt: Date | null;
}

const columns = `id, at, actor, door, action, list, ids, application_id as "applicationId", matched,
  done, refused, refusals, request_id as "requestId", finished_at as "finishedAt"`;

const toView = (row: ActionRow): ActionView => ({
  ...row,
  at: row.at.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** One page of what operators did, newest first. */
export async function listActions(
  q: Queryable,
  { cursor, limit }: PageQuery,
): Promise<Page<ActionView>> {
  const { rows } = await q.query<ActionRow>(
    `select ${columns} from operator_actions
     where $1::timestamptz is null or (at, id) < ($1, $2::uuid)
     order by at desc, id desc limit $3`,
    [cursor?.at ?? null, cursor?.id ?? null, limit + 1],
  );
  return cutPage(rows, limit, ({ at, id }) => ({ at, id }), toView);
}

/** One action; null when there is none of this id. */
export async function viewAction(q: Queryable, id: string): Promise<ActionView | null> {
  const { rows } = await q.query<ActionRow>(
    `select ${columns} from operator_actions where id = $1`,
    [id],
  );
  return rows[0] ? toView(rows[0]) : null;
}
