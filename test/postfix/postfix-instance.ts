import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findFreePort } from '../faults/free-port.ts';
import { waitFor } from '../house/wait-for.ts';
import { exampleFile } from './example-file.ts';
import type { FinallyDo } from './finally-do.ts';
import type { OwnResolver } from './own-resolver.ts';

export interface PostfixPlaces {
  readonly listenerPort: number;
  /** A value for `smtpd_milters`. */
  readonly filters: string;
  /** More lines for `transport`: where the example domains have their mailboxes. */
  readonly transport: readonly string[];
}

/** A Postfix of one's own, with the example's configuration, on free ports of the loopback. */
export interface Postfix {
  /** Where strangers write to. */
  readonly mxPort: number;
  /** Where Parley hands its mail over. */
  readonly relayPort: number;
  /** Recipients of all mails that wait. */
  queue(): Promise<string[]>;
  /** Tries at once what waits. */
  flush(): Promise<void>;
  /** Sets parameters until `undo` is called. */
  set(...settings: readonly string[]): Promise<{ undo(): Promise<void> }>;
  log(): string;
}

const examples = ['main.cf', 'master.cf', 'transport', 'relay_recipients', 'header_checks'];

export async function startPostfix(
  folder: string,
  resolver: OwnResolver,
  places: PostfixPlaces,
  finallyDo: FinallyDo,
): Promise<Postfix> {
  const conf = join(folder, 'conf');
  const mxPort = await findFreePort();
  const relayPort = await findFreePort();
  await layOut(folder, conf, { ...places, mxPort, relayPort });
  const settings = settingsOf(folder, places);
  await resolver.run('postconf', '-c', conf, '-e', ...settings);
  const postfix = (command: string) => resolver.leave('postfix', '-c', conf, command);
  await postfix('check');
  finallyDo(() => endMaster(folder));
  const start = async () => {
    await postfix('start');
    for (const port of [mxPort, relayPort]) await greets(port);
  };
  await start();
  return {
    mxPort,
    relayPort,
    async queue() {
      const lines = (await resolver.run('postqueue', '-c', conf, '-j')).split('\n').filter(Boolean);
      const mails = lines.map((line) => JSON.parse(line) as { recipients: { address: string }[] });
      return mails.flatMap(({ recipients }) => recipients.map(({ address }) => address));
    },
    flush: async () => void (await resolver.run('postqueue', '-c', conf, '-f')),
    async set(...wanted) {
      const names = wanted.map((one) => one.split('=')[0]?.trim() ?? '');
      const before = await resolver.run('postconf', '-c', conf, ...names);
      const apply = async (lines: readonly string[]) => {
        await resolver.run('postconf', '-c', conf, '-e', ...lines);
        // After a mere reload an idle process of before may still take a connection.
        await postfix('stop');
        await start();
      };
      await apply(wanted);
      return { undo: () => apply(before.split('\n').filter(Boolean)) };
    },
    log: () => readFileSync(join(folder, 'mail.log'), 'utf8'),
  };
}

/** Everything under one folder, which the system's own Postfix never sees. */
async function layOut(
  folder: string,
  conf: string,
  places: PostfixPlaces & { readonly mxPort: number; readonly relayPort: number },
): Promise<void> {
  for (const name of ['conf', 'queue', 'data']) await mkdir(join(folder, name));
  execFileSync('chown', ['postfix', join(folder, 'data')]);
  for (const name of examples) await copyFile(exampleFile(name), join(conf, name));
  const edit = async (name: string, change: (text: string) => string) =>
    writeFile(join(conf, name), change(readFileSync(exampleFile(name), 'utf8')));
  await edit('master.cf', (text) =>
    text
      .replace(/^smtp +inet/m, `127.0.0.1:${places.mxPort} inet`)
      .replace(/^127\.0\.0\.1:10587/m, `127.0.0.1:${places.relayPort}`),
  );
  await edit('transport', (text) =>
    [text.replace(':2525', `:${places.listenerPort}`), ...places.transport, ''].join('\n'),
  );
  makeCertificate(folder, join(conf, 'mx.pem'));
  await chmod(join(conf, 'mx.pem'), 0o600);
}

function makeCertificate(folder: string, file: string): void {
  const certificate = join(folder, 'certificate.pem');
  const names = ['-subj', '/CN=mx.parley.example', '-days', '2'];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes'];
  execFileSync('openssl', [...kind, ...names, '-keyout', file, '-out', certificate], {
    stdio: 'ignore',
  });
  execFileSync('sh', ['-c', 'cat "$0" >> "$1"', certificate, file]);
}

/** Places of its own, and hours that pass in seconds. */
const settingsOf = (folder: string, { filters }: PostfixPlaces): string[] => [
  `queue_directory=${join(folder, 'queue')}`,
  `data_directory=${join(folder, 'data')}`,
  `maillog_file=${join(folder, 'mail.log')}`,
  `maillog_file_prefixes=${folder}`,
  `smtpd_milters=${filters}`,
  'inet_protocols=ipv4',
  'minimal_backoff_time=2s',
  'maximal_backoff_time=4s',
  'queue_run_delay=2s',
  'delay_warning_time=1s',
];

const greets = (port: number) =>
  waitFor(
    async () => {
      const socket = connect(port, '127.0.0.1');
      const [greeting] = await once(socket, 'data');
      socket.destroy();
      return String(greeting).startsWith('220 mx.parley.example');
    },
    { timeoutMs: 20_000, what: `Postfix to greet on port ${port}` },
  );

/** By its pid file: its children end with it. */
async function endMaster(folder: string): Promise<void> {
  const file = join(folder, 'queue', 'pid', 'master.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, name);
    } catch {
      return false;
    }
  };
  if (!signal('SIGTERM')) return;
  await waitFor(() => !signal(0), { what: 'Postfix to end' }).catch(() => signal('SIGKILL'));
}
