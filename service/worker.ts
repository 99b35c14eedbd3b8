import { createWatch, type WorkerClaims } from './db/bury-workers.ts';
import type { TaskName } from './db/doorbell.ts';
import { createJobRunner } from './db/job-runner.ts';
import { createWorkerLease, type WorkerLease } from './db/worker-lease.ts';
import type { Ground } from './ground.ts';
import { releaseMails } from './inbox/inbox-store.ts';
import {
  type AuthenticationSource,
  createMailParser,
  type MailParser,
} from './inbox/mail-parser.ts';
import { createReadMailsJob } from './inbox/read-mails-job.ts';
import { createSettleDueJob } from './inbox/settle-due-job.ts';
import { createReadStatusesJob } from './inbox/status/read-statuses-job.ts';
import { releaseStatuses } from './inbox/status/status-store.ts';
import { createTellFailuresJob } from './inbox/tell-failures-job.ts';
import { createCleanUpJob } from './keeping/clean-up-job.ts';
import { limits } from './limits.ts';
import { findDueTasks } from './ops/due-views.ts';
import { foldLedger } from './ops/ledger-store.ts';
import { within } from './ops/with-deadline.ts';
import { releaseClaims } from './outbox/claim-store.ts';
import { findLostClaimants } from './outbox/lost-claim-views.ts';
import { createRelayNotes } from './outbox/relay/note-relays.ts';
import { createSendMessagesJob, type SendMessagesJob } from './outbox/send-messages-job.ts';
import type { Clock, MailTransport } from './ports.ts';
import { recordSettled } from './rooms/record-settled.ts';
import { releaseDeliveries } from './webhooks/claim-store.ts';
import {
  createDeliverWebhooksJob,
  type DeliverWebhooksJob,
} from './webhooks/deliver-webhooks-job.ts';
import { findAnyAddresses, findPublicAddresses } from './webhooks/find-addresses.ts';

export interface Worker {
  start(): void;
  stop(): Promise<void>;
  kill(): void;
}

/** How long recording may take of what a closing transport cut off. */
const lastWordsMs = 2_000;

/** The part that sends mails, reads mails and does what is due; any number may run at once. */
export function createWorker(
  ground: Ground,
  mail: MailTransport,
  parser: MailParser = createMailParser({ ...ground, authentication: authenticationOf(ground) }),
): Worker {
  const { config, database, log, random } = ground;
  const stopping = new AbortController();
  const lease = createWorkerLease({
    databaseUrl: config.databaseUrl,
    workerId: random.uuid(),
    onBroken: (error) => log.warn({ err: error }, 'the connection of the lease is broken'),
    onLost: () => log.warn('the lease was over: others do what this worker had under way'),
  });
  const send = createSending(ground, mail, lease);
  const post = createPosting(ground, lease, stopping.signal);
  const runner = createJobRunner({
    pool: database.pool,
    tasks: createTasks(ground, lease, { send, post }, parser, stopping.signal),
    nameJobPool: (poolId) => lease.nameJobPool(poolId),
    onError: (error, what) => log.error({ err: error, what }, 'a job failed; it will run again'),
  });
  const sweep = createSweep(ground, lease, mail);
  return {
    start() {
      lease.start();
      runner.start();
      sweep.start();
    },
    async stop() {
      const looked = sweep.stop();
      stopping.abort();
      await within(limits.drainTimeoutMs, async () => {
        await looked;
        await runner.stop(limits.drainTimeoutMs);
        await Promise.all([send.finish(), post.finish()]);
      });
      post.kill();
      await parser.close();
      await mail.close();
      // What was cut off is to be written down as well.
      await within(lastWordsMs, () => send.finish());
      await leave(ground, lease);
    },
    kill() {
      void sweep.stop();
      stopping.abort();
      lease.kill();
      post.kill();
      void runner.stop(0);
      void parser.close();
      void mail.close();
    },
  };
}

/** All that a worker claims. Each release is a statement for itself, in a transaction or not. */
export const claimsAt = (clock: Clock): WorkerClaims => ({
  findLost: findLostClaimants,
  async release(tx, workerIds) {
    const messages = await releaseClaims(tx, workerIds, clock.now());
    const mails = await releaseMails(tx, workerIds);
    const deliveries = await releaseDeliveries(tx, workerIds, clock.now());
    return messages + mails + deliveries + (await releaseStatuses(tx, workerIds));
  },
});

