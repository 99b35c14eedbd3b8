import type { Secrets } from '../links/purpose.ts';
import type { WrittenMail } from '../mail/mail-facts.ts';
import { writeMail } from '../mail/write-mail.ts';
import type { Clock, MailTransport, Random, SendReport } from '../ports.ts';
import type { ClaimedMessage } from './claim-store.ts';
import type { FinishGate } from './finish-gate.ts';
import { dryRun, judgeReport, refuseDeadly } from './judge-report.ts';
import type { Settlement } from './settle-store.ts';

export interface SendMailDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mail: MailTransport;
  readonly secrets: Secrets;
  /** NOTIFICATIONS_ENABLED: false records what would be sent and sends nothing. */
  readonly enabled: boolean;
  /** NOTIFICATIONS_REDIRECT_TO: every mail goes to this address instead. */
  readonly redirectTo: string | null;
  readonly metrics: { messageSent(seconds: number): void };
}

/** One attempt at one claimed message; what became of it. Never rejects. */
export async function sendMail(
  deps: SendMailDeps,
  gate: FinishGate,
  message: ClaimedMessage,
): Promise<Settlement> {
  const report = refuseDeadly(message) ?? (await tryToSend(deps, gate, message));
  if (report === 'dry-run') return dryRun(message);
  const fraction = deps.random.bytes(4).readUInt32BE() / 2 ** 32;
  return judgeReport(message, report, deps.clock.now(), fraction);
}

async function tryToSend(
  deps: SendMailDeps,
  gate: FinishGate,
  message: ClaimedMessage,
): Promise<SendReport | 'dry-run'> {
  let mail: WrittenMail;
  try {
    mail = await writeMail(message.facts, deps.secrets, { redirectTo: deps.redirectTo });
  } catch (error) {
    // One mail that cannot be written is its own misfortune; the others go on.
    const response = `the mail could not be written: ${(error as Error).message}`;
    return { outcome: 'final', response, relay: null };
  }
  return deps.enabled ? handOver(deps, gate, message, mail) : 'dry-run';
}

async function handOver(
  { clock, mail: transport, metrics, redirectTo }: SendMailDeps,
  gate: FinishGate,
  message: ClaimedMessage,
  { envelopeFrom, envelopeTo, raw }: WrittenMail,
): Promise<SendReport> {
  const startedAt = clock.now().getTime();
  const report = await transport.send(
    { envelopeFrom, envelopeTo, raw },
    { mayFinish: (relay) => gate(message, relay) },
  );
  metrics.messageSent((clock.now().getTime() - startedAt) / 1000);
  // A refusal of the address that mails are redirected to must not count as their person's.
  const isTheirs = redirectTo === null || report.outcome !== 'final';
  return isTheirs ? report : { ...report, response: `redirected: ${report.response}` };
}
