import { type Database, inTransaction, type Tx } from '../db/transaction.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { Applied, Waist } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import { recordMail } from '../rooms/record-mail.ts';
import type { Deed } from '../scheduling/decision.ts';
import { type InboundOutcome, outcomeOfDecision } from '../scheduling/inbound-outcome.ts';
import {
  findEarlier,
  holdRoom,
  markBounced,
  recordOutcome,
  type UnreadMail,
} from './inbox-store.ts';
import { hashEffect } from './interpret-calendar.ts';
import { interpretMail } from './interpret-mail.ts';
import { classifyReport } from './interpret-report.ts';
import type { MailParser } from './mail-parser.ts';
import type { MailPlan } from './mail-plan.ts';
import { type Addressee, findAddressee, findOwnMessage } from './recipient-views.ts';

export interface ReadMailDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'inboundMail' | 'reply' | 'proposal' | 'bounce'>;
  readonly doorbell: { ring(task: 'send-messages'): void };
  readonly parser: MailParser;
  readonly waist: Waist;
}

/** Another reader took the mail over; nothing of this attempt stays. */
export class ClaimLost extends Error {}

interface Settled {
  readonly outcome: InboundOutcome;
  readonly reason: string | null;
  readonly plan: MailPlan;
  readonly applied: Applied | null;
  readonly addressee: Addressee | null;
}

/** Lets a mail have its effect and records its outcome, both in one commit; then tells of it. */
export async function settleMail(
  deps: ReadMailDeps,
  claimedBy: string,
  mail: UnreadMail,
  reading: MailReading,
): Promise<void> {
  const settled = await inTransaction(deps.database, 'read-mail', (tx) =>
    settleIn(tx, deps, claimedBy, mail, reading),
  );
  const { applied, addressee } = settled;
  if (applied && 'messages' in applied && applied.messages.length > 0) {
    deps.doorbell.ring('send-messages');
  }
  count(deps.metrics, reading, settled);
  deps.log.info(
    {
      inboundMailId: mail.id,
      applicationId: mail.applicationId,
      roomId: mail.roomId,
      attendeeId: mail.attendeeId,
      icsUid: addressee?.icsUid,
      sequence: reading.calendar?.sequence,
      kind: reading.kind,
      outcome: settled.outcome,
      reason: settled.reason,
    },
    'mail read',
  );
}

async function settleIn(
  tx: Tx,
  deps: ReadMailDeps,
  claimedBy: string,
  mail: UnreadMail,
  reading: MailReading,
): Promise<Settled> {
  const { applicationId, attendeeId } = mail;
  const whose = applicationId && attendeeId ? { applicationId, attendeeId } : null;
  if (whose && mail.roomId) await holdRoom(tx, whose.applicationId, mail.roomId);
  const addressee = whose && (await findAddressee(tx, whose));
  const outboxId = mail.outboxId ?? (whose && (await findReturned(tx, whose, reading)));
  const plan = interpretMail(reading, {
    addressee,
    envelope: { from: mail.envelopeFrom, to: mail.envelopeTo },
    receivedAt: mail.receivedAt,
    outboxId,
    newProposalId: deps.random.uuid(),
  });
  const { messageId } = reading;
  const effectHash = whose && hashOf(plan, reading, whose.attendeeId);
  const earlier =
    whose && (await findEarlier(tx, { ...whose, messageId, effectHash, exceptId: mail.id }));
  const verdict = earlier
    ? repeated
    : await carryOut(tx, deps.waist, plan, mail, addressee, outboxId);
  const fromAddress = reading.from[0] ?? null;
  const isRecorded = await recordOutcome(
    tx,
    { id: mail.id, claimedBy, readAt: deps.clock.now() },
    { ...reading, ...verdict, fromAddress, detail: plan.detail, effectHash, outboxId },
  );
  if (!isRecorded) throw new ClaimLost(`inbound mail ${mail.id} was read by somebody else`);
  if (whose && addressee) {
    const { outcome, reason } = verdict;
    const { roomId } = addressee;
    const actor = actorOf(plan, addressee);
    const facts = { inboundMailId: mail.id, outboxId, outcome, reason, kind: reading.kind, actor };
    const ref = { applicationId: whose.applicationId, roomId };
    await recordMail(tx, ref, facts, deps.clock.now(), deps.random);
  }
  return { ...verdict, plan, addressee };
}

/** The message a report without a bounce address of ours gives back, if it went to this person. */
async function findReturned(
  tx: Tx,
  whose: { applicationId: string; attendeeId: string },
  { kind, originalMessageId }: MailReading,
): Promise<string | null> {
  if ((kind !== 'report' && kind !== 'complaint') || originalMessageId === null) return null;
  return findOwnMessage(tx, whose, originalMessageId);
}

/** Whose word the mail is; null when it may be somebody else's, or nobody's as a bounce is. */
const actorOf = ({ command }: MailPlan, { role }: Addressee): Cause['actor'] =>
  command === null || command.do === 'record-undeliverable' ? null : role;

/** Null for what asks for nothing, and for a refresh: asking again later is no repetition. */
function hashOf({ command }: MailPlan, { calendar }: MailReading, attendeeId: string) {
  if (!calendar || !command || command.do === 'refresh') return null;
  return hashEffect(calendar, attendeeId);
}

type Verdict = Pick<Settled, 'outcome' | 'reason' | 'applied'>;

const repeated: Verdict = { outcome: 'duplicate', reason: 'seen-before', applied: null };

async function carryOut(
  tx: Tx,
  waist: Waist,
  plan: MailPlan,
  { id, applicationId }: UnreadMail,
  addressee: Addressee | null,
  outboxId: string | null,
): Promise<Verdict> {
  const { command, outcome, reason } = plan;
  if (!command || !addressee || !applicationId) {
    return { outcome: outcome ?? 'ignored', reason, applied: null };
  }
  const isBounce = command.do === 'record-undeliverable';
  const cause: Cause = {
    channel: isBounce ? 'bounce' : 'mail',
    actor: actorOf(plan, addressee),
    requestId: null,
    inboundMailId: id,
    linkId: null,
    outboxId: isBounce ? outboxId : null,
  };
  const ref = { applicationId, roomId: addressee.roomId };
  const applied = await waist.apply(tx, ref, command, cause);
  if (isBounce && outboxId) await markBounced(tx, applicationId, outboxId);
  if (applied.outcome === 'unknown-room') {
    return { outcome: outcome ?? 'ignored', reason: applied.outcome, applied };
  }
  const why = applied.outcome === 'changed' ? whyParked(applied.deed) : applied.reason;
  return { outcome: outcome ?? outcomeOfDecision(applied), reason: reason ?? why, applied };
}

/** A counter nobody could understand was answered, and still waits for a person to look at it. */
const whyParked = (deed: Deed) => (deed === 'counter-parked' ? deed : null);

function count(metrics: ReadMailDeps['metrics'], reading: MailReading, settled: Settled): void {
  const { outcome, plan, applied } = settled;
  metrics.inboundMail(reading.kind, outcome);
  if (plan.command?.do === 'record-reply') {
    metrics.reply(plan.command.reply.answer ?? 'none', outcome);
  }
  if (applied?.outcome === 'changed' && applied.deed === 'proposed') metrics.proposal('mail');
  if (outcome === 'bounce') metrics.bounce(classifyReport(reading.recipients));
}
