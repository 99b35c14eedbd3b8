import { CommitInDoubtError, inTransaction, type Tx } from '../db/transaction.ts';
import type { Decision } from '../scheduling/decision.ts';
import { type Answer, problemAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { answerOnce, readKey } from './idempotency.ts';
import { codeOfRefusal, ProblemError } from './problems.ts';
import type { RequestContext } from './request-context.ts';
import { resolveDoubt } from './resolve-doubt.ts';
import type { AnswerSeal } from './seal-answer.ts';

/** A request that may change something, as far as the doors behind the routes need it. */
export interface ChangeRequest {
  readonly context: RequestContext;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
  /** Given when the answer shows a secret, which must not be kept in the clear. */
  readonly seal?: AnswerSeal;
}

/** What came of a change: the answer, and what is to be done once it is committed. */
export interface ChangeOutcome {
  readonly answer: Answer;
  /** Null for a change that asks no room for anything. */
  readonly decision: Decision | null;
  /** Whether somebody is owed a mail by it; what the decision says unless told. */
  readonly isMailOwed?: boolean;
}

/**
 * Does `work` and keeps its answer in one transaction, then wakes who sends mail. What `work`
 * throws is rolled back and not kept; a refusal of the rules is an answer, and kept. A commit whose
 * end nobody heard is looked up by its key: whoever has one gets the true answer.
 */
export async function answerChange(
  deps: ApiDeps,
  name: string,
  request: ChangeRequest,
  work: (tx: Tx) => Promise<ChangeOutcome>,
): Promise<{ readonly answer: Answer; readonly decision: Decision | null }> {
  let decision: Decision | null = null;
  let isMailOwed = false;
  const run = async (tx: Tx): Promise<Answer> => {
    const outcome = await work(tx);
    decision = outcome.decision;
    isMailOwed = outcome.isMailOwed ?? owesMail(decision);
    return outcome.answer;
  };
  const stamp = stampOf(request);
  const attempt = inTransaction(deps.database, name, async (tx) => {
    if (stamp === null) return run(tx);
    const { answer, isReplayed } = await answerOnce(tx, stamp, deps.clock.now(), () => run(tx));
    if (!isReplayed) return answer;
    return { ...answer, headers: { ...answer.headers, 'Idempotent-Replayed': 'true' } };
  });
  const answer = await attempt.catch((error: unknown) => {
    if (stamp === null || !(error instanceof CommitInDoubtError)) throw error;
    return resolveDoubt(deps, stamp, error);
  });
  if (isMailOwed) deps.doorbell.ring('send-messages');
  return { answer, decision };
}

function stampOf({ idempotencyKey, context, method, path, body, seal }: ChangeRequest) {
  if (idempotencyKey === undefined) return null;
  const { applicationId } = context;
  return { applicationId, key: readKey(idempotencyKey), method, path, body, ...(seal && { seal }) };
}

/** A day's share of new times comes back within the day: worth a look each hour. */
const proposalsWaitSeconds = '3600';

/**
 * The answer to a refused command; null when the command was not refused. Throws a `ProblemError`
 * for what may be asked again later.
 */
export function refusalAnswer(decision: Decision, requestId: string): Answer | null {
  if (decision.outcome !== 'refused') return null;
  const code = codeOfRefusal[decision.reason];
  // Thrown, so that an idempotency key does not keep an answer that will not hold for long.
  if (code === 'too-many-proposals') {
    throw new ProblemError(code, { headers: { 'Retry-After': proposalsWaitSeconds } });
  }
  return problemAnswer(code, {}, requestId);
}

const owesMail = (decision: Decision | null): boolean =>
  decision !== null && decision.outcome !== 'refused' && decision.messages.length > 0;
