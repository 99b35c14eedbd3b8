import { forgottenBefore } from './api/idempotency.ts';
import { forgetAnswers } from './api/idempotency-store.ts';
import type { TaskName } from './db/doorbell.ts';
import { createJobRunner } from './db/job-runner.ts';
import type { Ground } from './ground.ts';
import {
  type AuthenticationSource,
  createMailParser,
  type MailParser,
} from './inbox/mail-parser.ts';
import { createReadMailsJob } from './inbox/read-mails-job.ts';
import { createSettleDueJob } from './inbox/settle-due-job.ts';
import { createTellFailuresJob } from './inbox/tell-failures-job.ts';
import { limits } from './limits.ts';
import { findDueTasks } from './ops/due-views.ts';
import { createSendMessagesJob } from './outbox/send-messages-job.ts';
import type { MailTransport } from './ports.ts';
import { recordSettled } from './rooms/record-settled.ts';

export interface Worker {
  start(): void;
  stop(): Promise<void>;
  kill(): void;
}

/** The part that sends mails, reads mails and does what is due; any number may run at once. */
export function createWorker(
  ground: Ground,
  mail: MailTransport,
  parser: MailParser = createMailParser({ ...ground, authentication: authenticationOf(ground) }),
): Worker {
  const stopping = new AbortController();
  const runner = createJobRunner({
    pool: ground.database.pool,
    tasks: createTasks(ground, mail, parser, stopping.signal),
    onError: (error, what) =>
      ground.log.error({ err: error, what }, 'a job failed; it will run again'),
  });
  const sweep = createSweep(ground);
  return {
    start() {
      runner.start();
      sweep.start();
    },
    async stop() {
      sweep.stop();
      stopping.abort();
      await runner.stop(limits.drainTimeoutMs);
      await parser.close();
      await mail.close();
    },
    kill() {
      sweep.stop();
      stopping.abort();
      void runner.stop(0);
      void parser.close();
      void mail.close();
    },
  };
}

/**
 * Who tells who sent a mail. The development mailbox takes mail from its own simulator alone, in
 * the name of addresses whose domains know nothing of it.
 */
function authenticationOf({ config, resolveDns }: Ground): AuthenticationSource {
  const { trustedAuthservId } = config.inbound;
  if (trustedAuthservId !== null) return { mode: 'front-relay', authservId: trustedAuthservId };
  return config.outbound.smtpUrls.length === 0 ? { mode: 'off' } : { mode: 'dns', resolveDns };
}

function createTasks(
  ground: Ground,
  mail: MailTransport,
  parser: MailParser,
  stop: AbortSignal,
): Readonly<Record<TaskName, () => Promise<void>>> {
  const { config, database, clock, random } = ground;
  const send = createSendMessagesJob({
    ...ground,
    claimedBy: random.uuid(),
    mail,
    enabled: config.outbound.isEnabled,
    redirectTo: config.outbound.redirectTo,
    recordSettled: (tx, settled) => recordSettled(tx, settled, clock.now(), random),
  });
  const read = createReadMailsJob({ ...ground, inboundDomain: config.inbound.domain, parser });
  const settleDue = createSettleDueJob(ground);
  const tellFailures = createTellFailuresJob(ground);
  return {
    'send-messages': () => send.run(stop),
    'read-mails': () => read.run(stop),
    'settle-due': () => settleDue.run(stop),
    'tell-failures': () => tellFailures.run(stop),
    'clean-up': async () => {
      await forgetAnswers(database.pool, forgottenBefore(clock.now()));
    },
  };
}

/** Each second, rings for whatever is due: a doorbell may be lost, what is owed may not. */
function createSweep({ database, clock, doorbell, log }: Ground): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;
  let isLookingAway = false;
  async function look(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      for (const task of await findDueTasks(database.pool, clock.now())) doorbell.ring(task);
      isLookingAway = false;
    } catch (error) {
      if (!isLookingAway) log.warn({ err: error }, 'the sweep cannot look for what is due');
      isLookingAway = true;
    }
    isRunning = false;
  }
  return {
    start() {
      timer = setInterval(() => void look(), limits.sweepEveryMs);
      // What a process left behind that died is due now, not in a second.
      void look();
    },
    stop() {
      if (timer) clearInterval(timer);
    },
  };
}
