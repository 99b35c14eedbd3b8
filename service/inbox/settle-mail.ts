import { type Database, inTransaction, type Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Secrets } from '../links/purpose.ts';
import { openAddress } from '../links/reply-address.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';
import { isOvertaken } from '../rooms/mail-order-views.ts';
import { recordMail } from '../rooms/record-mail.ts';
import type { Question } from '../scheduling/command.ts';
import { momentOf } from '../scheduling/freshness.ts';
import { actorOf, carryOut, type Verdict } from './carry-out.ts';
import { findPerson, type MailSubject } from './find-person.ts';
import type { UnreadMail } from './inbox-store.ts';
import { hashEffect } from './interpret-calendar.ts';
import { interpretMail } from './interpret-mail.ts';
import { classifyReport } from './interpret-report.ts';
import { isDoubt } from './judge-answer.ts';
import { judgeTrust, type Trust } from './judge-trust.ts';
import type { MailParser } from './mail-parser.ts';
import { type MailPlan, record } from './mail-plan.ts';
import { mailboxOf } from './mailbox.ts';
import { findEarlier, holdRoom, recordForgotten, recordOutcome } from './outcome-store.ts';
import { type Addressee, findAddressee } from './recipient-views.ts';
import { recordGivenUp } from './record-given-up.ts';

export interface ReadMailDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'inboundMail' | 'reply' | 'proposal' | 'bounce' | 'doubtfulMail'>;
  readonly doorbell: { ring(task: 'send-messages'): void };
  readonly parser: MailParser;
  readonly waist: Waist;
  /** Domain of reply and bounce addresses. */
  readonly inboundDomain: string;
  readonly secrets: Secrets;
  /** The From address of our mails, when it is of that domain; else null. */
  readonly centralAddress: string | null;
  /** NOTIFICATIONS_REDIRECT_TO: where mails go instead of to their persons. */
  readonly redirectTo?: string | null;
}

/** Another reader took the mail over; nothing of this attempt stays. */
export class ClaimLost extends Error {}

interface Settled extends Verdict {
  readonly plan: MailPlan;
  readonly subject: MailSubject;
  readonly icsUid: string | undefined;
}

/**
 * Lets a mail have its effect and records its outcome, both in one commit; then tells of it.
 * `later`: it depends on who sent it and DNS did not answer, so nothing was done.
 */
export async function settleMail(
  deps: ReadMailDeps,
  claimedBy: string,
  mail: UnreadMail,
  reading: MailReading,
): Promise<'settled' | 'later'> {
  const settled = await inTransaction(deps.database, 'read-mail', (tx) =>
    settleIn(tx, deps, claimedBy, mail, reading),
  );
  if (settled === 'later') return settled;
  const { applied, subject } = settled;
  if (applied && 'messages' in applied && applied.messages.length > 0) {
    deps.doorbell.ring('send-messages');
  }
  count(deps.metrics, reading, settled);
  deps.log.info(
    {
      inboundMailId: mail.id,
      applicationId: mail.applicationId,
      ...subject.person,
      icsUid: settled.icsUid,
      sequence: reading.calendar?.sequence,
      kind: reading.kind,
      outcome: settled.outcome,
      reason: settled.reason,
    },
    'mail read',
  );
  return 'settled';
}

async function settleIn(
  tx: Tx,
  deps: ReadMailDeps,
  claimedBy: string,
  mail: UnreadMail,
  reading: MailReading,
): Promise<Settled | 'later'> {
  const subject = await findPerson(tx, mail, reading, deps);
  const { person, outboxId } = subject;
  if (person) await holdRoom(tx, person.applicationId, person.roomId);
  const addressee = person && (await findAddressee(tx, person));
  if (addressee?.isErased) return await forget(tx, deps, claimedBy, mail, subject);
  const plan = interpretMail(reading, {
    inboundMailId: mail.id,
    mailbox: mailboxOf(mail.envelopeTo),
    addressee,
    envelope: { from: mail.envelopeFrom, to: mail.envelopeTo },
    receivedAt: mail.receivedAt,
    trust: trustOf(reading, mail, deps.clock.now()),
    isOurs: (address) => isOurs(address, deps),
    outboxId,
    redirectTo: deps.redirectTo ?? null,
    newProposalId: deps.random.uuid(),
  });
  if (plan.waits) return 'later';
  const effectHash = addressee && hashOf(plan, reading, addressee.attendeeId);
  const verdict =
    (addressee && (await findRepetition(tx, mail, reading, plan, addressee, effectHash))) ??
    (await carryOut(tx, deps.waist, plan, mail, addressee, outboxId, deps.clock.now()));
  const isRecorded = await recordOutcome(
    tx,
    { id: mail.id, claimedBy, readAt: deps.clock.now() },
    {
      ...reading,
      ...verdict,
      ...idsOf(mail, plan, verdict, addressee),
      fromAddress: reading.from[0] ?? null,
      detail: plan.detail,
      effectHash,
      outboxId,
    },
  );
  if (!isRecorded) throw new ClaimLost(`inbound mail ${mail.id} was read by somebody else`);
  if (addressee) await tellOf(tx, deps, mail, reading, plan, verdict, addressee, outboxId);
  return { ...verdict, plan, subject, icsUid: addressee?.icsUid };
}

