import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs programs for which `/etc/resolv.conf` names our name server; nobody else sees that. */
export interface OwnResolver {
  /** For programs that read no such file. */
  readonly nameServer: string;
  /** Resolves with what the program wrote when it ended well, else rejects. */
  run(program: string, ...words: readonly string[]): Promise<string>;
  /** The same for one that leaves others behind, which would hold its output open. */
  leave(program: string, ...words: readonly string[]): Promise<void>;
  /** Starts a program that stays. */
  start(program: string, ...words: readonly string[]): ChildProcess;
}

const mountAndRun = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';

export async function openOwnResolver(folder: string, nameServer: string): Promise<OwnResolver> {
  const file = join(folder, 'resolv.conf');
  await writeFile(file, `nameserver ${nameServer}\noptions attempts:1 timeout:2\n`);
  const wrap = (program: string, words: readonly string[]) =>
    ['--mount', 'sh', '-c', mountAndRun, file, program, ...words] as const;
  const start = (program: string, words: readonly string[]) =>
    spawn('unshare', wrap(program, words), { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    nameServer,
    async run(program, ...words) {
      const { stdout, stderr } = await promisify(execFile)('unshare', wrap(program, words), {
        maxBuffer: 2 ** 24,
      });
      return stdout + stderr;
    },
    async leave(program, ...words) {
      const [code] = await once(start(program, words), 'exit');
      if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}`);
    },
    start: (program, ...words) => start(program, words),
  };
}
