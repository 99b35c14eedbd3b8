import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ServerUser } from './embedded-binaries.ts';
import { killServer } from './embedded-orphan.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const pollMs = 25;
const restartPauseMs = 500;

export interface EmbeddedServer {
  readonly bin: string;
  readonly user: ServerUser | null;
  readonly cluster: string;
  readonly logFile: string;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The parent of the server: starts it and stops it (fast shutdown) when its own standard input
 * ends, which the system does for us even after a kill -9. It ignores the signals of a terminal.
 */
const guard = `
trap '' INT TERM HUP
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT $server; } &
reader=$!
wait $server
code=$?
kill -KILL $reader 2>/dev/null
exit $code
`;

/**
 * How to name the cluster to a program of another user: as its own working directory, which needs
 * no access to the folders above (they may be private to root).
 */
function placeIn(cluster: string, user: ServerUser | null) {
  const name = user !== null && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
  return { name, spawn: { cwd: cluster, ...(user ?? {}) } };
}

/** Makes a new cluster in the empty folder `cluster`. */
export async function runInitdb(
  server: EmbeddedServer,
  cluster: string,
  passwordFile: string,
): Promise<void> {
  const place = placeIn(cluster, server.user);
  const password = openSync(passwordFile, 'r');
  const log = openSync(server.logFile, 'w', 0o600);
  try {
    const child = spawn(
      join(server.bin, 'initdb'),
      [
        `--pgdata=${place.name}`,
        '--username=parley',
        '--auth=scram-sha-256',
        '--pwfile=/dev/fd/3',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(server.settings.fsync === 'off' ? ['--no-sync'] : []),
      ],
      { ...place.spawn, stdio: ['ignore', log, log, password] },
    );
    const code = await ended(child);
    if (code !== 0) throw new Error(await explain('make its data', server.logFile));
  } finally {
    closeSync(password);
    closeSync(log);
  }
}

/**
 * Starts the server and keeps it running: when it dies without `stop` having been asked for, it is
 * started again on the same port, as a supervisor would.
 */
export async function startServer(
  server: EmbeddedServer,
  onRestart: (reason: string) => void,
): Promise<{ databaseUrl: string; stop(): Promise<void> }> {
  const port = await findFreePort();
  const databaseUrl = `postgres://parley:${server.password}@127.0.0.1:${port}/postgres`;
  let stopping = false;
  let child = launch(server, port);
  await waitUntilReady(databaseUrl, child, server.logFile);

  async function keepRunning(): Promise<void> {
    for (;;) {
      const code = await ended(child);
      if (stopping) return;
      onRestart(`the embedded PostgreSQL ended with code ${code}`);
      await delay(restartPauseMs);
      if (stopping) return;
      child = launch(server, port);
    }
  }
  const keeper = keepRunning();

  return {
    databaseUrl,
    async stop() {
      stopping = true;
      child.stdin?.end();
      const stopped = await Promise.race([
        keeper.then(() => true),
        delay(stopTimeoutMs, false, { ref: false }),
      ]);
      if (!stopped) {
        await killServer(server.cluster, 'SIGQUIT');
        await keeper;
      }
    },
  };
}

function launch(server: EmbeddedServer, port: number): ChildProcess {
  const place = placeIn(server.cluster, server.user);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    ...server.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(server.logFile, 'w', 0o600);
  try {
    return spawn(
      '/bin/sh',
      ['-c', guard, 'parley-postgres', join(server.bin, 'postgres'), '-D', place.name, ...flags],
      { ...place.spawn, detached: true, stdio: ['pipe', log, log] },
    ).on('error', () => {});
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  let over = false;
  void ended(child).then(() => {
    over = true;
  });
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    } catch {
      if (over) break;
      await delay(pollMs);
    } finally {
      await client.end().catch(() => {});
    }
  }
  child.stdin?.end();
  throw new Error(await explain('start', logFile));
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
}

async function explain(deed: string, logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const tail = log.trim().split('\n').slice(-8).join('\n');
  return `The embedded PostgreSQL could not ${deed} (${logFile}):\n${tail}`;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
