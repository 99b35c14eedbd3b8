import { viewInboundMail } from '../inbox/inbound-mail-views.ts';
import { makeUnread } from '../ops/unread-mail-store.ts';
import { type Answer, inboundMailAnswer, problemAnswer } from './answer.ts';
import { answerChange, type ChangeRequest } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { ProblemError } from './problems.ts';

/** Makes a parked or unreadable mail unread and wakes who reads it: 202 with the unread mail. */
export async function replayInboundMail(
  deps: ApiDeps,
  request: ChangeRequest,
  inboundMailId: string,
): Promise<Answer> {
  const { applicationId, requestId } = request.context;
  const { answer } = await answerChange(deps, 'replay-mail', request, async (tx) => {
    const isUnread = (await makeUnread(tx, applicationId, [inboundMailId])) === 1;
    const mail = await viewInboundMail(tx, applicationId, inboundMailId);
    if (mail === null) throw new ProblemError('unknown-inbound-mail');
    const answer = isUnread
      ? inboundMailAnswer(202, mail)
      : problemAnswer('not-replayable', {}, requestId);
    return { answer, decision: null };
  });
  if (answer.status === 202) deps.doorbell.ring('read-mails');
  return answer;
}
