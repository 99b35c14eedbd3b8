import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrokenService } from '../../attacks/broken-service.ts';
import { startCuttingProxy } from '../../house/cutting-proxy.ts';
import { waitFor } from '../../house/wait-for.ts';
import { apiKey } from '../load/callers.ts';
import { drawInt, type FaultRow, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import { broken, rowOf } from './control.ts';

const fault = 'controls: a service with its safeguards taken out must lose or double something';

/** 250 goes out before the mail is committed. */
const earlyAnswer: BrokenService = {
  file: 'service/inbox/receive-mail.ts',
  text: "await inTransaction(deps.database, 'store-mail'",
  instead: "void inTransaction(deps.database, 'store-mail'",
};

/** A key's answer is stored and never looked up. */
const forgetfulKeys: BrokenService = {
  file: 'service/api/idempotency.ts',
  text: `const requestHash = hashRequest(stamp);
  const stored = await findAnswer(tx, stamp, forgottenBefore(now));`,
  instead: 'const requestHash = hashRequest(stamp); const stored = null;',
};

/** Nobody takes over what a dead worker had claimed. */
const noBurial: BrokenService = {
  file: 'service/db/bury-workers.ts',
  text: 'if (silent.length === 0 && !hasLostJobs && !hasLostClaims) return;',
  instead: 'return;',
};

const keys = 10;

/** Each key is used twice: one after the other, as by a client that saw no answer. */
async function doubleRooms(stage: Stage): Promise<FaultRow> {
  const { url } = stage.processes('api')[0] ?? {};
  const start = new Date(Date.now() + 1e9).toISOString();
  const book = async (key: string) => {
    const host = { name: 'Ada', email: 'ada@host.example' };
    const answer = await fetch(`${url}/v1/rooms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ startUtc: start, durationMinutes: 60, host, reference: key }),
    });
    await answer.arrayBuffer();
  };
  for (let made = 0; made < keys; made += 1) {
    const key = randomUUID();
    await book(key);
    await book(key);
  }
  const { rows } = await stage.pool.query<{ doubled: number }>(
    `select count(*)::int as doubled from
       (select reference from rooms where reference is not null
        group by reference having count(*) > 1) twice`,
  );
  const doubled = rows[0]?.doubled ?? 0;
  return rowOf('idempotency keys never looked up', { times: keys, doubled }, doubled > 0);
}

/** Round trips of the listener to its database take this long, so that commits come late. */
const roundTripMs = 30;
const kills = 3;

/** The listener dies when it has just said 250. */
async function loseMails(stage: Stage): Promise<FaultRow> {
  const { hostname: host, port } = new URL(stage.database.url);
  const proxy = await startCuttingProxy({ host, port: Number(port) });
  proxy.delay(roundTripMs / 2);
  const way = { DATABASE_URL: proxy.through(stage.database.url) };
  try {
    let listener = await stage.start('smtp', broken([earlyAnswer], way));
    const load = stage.startLoad({ steps: ['answer-by-mail', 'answer-by-mail', 'reschedule'] });
    for (let killed = 0; killed < kills; killed += 1) {
      const { length } = stage.ledger.mails;
      const what = 'a mail to be taken';
      await waitFor(() => stage.ledger.mails.length > length, { timeoutMs: 30_000, what });
      await listener.kill();
      listener = await stage.replace(listener, broken([earlyAnswer], way));
    }
    await load.stop();
    await stage.rest();
    const row = await stage.judge({ fault, times: kills });
    return rowOf('250 before the commit, listener killed', row, row.lost > 0);
  } finally {
    await proxy.close();
  }
}

/** An honest service has taken over by then (limits.workerDeadMs, and a few looks around). */
const takeoverMs = 12_000;

/** The worker dies with mails on the wire; its successor must not find them. */
async function leaveOrphans(stage: Stage): Promise<FaultRow> {
  const worker = stage.processes('worker')[0];
  if (!worker) throw new Error('the worker is missing');
  stage.relay.behave(({ phase }) => {
    if (phase === 'data') worker.signal('SIGKILL');
    return 'go-on';
  });
  const load = stage.startLoad({ sessions: 2 });
  await waitFor(() => !worker.isAlive(), { timeoutMs: 30_000, what: 'the worker to be hit' });
  stage.relay.behave(() => 'go-on');
  await stage.replace(worker, broken([noBurial]));
  await pause(drawInt(stage.terms.draw, 500));
  await load.stop();
  await pause(takeoverMs);
  const { rows } = await stage.pool.query<{ lost: number }>(
    `select count(*)::int as lost from messages where state = 'sending'`,
  );
  const lost = rows[0]?.lost ?? 0;
  return rowOf('nobody buries a dead worker', { times: 1, lost }, lost > 0);
}

async function run(terms: ScenarioTerms): Promise<readonly FaultRow[]> {
  await using stage = await openStage(terms, { processes: { api: 0, worker: 0, smtp: 0 } });
  await Promise.all([
    stage.start('api', broken([forgetfulKeys])),
    stage.start('worker', broken([noBurial])),
  ]);
  return [await doubleRooms(stage), await loseMails(stage), await leaveOrphans(stage)];
}

export const scenarios: readonly Scenario[] = [{ name: 'control-naive', fault, run }];
