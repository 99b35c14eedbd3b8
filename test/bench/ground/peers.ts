import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { waitFor } from '../../house/wait-for.ts';
import type { MailToSend } from '../programs/smtp-load.ts';
import type { Bench } from './bench.ts';

/** The path of a program, also one that only root's path has; null when it is not installed. */
async function findProgram(name: string): Promise<string | null> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/** Postfix's generator to our sink: the limit of the wire. Says what it did in a sentence. */
export async function sendByPostfix(bench: Bench, count: number, bytes: number): Promise<string> {
  const path = await findProgram('smtp-source');
  if (path === null) return 'Postfix smtp-source is not installed (package postfix)';
  await bench.sink.clear();
  const words = ['-d', '-s', '10', '-m', String(count), '-l', String(bytes)];
  const startedAt = performance.now();
  const child = spawn(path, [...words, `127.0.0.1:${bench.sink.port}`], { stdio: 'ignore' });
  const code = await ended(child);
  const perSecond = Math.round((count * 1000) / (performance.now() - startedAt));
  return code === 0
    ? `Postfix smtp-source to the same sink: ${perSecond} mails/s`
    : `Postfix smtp-source ended with ${code}`;
}

/** The same mails to Postfix's sink, which stores nothing: the limit of the generator. */
export async function deliverToPostfix(
  bench: Bench,
  mails: readonly MailToSend[],
  connections: number,
): Promise<string> {
  const path = await findProgram('smtp-sink');
  if (path === null) return 'Postfix smtp-sink is not installed (package postfix)';
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(path, ['-u', 'nobody', `127.0.0.1:${port}`, '100'], { stdio: 'ignore' });
  try {
    await waitFor(() => isOpen(port), { timeoutMs: 5_000, what: 'smtp-sink' });
    const { seconds } = await bench.deliver({ port, mails, connections });
    return `Postfix smtp-sink, storing nothing: ${Math.round(mails.length / seconds)} mails/s`;
  } finally {
    child.kill();
    await ended(child);
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== null));
    socket.once('error', () => resolve(false));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** Haraka with a parser would be the peer of reading mail. */
export async function findHaraka(): Promise<string> {
  const path = await findProgram('haraka');
  return path === null ? 'Haraka is not installed' : `Haraka is at ${path}; not measured here`;
}
