import { inTransaction, type Tx } from '../db/transaction.ts';
import { makeUnread } from '../ops/unread-mail-store.ts';
import type { Applied } from '../rooms/apply.ts';
import type { LinkView } from '../rooms/link-views.ts';
import { isOvertaken } from '../rooms/mail-order-views.ts';
import type { Question } from '../scheduling/command.ts';
import { momentOf } from '../scheduling/freshness.ts';
import { outcomeOfDecision, outcomeOfReason } from '../scheduling/inbound-outcome.ts';
import { thawQuestion, withAlias } from '../scheduling/parked-question.ts';
import { causeOf } from './apply-by-link.ts';
import type { PageDeps } from './page-deps.ts';
import {
  findWaiting,
  lockParked,
  type ParkedMail,
  type ParkedRef,
  recordConfirmed,
} from './parked-mail-store.ts';
import { markUsed } from './used-link-store.ts';

/** What became of a question when its person said that it is theirs. */
export type Confirmed =
  | { readonly state: 'decided'; readonly question: Question; readonly applied: Applied }
  /** Confirmed before, or answered in another way since. */
  | { readonly state: 'settled' };

/** The mail a confirm link is about. Throws when the link is about none. */
export function parkedRefOf(view: LinkView): ParkedRef {
  const { applicationId, roomId, attendeeId, inboundMailId } = view;
  if (inboundMailId === null) throw new Error(`link ${view.linkId} is about no mail`);
  return { applicationId, roomId, attendeeId, inboundMailId };
}

/** What a mail still waits to be confirmed for; null when there is nothing, or not any more. */
export function questionOf(mail: ParkedMail | null, attendeeId: string): Question | null {
  if (mail === null || mail.outcome !== 'parked' || mail.confirmedAt !== null) return null;
  if (mail.question === null) return null;
  const question = thawQuestion(mail.question);
  // A link speaks for the person it was made for and for nobody else.
  return question.attendeeId === attendeeId ? question : null;
}

/**
 * Applies what a parked mail asks for, in the name of the person who confirmed it, and records what
 * it came to; all of it commits together, or none. Workers are woken after the commit.
 */
export async function confirmAnswer(
  deps: PageDeps,
  view: LinkView,
  requestId: string,
): Promise<Confirmed> {
  const ref = parkedRefOf(view);
  const { confirmed, unread } = await inTransaction(deps.database, 'link-confirm', (tx) =>
    confirmIn(tx, deps, view, ref, requestId),
  );
  const applied = confirmed.state === 'decided' ? confirmed.applied : null;
  if (applied && 'messages' in applied && applied.messages.length > 0) {
    deps.doorbell.ring('send-messages');
  }
  if (unread > 0) deps.doorbell.ring('read-mails');
  count(deps.metrics, confirmed);
  const { roomId, linkId } = view;
  const facts = { requestId, roomId, linkId, inboundMailId: ref.inboundMailId, unread };
  const reason = applied && 'reason' in applied ? applied.reason : null;
  deps.log.info(
    { ...facts, deed: 'confirm', reason },
    `link ${applied?.outcome ?? confirmed.state}`,
  );
  return confirmed;
}

async function confirmIn(
  tx: Tx,
  deps: PageDeps,
  view: LinkView,
  ref: ParkedRef,
  requestId: string,
): Promise<{ confirmed: Confirmed; unread: number }> {
  const mail = await lockParked(tx, ref);
  const asked = questionOf(mail, view.attendeeId);
  if (mail === null || asked === null) return { confirmed: { state: 'settled' }, unread: 0 };
  const said = asked.do === 'counter' ? asked.counter : asked.reply;
  const { receivedAt } = said;
  if (await isOvertaken(tx, { ...ref, receivedAt }, { ...said, at: momentOf(said) })) {
    const reason = 'superseded-answer';
    const outcome = outcomeOfReason(reason);
    await recordConfirmed(tx, ref, { outcome, reason, at: deps.clock.now() });
    return { confirmed: { state: 'settled' }, unread: 0 };
  }
  const { alias } = mail;
  // Whoever confirms a mail confirms the address it came from: it is remembered as theirs.
  const question = withAlias(asked, alias);
  const cause = { ...causeOf(view, requestId), inboundMailId: ref.inboundMailId };
  const applied = await deps.waist.apply(tx, ref, question, cause);
  const confirmed: Confirmed = { state: 'decided', question, applied };
  if (applied.outcome === 'unknown-room') return { confirmed, unread: 0 };
  const outcome = outcomeOfDecision(applied);
  const isChanged = applied.outcome === 'changed';
  // What waits on and changed nothing may be confirmed again later.
  if (!isChanged && outcome === 'parked') return { confirmed, unread: 0 };
  const at = deps.clock.now();
  const reason = isChanged ? whyOf(outcome) : applied.reason;
  await recordConfirmed(tx, ref, { outcome, reason, at });
  if (!isChanged) return { confirmed, unread: 0 };
  await markUsed(tx, view, at);
  // It is known now whose address that is, so what else waits because of it is judged anew.
  const waiting = alias === null ? [] : await findWaiting(tx, ref, alias);
  return { confirmed, unread: await makeUnread(tx, ref.applicationId, waiting) };
}

/** A new time that cannot be used was confirmed, and still waits for somebody to look at it. */
const whyOf = (outcome: string) => (outcome === 'parked' ? 'counter-parked' : 'confirmed');

function count(metrics: PageDeps['metrics'], confirmed: Confirmed): void {
  const { state } = confirmed;
  const applied = state === 'decided' ? confirmed.applied : null;
  metrics.link('confirm', applied?.outcome === 'changed' ? 'used' : 'settled');
  if (state !== 'decided' || !applied || applied.outcome === 'unknown-room') return;
  const { question } = confirmed;
  if (question.do === 'record-reply') {
    metrics.reply(question.reply.answer ?? 'none', outcomeOfDecision(applied));
  } else if (applied.outcome === 'changed' && applied.deed === 'proposed') {
    metrics.proposal('mail');
  }
}
