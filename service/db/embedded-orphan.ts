import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 25;
const patienceMs = 2_000;
const stopTimeoutMs = 30_000;

/**
 * Waits until no server of an earlier start runs on `cluster`. After a kill -9 of the process
 * before us its server may still be shutting down; one whose guard was killed too has to be told.
 * A `postmaster.pid` that names nothing, or a process that is no PostgreSQL, is removed.
 */
export async function waitForOrphan(cluster: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < stopTimeoutMs; waitedMs += pollMs) {
    if ((await findServer(cluster)) === null) {
      await rm(pidFile(cluster), { force: true });
      return;
    }
    if (waitedMs === patienceMs) await killServer(cluster, 'SIGINT');
    await delay(pollMs);
  }
  throw new Error(
    `A PostgreSQL of an earlier start (process ${await findServer(cluster)}) still runs on ` +
      `${cluster} and does not stop: end it, then start again.`,
  );
}

/** Signals the server of `cluster`; does nothing when none runs. */
export async function killServer(cluster: string, signal: NodeJS.Signals): Promise<void> {
  const pid = await findServer(cluster);
  if (pid !== null) process.kill(pid, signal);
}

async function findServer(cluster: string): Promise<number | null> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 && nameProcess(pid).includes('postgres') ? pid : null;
}

/** The program of a process, so that one that got the id of a dead server is let alone. */
function nameProcess(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8');
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function pidFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
