import { readFileSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The data directory belongs to another process; `message` names it. */
class DataDirTakenError extends Error {
  override readonly name = 'DataDirTakenError';
}

/**
 * Makes this process the owner of `dataDir` and returns how to give it back.
 * A mark left by a process that is gone is taken over. Rejects with `DataDirTakenError`.
 */
export async function takeDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'owner');
  const mine = describeProcess(process.pid);
  for (;;) {
    if (await markIfFree(path, `${mine}\n`)) return () => rm(path, { force: true });
    const theirs = (await readFile(path, 'utf8').catch(() => '')).trim();
    const pid = Number(theirs.split(' ')[0]);
    if (theirs !== '' && isRunning(pid) && describeProcess(pid) === theirs) {
      throw new DataDirTakenError(
        `Process ${pid} is already using the data directory ${dataDir}. Stop it first, or start ` +
          'this one with another PARLEY_DATA_DIR (or with DATABASE_URL to share a database).',
      );
    }
    await rm(path, { force: true });
  }
}

/** Linking a finished file lets nobody read a half-written mark. */
async function markIfFree(path: string, mark: string): Promise<boolean> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, mark);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The id, and where the system tells it the start time: after a restart of a container the same id
 * is often another process.
 */
function describeProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc_pid_stat(5): the 22nd field; the second may hold spaces and ends with the last `)`.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid} ${started}`;
  } catch {
    return `${pid}`;
  }
}

/** Whether a process of this id exists (also when it is another user's). */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
