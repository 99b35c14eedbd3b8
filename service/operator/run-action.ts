import type { Place } from '../db/page.ts';
import { inTransaction, type Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { act, taskOf } from './act.ts';
import {
  type BatchEnd,
  beginAction,
  type HeldAction,
  holdAction,
  type NewAction,
  recordBatch,
} from './action-store.ts';
import { type ActionView, viewAction } from './action-views.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { findTargets, type Target } from './target-views.ts';
import { type ActionName, kindOf } from './work-lists.ts';
import { listWork } from './work-views.ts';

/** An action as somebody asked for it; its id makes it one, however often it is asked for. */
export type Order = NewAction & { readonly action: ActionName };

/** Work at one action in one request; what is left then is done by the next one. */
const patienceMs = 8_000;

/**
 * Does what was ordered, a batch in each transaction, until it is done or the patience is over. An
 * order of an id that was given before is the same order: it goes on where that one stands, and
 * changes nothing when that one is done.
 */
export async function runAction(deps: OperatorDeps, order: Order): Promise<ActionView> {
  const { pool } = deps.database;
  const untilMs = deps.clock.now().getTime() + patienceMs;
  let isFinished = false;
  while (!isFinished && deps.clock.now().getTime() < untilMs) {
    const next = await inTransaction(deps.database, 'operator-action', (tx) =>
      runBatch(deps, tx, order, 'goes-on'),
    );
    isFinished = next === null;
    ring(deps, order.action);
  }
  const view = await viewAction(pool, order.id);
  if (view === null) throw new Error(`action ${order.id} was just done`);
  return view;
}

/**
 * Does one batch of an order, which it notes first; answers the place behind which more is left,
 * null when nothing is. An order that is `all` ends with this batch: what is left is another one's.
 */
export async function runBatch(
  deps: OperatorDeps,
  tx: Tx,
  order: Order,
  then: 'goes-on' | 'all',
): Promise<Place | null> {
  await beginAction(tx, order);
  const held = await holdAction(tx, order.id);
  if (held.isFinished) return null;
  const { targets, next } = await findBatch(deps, tx, held);
  const refusals: Record<string, number> = {};
  let done = 0;
  const since = typeof held.detail.since === 'string' ? new Date(held.detail.since) : null;
  const context = { requestId: held.requestId, since };
  for (const target of targets) {
    const refusal = await act(deps, tx, held.action, target, context);
    if (refusal === null) done += 1;
    else refusals[refusal] = (refusals[refusal] ?? 0) + 1;
  }
  const missing = held.list === null ? held.ids.length - targets.length : 0;
  if (missing > 0) refusals.unknown = (refusals.unknown ?? 0) + missing;
  const end: BatchEnd = { done, refusals, next: then === 'all' ? null : next };
  await recordBatch(tx, order.id, end, deps.clock.now());
  return next;
}

/** Wakes who goes on with what an action began; call it after the commit. */
export function ring(deps: OperatorDeps, action: ActionName): void {
  const task = taskOf[action];
  if (task !== null) deps.doorbell.ring(task);
}

async function findBatch(
  deps: OperatorDeps,
  tx: Tx,
  { action, list, ids, applicationId, at, after }: HeldAction,
): Promise<{ readonly targets: readonly Target[]; readonly next: Place | null }> {
  // Rooms are locked one after the other, always in the same order.
  if (list === null)
    return { targets: inOrder(await findTargets(tx, kindOf[action], ids)), next: null };
  const page = await listWork(tx, list, deps.clock.now(), {
    limit: limits.operatorBatch,
    notAfter: at,
    ...(applicationId !== null && { applicationId }),
    ...(after !== null && { cursor: after }),
  });
  return { targets: inOrder(page.data), next: page.next };
}

const inOrder = (targets: readonly Target[]): Target[] =>
  [...targets].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ roomId, id }: Target): string => `${roomId ?? ''} ${id}`;
