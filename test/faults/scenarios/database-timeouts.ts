import { setTimeout as pause } from 'node:timers/promises';
import { drawBetween, drawOne, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import { type Phase, playPhases } from './play-phases.ts';

const fault = 'statement, lock and idle-transaction timeouts';

/** Far shorter than in life, so that they strike. A URL's settings go before the service's own. */
const patience = {
  statement_timeout: '300',
  lock_timeout: '150',
  idle_in_transaction_session_timeout: '60',
};

const locks = [
  `select id from rooms where id in (select id from rooms order by random() limit 3) for update`,
  `select id from messages where id in (select id from messages order by random() limit 9)
   for update`,
  'lock table room_history in exclusive mode',
  'lock table messages in exclusive mode',
  'lock table imip_messages in exclusive mode',
] as const;

/** Somebody holds what the service needs, longer than it waits. */
const holdLocks: Phase = {
  fault: 'locks held past lock_timeout and statement_timeout; idle transactions cut off',
  atLeast: 5,
  async make(stage: Stage) {
    const { draw } = stage.terms;
    const client = await stage.pool.connect();
    try {
      await client.query('begin');
      await client.query(drawOne(draw, locks));
      await pause(drawBetween(draw, 100, 700));
    } finally {
      await client.query('rollback').catch(() => {});
      client.release();
    }
    return performance.now();
  },
};

async function run(terms: ScenarioTerms) {
  await using stage = await openStage(terms, {
    processes: { api: 0, worker: 0, smtp: 0 },
    wayToDatabase: (databaseUrl) => {
      const url = new URL(databaseUrl);
      for (const [name, ms] of Object.entries(patience)) url.searchParams.set(name, ms);
      return url.href;
    },
  });
  // One after the other: at the start each waits for the lock of the migrations.
  for (const role of ['api', 'worker', 'smtp'] as const) await stage.start(role);
  return await playPhases(stage, [holdLocks]);
}

export const scenarios: readonly Scenario[] = [{ name: 'database-timeouts', fault, run }];
