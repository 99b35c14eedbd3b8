import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * The URL of the embedded PostgreSQL that another process runs on `dataDir`; null when none does.
 * Rejects when its files may not be read.
 */
export async function findEmbedded(dataDir: string): Promise<string | null> {
  const dir = resolve(dataDir);
  const pid = await readIfThere(join(dir, 'postgres', 'postmaster.pid'));
  const secrets = await readIfThere(join(dir, 'secrets.json'));
  // The fourth line of postmaster.pid is the port.
  const port = Number(pid?.split('\n')[3]);
  if (secrets === null || !(port > 0)) return null;
  const { databasePassword } = JSON.parse(secrets) as { databasePassword: string };
  return `postgres://parley:${databasePassword}@127.0.0.1:${port}/postgres`;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
