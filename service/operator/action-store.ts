import type { Place } from '../db/page.ts';
import type { Tx } from '../db/transaction.ts';
import type { ActionName, ListName } from './work-lists.ts';

/** What is noted of an action when it begins. */
export interface NewAction {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly door: 'page' | 'api';
  readonly action: ActionName | 'sign-in' | 'sign-out';
  readonly list: ListName | null;
  readonly ids: readonly string[];
  readonly applicationId: string | null;
  readonly matched: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Behind which of the list it begins; null: at its beginning. */
  readonly after: Place | null;
}

/** An action that goes on: what it was begun with, and how far it is. */
export interface HeldAction {
  readonly at: Date;
  readonly actor: string;
  readonly action: ActionName;
  readonly list: ListName | null;
  readonly ids: readonly string[];
  readonly applicationId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly after: Place | null;
  readonly isFinished: boolean;
}

/** What one batch came to. */
export interface BatchEnd {
  readonly done: number;
  /** How many were left as they are, by why. */
  readonly refusals: Readonly<Record<string, number>>;
  /** The place behind which the list goes on; null: this was the last batch. */
  readonly next: Place | null;
}

/** Notes an action that begins now, unless one of this id did before. */
export async function beginAction(tx: Tx, action: NewAction): Promise<void> {
  await tx.query(
    `insert into operator_actions (id, at, actor, door, action, list, ids, application_id, matched,
       detail, request_id, after_at, after_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (id) do nothing`,
    [
      ...[action.id, action.at, action.actor, action.door, action.action, action.list, action.ids],
      ...[action.applicationId, action.matched, JSON.stringify(action.detail), action.requestId],
      ...[action.after?.at ?? null, action.after?.id ?? null],
    ],
  );
}

interface HeldRow extends Omit<HeldAction, 'after'> {
  readonly afterAt: Date | null;
  readonly afterId: string | null;
}

/** Reads an action and holds it until the commit: its batches go one after the other. */
export async function holdAction(tx: Tx, id: string): Promise<HeldAction> {
  const { rows } = await tx.query<HeldRow>(
    `select at, actor, action, list, ids, application_id as "applicationId", detail,
       request_id as "requestId", after_at as "afterAt", after_id as "afterId",
       finished_at is not null as "isFinished"
     from operator_actions where id = $1 for update`,
    [id],
  );
  if (rows[0] === undefined) throw new Error(`action ${id} was just noted`);
  const { afterAt, afterId, ...held } = rows[0];
  return { ...held, after: afterAt && afterId ? { at: afterAt, id: afterId } : null };
}

/** Adds a batch to what an action came to, and ends it with its last one. */
export async function recordBatch(tx: Tx, id: string, end: BatchEnd, now: Date): Promise<void> {
  const refused = Object.values(end.refusals).reduce((sum, count) => sum + count, 0);
  await tx.query(
    `update operator_actions set
       done = done + $2,
       refused = refused + $3,
       refusals = (select coalesce(jsonb_object_agg(code, n), '{}') from (
         select code, sum(n::int) as n from (
           select key as code, value as n from jsonb_each_text(refusals)
           union all select key, value from jsonb_each_text($4::jsonb)) both_of
         group by code) summed),
       after_at = $5, after_id = $6,
       finished_at = case when $6::uuid is null then $7::timestamptz end
     where id = $1`,
    [
      ...[id, end.done, refused, JSON.stringify(end.refusals)],
      ...[end.next?.at ?? null, end.next?.id ?? null, now],
    ],
  );
}
