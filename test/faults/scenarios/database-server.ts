import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { drawBetween, drawInt, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import { type Phase, playPhases } from './play-phases.ts';

const fault = 'PostgreSQL and its backends die, or take no more connections';

/** Few, so that all of them can be taken; the service alone wants less. */
const maxConnections = 90;

const serviceBackends = `from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and application_name like 'parley%'`;

/** Ends backends of the service: so many, or all of them. */
const terminate = (stage: Stage, count: number | null) =>
  stage.pool.query(
    `select pg_terminate_backend(pid) from
       (select pid ${serviceBackends} order by random() limit $1) chosen`,
    [count],
  );

/** The supervisor starts it again; meanwhile there is nobody, then a server that recovers. */
const killPostmaster: Phase = {
  fault: 'postmaster kill -9, started again by its supervisor',
  atLeast: 2,
  async make(stage) {
    process.kill(await stage.database.server.postmasterPid(), 'SIGKILL');
    return performance.now();
  },
};

/** PostgreSQL ends every other backend then, and recovers. */
const killBackend: Phase = {
  fault: 'kill -9 of a backend: PostgreSQL restarts all of itself',
  atLeast: 2,
  async make(stage) {
    const { rows } = await stage.pool.query<{ pid: number }>(
      `select pid ${serviceBackends} order by random() limit 1`,
    );
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    return performance.now();
  },
};

const terminateSome: Phase = {
  fault: 'some backends terminated',
  atLeast: 3,
  async make(stage) {
    await terminate(stage, 1 + drawInt(stage.terms.draw, 4));
    return performance.now();
  },
};

const terminateAll: Phase = {
  fault: 'all backends terminated at once',
  atLeast: 2,
  async make(stage) {
    await terminate(stage, null);
    return performance.now();
  },
};

/** Somebody else takes every connection there is, also those the service had. */
const takeConnections: Phase = {
  fault: 'no connection left (max_connections) for some seconds',
  async make(stage) {
    const hogs: pg.Client[] = [];
    await terminate(stage, null);
    while (hogs.length < maxConnections) {
      const hog = new pg.Client({ connectionString: stage.database.url });
      hog.on('error', () => {});
      const isIn = await hog.connect().then(
        () => true,
        () => false,
      );
      if (!isIn) break;
      hogs.push(hog);
    }
    await terminate(stage, null).catch(() => {});
    await pause(drawBetween(stage.terms.draw, 1_000, 3_000));
    await Promise.all(hogs.map((hog) => hog.end()));
    return performance.now();
  },
};

async function run(terms: ScenarioTerms) {
  await using stage = await openStage(terms, {
    ownServer: { settings: { max_connections: String(maxConnections) } },
  });
  const all = [killPostmaster, killBackend, terminateSome, terminateAll, takeConnections];
  return await playPhases(stage, all);
}

export const scenarios: readonly Scenario[] = [{ name: 'database-server', fault, run }];
