import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';
import { apiKey } from './load/callers.ts';
import { sharedServer } from './stage-database.ts';
import { startProcess } from './stage-process.ts';

let dir: string | null = null;

/** Environment by which a process finds what was compiled before it. */
export const compileCacheEnv = (): Readonly<Record<string, string>> =>
  dir === null ? {} : { NODE_COMPILE_CACHE: dir };

/**
 * Starts the service once and ends it in order, whereupon Node keeps what it compiled: hundreds of
 * processes are started after it, and who is killed keeps nothing. That saves half of each start.
 */
export async function warmUp(): Promise<void> {
  dir = await mkdtemp(join(tmpdir(), 'parley-compiled-'));
  const server = await sharedServer();
  const place = { httpPort: await findFreePort(), smtpPort: await findFreePort() };
  const one = await startProcess(
    { role: 'api', ...place },
    {
      ...compileCacheEnv(),
      DATABASE_URL: await server.createDatabase(),
      TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
      PARLEY_API_KEY: apiKey,
      SMTP_URL: 'smtp://127.0.0.1:9',
      INBOUND_SMTP_HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
    },
    { roles: ['api', 'worker', 'smtp'] },
  );
  one.signal('SIGTERM');
  await one.ended();
}

export async function forgetCompiled(): Promise<void> {
  if (dir !== null) await rm(dir, { recursive: true, force: true });
  dir = null;
}
