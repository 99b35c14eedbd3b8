import type { Answer } from '../api/answer.ts';
import { answerChange, type ChangeRequest } from '../api/answer-change.ts';
import { readCursor, writeCursor } from '../api/cursor.ts';
import { createFieldChecks, parseTime } from '../api/field-checks.ts';
import { ProblemError } from '../api/problems.ts';
import { viewAction } from './action-views.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { type Order, ring, runBatch } from './run-action.ts';
import { type ActionName, type ListName, workLists } from './work-lists.ts';
import { countWork } from './work-views.ts';

/** `NewOperatorAction` of the document. */
interface NewOperatorAction {
  readonly action: ActionName;
  readonly by: string;
  readonly ids?: readonly string[];
  readonly everyIn?: ListName;
  readonly applicationId?: string;
  readonly cursor?: string;
  readonly since?: string;
}

/** Does one batch of what the body asks for: 200 with what was done, and where to go on. */
export async function takeAction(deps: OperatorDeps, request: ChangeRequest): Promise<Answer> {
  const order = readOrder(deps, request);
  const { answer } = await answerChange(deps, 'operator-action', request, async (tx) => {
    const filters = order.applicationId === null ? {} : { applicationId: order.applicationId };
    const matched =
      order.list === null
        ? order.ids.length
        : await countWork(tx, order.list, deps.clock.now(), filters);
    const next = await runBatch(deps, tx, { ...order, matched }, 'all');
    const view = await viewAction(tx, order.id);
    const body = JSON.stringify({ ...view, nextCursor: writeCursor(next) });
    return { answer: { status: 200, headers: {}, body }, decision: null };
  });
  ring(deps, order.action);
  return answer;
}

function readOrder(deps: OperatorDeps, { body, context }: ChangeRequest): Order {
  const wish = body as NewOperatorAction;
  const { action, ids, everyIn, applicationId = null, cursor, since } = wish;
  if ((ids === undefined) === (everyIn === undefined)) {
    throw invalid('ids', 'must be given, or everyIn, and not both');
  }
  if (everyIn !== undefined && !workLists[everyIn].actions.includes(action)) {
    throw invalid('everyIn', `must be a list for ${action}`);
  }
  if ((action === 'replay-endpoint') !== (since !== undefined)) {
    throw invalid('since', 'must be given with replay-endpoint, and with nothing else');
  }
  const checks = createFieldChecks(() => true);
  const actor = checks.line('by', wish.by);
  checks.done();
  if (actor === null) throw invalid('by', 'must be a name');
  return {
    id: deps.random.uuid(),
    at: deps.clock.now(),
    actor,
    door: 'api',
    action,
    list: everyIn ?? null,
    ids: [...new Set((ids ?? []).map((id) => id.toLowerCase()))],
    applicationId,
    matched: 0,
    detail: since === undefined ? {} : { since: parseTime('since', since).toISOString() },
    requestId: context.requestId,
    after: cursor === undefined ? null : readCursor(cursor),
  };
}

const invalid = (field: string, message: string): ProblemError =>
  new ProblemError('invalid-request', { errors: [{ field: `body.${field}`, message }] });