/** A worker that cannot say goodbye leaves its row: the others bury it and free its claims. */
async function leave(ground: Ground, lease: WorkerLease): Promise<void> {
  try {
    await claimsAt(ground.clock).release(ground.database.pool, [lease.workerId]);
    await lease.end();
  } catch (error) {
    ground.log.warn({ err: error }, 'claims could not be given back; others will find them');
    lease.kill();
  }
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

function createSending(ground: Ground, mail: MailTransport, lease: WorkerLease): SendMessagesJob {
  const { config, clock, random } = ground;
  return createSendMessagesJob({
    ...ground,
    claimedBy: lease.workerId,
    holdsLease: lease.isHeld,
    mail,
    enabled: config.outbound.isEnabled,
    redirectTo: config.outbound.redirectTo,
    recordSettled: (tx, settled) => recordSettled(tx, settled, clock.now(), random),
  });
}

function createPosting(ground: Ground, lease: WorkerLease, stop: AbortSignal): DeliverWebhooksJob {
  const { config, resolveDns, publicUrl } = ground;
  return createDeliverWebhooksJob({
    ...ground,
    claimedBy: lease.workerId,
    holdsLease: lease.isHeld,
    stop,
    findAddresses: config.webhookAllowPrivate ? findAnyAddresses : findPublicAddresses(resolveDns),
    userAgent: `Parley-Webhooks/1 (+${publicUrl})`,
  });
}

function createTasks(
  ground: Ground,
  lease: WorkerLease,
  { send, post }: { readonly send: SendMessagesJob; readonly post: DeliverWebhooksJob },
  parser: MailParser,
  stop: AbortSignal,
): Readonly<Record<TaskName, () => Promise<void>>> {
  const { config } = ground;
  const claimedBy = lease.workerId;
  const { redirectTo } = config.outbound;
  const read = createReadMailsJob({
    ...ground,
    claimedBy,
    inboundDomain: config.inbound.domain,
    redirectTo,
    parser,
  });
  const readStatuses = createReadStatusesJob({ ...ground, claimedBy, redirectTo });
  const settleDue = createSettleDueJob(ground);
  const tellFailures = createTellFailuresJob(ground);
  const cleanUp = createCleanUpJob({ ...ground, keep: config.keep });
  return {
    'send-messages': () => send.run(stop),
    'read-mails': () => read.run(stop),
    'read-statuses': () => readStatuses.run(stop),
    'settle-due': () => settleDue.run(stop),
    'tell-failures': () => tellFailures.run(stop),
    'deliver-webhooks': () => post.run(),
    'fold-ledger': () => foldLedger(ground.database.pool, stop),
    'clean-up': () => cleanUp.run(stop),
  };
}

interface Sweep {
  start(): void;
  /** Resolves when no look is under way any more. */
  stop(): Promise<void>;
}

/**
 * Each second, buries dead workers and rings for whatever is due, what they left among it: a
 * doorbell may be lost, what is owed may not.
 */
function createSweep(ground: Ground, lease: WorkerLease, mail: MailTransport): Sweep {
  const { database, clock, doorbell, log } = ground;
  const watch = createWatch({
    database,
    lease,
    claims: claimsAt(clock),
    onBurial: (burial) => log.warn(burial, 'took over what dead workers left'),
  });
  const noteRelays = createRelayNotes(database.pool, lease.workerId, mail);
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isLookingAway = false;
  async function ring(): Promise<void> {
    for (const task of await findDueTasks(database.pool, clock.now())) doorbell.ring(task);
  }
  async function look(): Promise<void> {
    let failure: unknown = null;
    for (const part of [watch, ring, noteRelays]) {
      await part().catch((error) => {
        failure ??= error;
      });
    }
    if (failure && !isLookingAway) log.warn({ err: failure }, 'the sweep cannot see what is due');
    isLookingAway = failure !== null;
    looking = null;
  }
  const lookOnce = () => {
    looking ??= look();
  };
  return {
    start() {
      timer = setInterval(lookOnce, limits.sweepEveryMs);
      // What a process left behind that died is due now, not in a second.
      lookOnce();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await looking;
    },
  };
}
