import { inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Secrets } from '../links/purpose.ts';
import type { WrittenMail } from '../mail/mail-facts.ts';
import { writeMail } from '../mail/write-mail.ts';
import type { MailTransport, Random, SendReport } from '../ports.ts';
import { type ClaimedMessage, claimDue, hasDue } from './claim-store.ts';
import { giveBack, judgeReport } from './judge-report.ts';
import { createSettler, type SettleDeps } from './settle-messages.ts';
import type { Settlement } from './settle-store.ts';

export interface SendMessagesDeps extends SettleDeps {
  readonly random: Random;
  readonly mail: MailTransport;
  readonly secrets: Secrets;
  /** NOTIFICATIONS_ENABLED: false records what would be sent and sends nothing. */
  readonly enabled: boolean;
  /** NOTIFICATIONS_REDIRECT_TO: every mail goes to this address instead. */
  readonly redirectTo: string | null;
  readonly metrics: SettleDeps['metrics'] & { messageSent(seconds: number): void };
}

export interface SendMessagesJob {
  /**
   * Sends everything that is due and returns when nothing more is; safe in any number of
   * processes at once. `stop` ends it after the batch on the wire. Rejects when the database
   * does not answer: what was claimed is due again when its lease ends.
   */
  run(stop?: AbortSignal): Promise<void>;
}

/** A batch must be off the wire well before its lease ends. */
interface Deadline {
  readonly at: number;
  readonly signal: AbortSignal;
}

export function createSendMessagesJob(deps: SendMessagesDeps): SendMessagesJob {
  return {
    async run(stop) {
      while (!stop?.aborted && (await hasDue(deps.database.pool, deps.clock.now()))) {
        const deadline = {
          at: deps.clock.now().getTime() + limits.sendDeadlineMs,
          signal: AbortSignal.timeout(limits.sendDeadlineMs),
        };
        const { claimed, superseded } = await claimBatch(deps);
        for (const { method } of superseded) deps.metrics.messageSettled(method, 'superseded');
        // What is due may be held back by an older message that is still being sent.
        if (claimed.length + superseded.length === 0) return;
        await sendBatch(deps, claimed, deadline);
      }
    },
  };
}

function claimBatch({ database, clock, claimedBy }: SendMessagesDeps) {
  return inTransaction(database, 'claim-messages', (tx) =>
    claimDue(tx, {
      now: clock.now(),
      claimedBy,
      leaseMs: limits.sendLeaseMs,
      limit: limits.sendBatch,
    }),
  );
}

async function sendBatch(
  deps: SendMessagesDeps,
  messages: readonly ClaimedMessage[],
  deadline: Deadline,
): Promise<void> {
  const settler = createSettler(deps);
  const queue = [...messages];
  const sendNext = async () => {
    for (let message = queue.shift(); message; message = queue.shift()) {
      settler.add(await attempt(deps, message, deadline));
    }
  };
  await Promise.all(Array.from({ length: limits.sendConcurrency }, sendNext));
  await settler.finish();
}

async function attempt(
  deps: SendMessagesDeps,
  message: ClaimedMessage,
  deadline: Deadline,
): Promise<Settlement> {
  const now = deps.clock.now();
  if (deadline.signal.aborted || now.getTime() >= deadline.at) return giveBack(message, now);
  const report = await write(deps, message).then(
    (mail) => handOver(deps, message, mail, deadline),
    // One mail that cannot be written is its own misfortune; the others go on.
    (error: Error): SendReport => ({
      outcome: 'final',
      response: `the mail could not be written: ${error.message}`,
    }),
  );
  if (report === 'dry-run') return dryRun(message);
  const fraction = deps.random.bytes(4).readUInt32BE() / 2 ** 32;
  return judgeReport(message, report, deps.clock.now(), fraction);
}

function write(deps: SendMessagesDeps, message: ClaimedMessage): Promise<WrittenMail> {
  return writeMail(message.facts, deps.secrets, { redirectTo: deps.redirectTo });
}

async function handOver(
  deps: SendMessagesDeps,
  message: ClaimedMessage,
  mail: WrittenMail,
  deadline: Deadline,
): Promise<SendReport | 'dry-run'> {
  if (!deps.enabled) return 'dry-run';
  // Only a sender that dies again and again gets here: a mail that kills must not live for ever.
  if (message.attempts > limits.sendAttempts) {
    return { outcome: 'final', response: 'given up: earlier attempts never came to an end' };
  }
  const startedAt = deps.clock.now().getTime();
  const { envelopeFrom, envelopeTo, raw } = mail;
  const report = await deps.mail.send({ envelopeFrom, envelopeTo, raw }, deadline.signal);
  deps.metrics.messageSent((deps.clock.now().getTime() - startedAt) / 1000);
  return report;
}

function dryRun({ applicationId, id, fence }: ClaimedMessage): Settlement {
  return {
    applicationId,
    id,
    fence,
    state: 'dry-run',
    sendAt: null,
    counted: true,
    response: 'dry run: nothing was sent',
    outcome: 'dry-run',
  };
}
