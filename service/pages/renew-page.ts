import { inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { openForm } from '../links/form-nonce.ts';
import { causeOf } from './apply-by-link.ts';
import type { PageAnswer } from './layout.ts';
import { answerForeignForm, answerRenewed } from './link-answers.ts';
import { openVisit } from './open-visit.ts';
import type { PageDeps } from './page-deps.ts';
import { claimRenewal } from './used-link-store.ts';
import type { Visitor } from './visitor.ts';

/**
 * Mails a fresh link to the address a link of ours was made for, at most once in a while. The
 * answer is the same whether the link exists, whether a mail goes out, and to whom.
 */
export async function renewLink(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const visit = await openVisit(deps, visitor.token, null);
  if (visit.state === 'unknown') {
    deps.metrics.link('propose', 'unknown');
    return answerRenewed(visitor.locale);
  }
  const form = openForm(visitor.fields.nonce ?? '', visit.token, deps.secrets, visit.now);
  // Whoever holds the link saw its page; a fresh one goes to its owner, so haste does no harm.
  if (form === 'foreign') return answerForeignForm(visitor.locale);
  const { view, now } = visit;
  const notSince = new Date(now.getTime() - limits.resendEveryMinutes * 60_000);
  const ref = { applicationId: view.applicationId, roomId: view.roomId };
  const cause = causeOf(view, visitor.requestId);
  const applied = await inTransaction(deps.database, 'link-renew', async (tx) => {
    if (!(await claimRenewal(tx, view, now, notSince))) return null;
    const command = {
      do: 'send-link',
      attendeeId: view.attendeeId,
      because: 'expired',
      suggestedStartUtc: null,
    } as const;
    return await deps.waist.apply(tx, ref, command, cause);
  });
  const isMailed = applied !== null && 'messages' in applied && applied.messages.length > 0;
  if (isMailed) deps.doorbell.ring('send-messages');
  deps.metrics.link(view.purpose, isMailed ? 'renewed' : 'not-renewed');
  deps.log.info(
    { requestId: visitor.requestId, roomId: view.roomId, linkId: view.linkId, isMailed },
    'link renewal asked for',
  );
  return answerRenewed(visitor.locale);
}
