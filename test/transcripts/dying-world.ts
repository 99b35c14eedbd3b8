import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { buryWorkers } from '../../service/db/bury-workers.ts';
import { lookAround } from '../../service/db/dead-workers.ts';
import type { AfterCommit } from '../../service/ports.ts';
import { claimsAt } from '../../service/worker.ts';
import { createServiceWorld, openStage, type Stage, serviceName } from './service-world.ts';
import type { Transcript } from './transcript.ts';
import type { World } from './world.ts';

/** How often clients try again what was cut off. */
const retryAfterMs = 20;
const tries = 500;

export interface DyingWorld extends World {
  /** How often the service died so far. */
  deaths(): number;
}

/**
 * The whole service, which dies at once after the first commit of each kind in each step and is
 * started again. Clients repeat what was cut off, as real ones do: HTTP with the same idempotency
 * key, SMTP with the same mail, people by clicking again.
 */
export async function openDyingWorld(transcript: Transcript): Promise<DyingWorld> {
  const died = new Set<string>();
  let step = 0;
  let funeral: Promise<void> = Promise.resolve();
  let deaths = 0;

  const hookOf = (start: number): AfterCommit => {
    let isDead = false;
    return (transactionName) => {
      const moment = `${step} ${transactionName}`;
      if (isDead) return never();
      if (died.has(moment)) return;
      died.add(moment);
      isDead = true;
      deaths += 1;
      funeral = funeral.then(() => replace(stage, start));
      return never();
    };
  };

  const stage: Stage = await openStage(transcript, hookOf);
  const world = createServiceWorld(stage, transcript, {
    whileWaiting: () => funeral,
    async persist(attempt) {
      for (let left = tries; ; left -= 1) {
        try {
          return await attempt();
        } catch (error) {
          if (left === 0) throw error;
          await pause(retryAfterMs);
          await funeral;
        }
      }
    },
  });
  return {
    async play(action) {
      step += 1;
      return world.play(action);
    },
    async close() {
      await funeral;
      await world.close();
    },
    deaths: () => deaths,
  };
}

const never = (): Promise<void> => new Promise(() => {});

/** Nobody is looked at twice: the others of a real service would take some seconds. */
const atOnce = { beatMs: 0, deadMs: 0, frozenMs: 0 };

/** Cuts everything the dead service had, buries its worker, and starts the next one. */
async function replace(stage: Stage, start: number): Promise<void> {
  stage.service().kill();
  const { pool } = stage.database;
  await pool.query(
    // Of this database: other plays on the same server have services of the same name.
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = $1`,
    [serviceName(start)],
  );
  const { neighbours } = await lookAround(pool, randomUUID());
  await buryWorkers(stage.database.database, claimsAt(stage.clock), neighbours, atOnce);
  for (let left = tries; ; left -= 1) {
    try {
      return await stage.restart();
    } catch (error) {
      if (left === 0) throw error;
      await pause(retryAfterMs);
    }
  }
}
