import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findFreePort } from '../faults/free-port.ts';
import { waitFor } from '../house/wait-for.ts';
import { exampleFile } from './example-file.ts';
import type { FinallyDo } from './finally-do.ts';
import type { OwnResolver } from './own-resolver.ts';

/** The programs, and by which option each is told of its configuration. */
const programs: Readonly<Record<string, string>> = { opendkim: '-x', opendmarc: '-c' };

/**
 * Starts the programs that say who sent a mail, as `deploy/postfix` sets them up, on free ports.
 * Resolves with a value for `smtpd_milters`.
 */
export async function startFilters(
  folder: string,
  resolver: OwnResolver,
  finallyDo: FinallyDo,
): Promise<string> {
  const ports: number[] = [];
  for (const [name, option] of Object.entries(programs)) {
    const home = join(folder, name);
    await mkdir(home);
    execFileSync('chown', [name, home]);
    const port = await findFreePort();
    const conf = join(home, `${name}.conf`);
    await writeFile(conf, await layOut(name, home, port, resolver.nameServer));
    await chmod(conf, 0o644);
    const child = resolver.start(name, '-f', option, conf);
    finallyDo(() => end(child));
    ports.push(port);
  }
  for (const port of ports) await listens(port);
  return ports.map((port) => `inet:127.0.0.1:${port}`).join(',');
}

/** The example with places of our own; mail from this machine is a stranger's here. */
async function layOut(
  name: string,
  home: string,
  port: number,
  nameServer: string,
): Promise<string> {
  const nobody = join(home, 'nobody');
  await writeFile(nobody, '192.0.2.1\n');
  const own: Readonly<Record<string, string>> = {
    Socket: `inet:${port}@127.0.0.1`,
    PidFile: join(home, 'pid'),
    Syslog: 'no',
    ...(name === 'opendkim'
      ? { InternalHosts: nobody, Nameservers: nameServer }
      : { IgnoreHosts: nobody }),
  };
  const isOurs = (line: string) => Object.hasOwn(own, line.split(/\s/)[0] ?? '');
  const kept = readFileSync(exampleFile(`${name}.conf`), 'utf8')
    .split('\n')
    .filter((line) => !isOurs(line));
  return [...kept, ...Object.entries(own).map((pair) => pair.join(' ')), ''].join('\n');
}

const listens = (port: number) =>
  waitFor(
    async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return true;
    },
    { what: `a filter on port ${port}` },
  );

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}
