import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Random } from '../ports.ts';
import { takeDataDir } from './data-dir-owner.ts';
import { findBinaries, findServerUser } from './embedded-binaries.ts';
import { waitForOrphan } from './embedded-orphan.ts';
import { readOrMakeSecrets } from './embedded-secrets.ts';
import { type EmbeddedServer, runInitdb, startServer } from './embedded-server.ts';

export interface EmbeddedPostgres {
  readonly databaseUrl: string;
  /** Ends all connections and stops the server; the data stay. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly random: Random;
  /** Settings of postgresql.conf; tests give up safety for speed with them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when the server died by itself and is being started again. */
  readonly onRestart?: (reason: string) => void;
}

/**
 * Starts a PostgreSQL of its own in `dataDir` on a free port of the loopback interface, making the
 * data on the first start and recovering them after a crash. The server is apart from our process
 * group, so Ctrl-C leaves it running until `stop`; it ends by itself when our process is gone.
 * Rejects with a sentence that says what to do.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  if (platform() === 'win32') {
    throw new Error('The embedded PostgreSQL needs Linux or macOS: set DATABASE_URL instead.');
  }
  const dir = resolve(dataDir);
  await mkdir(dir, { recursive: true });
  const giveBack = await takeDataDir(dir);
  try {
    const { databasePassword } = await readOrMakeSecrets(dir, options.random);
    const user = findServerUser();
    const server: EmbeddedServer = {
      bin: await findBinaries(user),
      user,
      cluster: join(dir, 'postgres'),
      logFile: join(dir, 'postgres.log'),
      password: databasePassword,
      settings: options.settings ?? {},
    };
    await waitForOrphan(server.cluster);
    await makeCluster(server);
    const running = await startServer(server, options.onRestart ?? (() => {}));
    return {
      databaseUrl: running.databaseUrl,
      async stop() {
        await running.stop();
        await giveBack();
      },
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Makes the cluster beside its place and moves it there, so that half of one is never started. */
async function makeCluster(server: EmbeddedServer): Promise<void> {
  const { cluster, user } = server;
  if ((await readFile(join(cluster, 'PG_VERSION')).catch(() => null)) !== null) return;
  await removeDrafts(cluster);
  // A name of its own: the initdb of a start that was killed may still be writing its draft.
  const draft = `${cluster}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${server.password}\n`, { mode: 0o600 });
  try {
    if (user !== null) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await runInitdb(server, draft, passwordFile);
    await rename(draft, cluster);
  } finally {
    await removeDrafts(cluster);
  }
}

/** What cannot be removed now, because it is still written to, is removed by a later start. */
async function removeDrafts(cluster: string): Promise<void> {
  const folder = dirname(cluster);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(cluster)}.new-`)) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}
