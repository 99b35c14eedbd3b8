import { parseConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { readRestored, runRestored } from '../keeping/restored-command.ts';
import { createLog } from '../ops/log.ts';
import { machineClock } from '../real-ports.ts';
import { openDatabase, waistOf } from './open-database.ts';

/** Makes a restored database fit to go on from (deploy/keeping.md), and ends. */
export async function makeFitAfterRestore(words: readonly string[]): Promise<void> {
  const wish = readRestored(words, machineClock.now());
  const parsed = parseConfig(process.env);
  const opened = await openDatabase(parsed, createLog(parsed.log));
  const { config } = opened;
  try {
    await migrate(config.databaseUrl);
    // A pool of one: whoever looks for other processes finds no connection of this one.
    const pool = openPool(config.databaseUrl, { max: 1 });
    const database = { pool, afterCommit: () => {} };
    const deps = { database, clock: machineClock, waist: waistOf(config) };
    process.stdout.write(await runRestored(deps, wish).finally(() => pool.end()));
  } finally {
    await opened.stop();
  }
}