/** A mail of somebody who was erased: that it came stays on record, what it says does not. */
async function forget(
  tx: Tx,
  { clock }: ReadMailDeps,
  claimedBy: string,
  mail: UnreadMail,
  subject: MailSubject,
): Promise<Settled> {
  const plan = record('ignored', 'person-erased');
  const claimed = { id: mail.id, claimedBy, readAt: clock.now() };
  const isRecorded = await recordForgotten(tx, claimed, subject.person);
  if (!isRecorded) throw new ClaimLost(`inbound mail ${mail.id} was read by somebody else`);
  const verdict = { outcome: 'ignored' as const, reason: 'person-erased', ...unchanged };
  return { ...verdict, plan, subject, icsUid: undefined };
}

/** DNS that did not answer counts as a failure once a mail has waited long enough for it. */
function trustOf(reading: MailReading, { receivedAt }: UnreadMail, now: Date): Trust {
  const trust = judgeTrust(reading.authentication, reading.sender);
  const waitedMs = now.getTime() - receivedAt.getTime();
  return trust === 'undecided' && waitedMs >= limits.authenticationPatienceMs ? 'failed' : trust;
}

function isOurs(address: string, { inboundDomain, centralAddress }: ReadMailDeps): boolean {
  const { kind } = openAddress(address, inboundDomain, centralAddress);
  return kind !== 'foreign' && kind !== 'unknown';
}

/** Null for what asks for nothing, and for a refresh: asking again later is no repetition. */
function hashOf({ command }: MailPlan, { calendar }: MailReading, attendeeId: string) {
  if (!calendar || !command || command.do === 'refresh') return null;
  return hashEffect(calendar, attendeeId);
}

const unchanged = { applied: null, question: null, alias: null };

/** What a mail comes to that had its effect before, or that a later one overtook; else null. */
async function findRepetition(
  tx: Tx,
  mail: UnreadMail,
  { messageId, calendar }: MailReading,
  { command }: MailPlan,
  whose: Addressee,
  effectHash: Buffer | null,
): Promise<Verdict | null> {
  const { applicationId, attendeeId } = whose;
  const wanted = { applicationId, attendeeId, messageId, effectHash, exceptId: mail.id };
  const earlier = await findEarlier(tx, wanted);
  if (earlier) return { outcome: 'duplicate', reason: 'seen-before', ...unchanged };
  if (!calendar || !effectHash || !command) return null;
  const { id: inboundMailId, receivedAt } = mail;
  const at = momentOf({ ...calendar, receivedAt });
  const place = { applicationId, attendeeId, inboundMailId, receivedAt };
  if (!(await isOvertaken(tx, place, { ...calendar, at }))) return null;
  return { outcome: 'superseded', reason: 'superseded-answer', ...unchanged };
}

/**
 * Whom the row is said to be about. Mail without a token is shown to the room's application, but
 * only what was believed counts as the person's own.
 */
function idsOf(
  mail: UnreadMail,
  { command }: MailPlan,
  { outcome }: Verdict,
  addressee: Addressee | null,
) {
  const mailbox = mailboxOf(mail.envelopeTo);
  const isKnown = mailbox === 'reply' || mailbox === 'bounce';
  if (isKnown || addressee === null) {
    const { applicationId, roomId, attendeeId } = mail;
    return { applicationId, roomId, attendeeId };
  }
  const { applicationId, roomId, attendeeId } = addressee;
  const isTheirs = command !== null || outcome === 'bounce' || outcome === 'complaint';
  return { applicationId, roomId, attendeeId: isTheirs ? attendeeId : null };
}

async function tellOf(
  tx: Tx,
  { clock, random }: ReadMailDeps,
  { id: inboundMailId }: UnreadMail,
  { kind }: MailReading,
  plan: MailPlan,
  { outcome, reason }: Verdict,
  addressee: Addressee,
  outboxId: string | null,
): Promise<void> {
  const actor = actorOf(plan, addressee);
  const question = questionOf(plan);
  const facts = { inboundMailId, outboxId, outcome, reason, kind, actor, question };
  await recordMail(tx, addressee, facts, clock.now(), random);
  await recordGivenUp(tx, addressee, { ...facts, why: plan.givenUp }, clock.now(), random);
}

/** What it asks for, whether its person is to confirm it or the rules could not use it. */
function questionOf({ question, command }: MailPlan): Question | null {
  if (command?.do === 'record-reply' || command?.do === 'counter') return command;
  return question;
}

function count(metrics: ReadMailDeps['metrics'], reading: MailReading, settled: Settled): void {
  const { outcome, plan, applied } = settled;
  metrics.inboundMail(reading.kind, outcome);
  if (isDoubt(settled.reason)) metrics.doubtfulMail(settled.reason);
  if (plan.command?.do === 'record-reply') {
    metrics.reply(plan.command.reply.answer ?? 'none', outcome);
  }
  if (applied?.outcome === 'changed' && applied.deed === 'proposed') metrics.proposal('mail');
  if (outcome === 'bounce') metrics.bounce(classifyReport(reading.recipients));
}
