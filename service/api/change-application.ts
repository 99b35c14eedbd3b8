import type { Queryable } from '../db/transaction.ts';
import type { Answer } from './answer.ts';
import { answerChange, type ChangeRequest } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { applicationAnswer } from './application-answer.ts';
import {
  type ApplicationChange,
  changeSettings,
  findApplication,
  type StoredApplication,
} from './application-store.ts';
import { ProblemError } from './problems.ts';

/** An application with its settings. Throws `unknown-application`. */
export async function viewApplication(q: Queryable, id: string): Promise<StoredApplication> {
  const stored = await findApplication(q, id);
  if (stored === null) throw new ProblemError('unknown-application');
  return stored;
}

/** Changes the settings that are named, for whoever may. Throws `unknown-application`. */
export async function changeApplication(
  deps: ApiDeps,
  request: ChangeRequest,
  id: string,
  change: ApplicationChange,
): Promise<Answer> {
  const { answer } = await answerChange(deps, 'change-application', request, async (tx) => {
    await changeSettings(tx, id, change);
    return { answer: applicationAnswer(200, await viewApplication(tx, id)), decision: null };
  });
  return answer;
}
