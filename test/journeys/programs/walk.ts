/**
 * `npm run walk`: what a newcomer does, and how long it takes. From a fresh clone to a first booked
 * room whose webhook was verified, with nothing but the commands and the code of the quick start.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '../../faults/free-port.ts';
import { waitFor } from '../../house/wait-for.ts';
import { readSnippets } from '../../sdk/snippets.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = 'sdk/guides/quick-start.md';
const folder = mkdtempSync(join(tmpdir(), 'parley-walk-'));
const clone = join(folder, 'parley');
const application = join(folder, 'application');
const startedAt = performance.now();

function tell(step: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${step}\n`);
}

/** The commands of one block of the guide, without their comments. */
function commands(block: number): readonly string[] {
  const text = readFileSync(join(clone, guide), 'utf8');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const lines = (blocks[block] ?? '').split('\n').map((line) => line.replace(/\s+#.*$/, '').trim());
  return lines.filter((line) => line !== '');
}

const shell = (command: string, cwd: string) =>
  run('sh', ['-c', command], { cwd, maxBuffer: 2 ** 26 });

async function start(command: string): Promise<{ child: ChildProcess; url: string; key: string }> {
  const port = String(await findFreePort());
  const env = { ...process.env, PORT: port, INBOUND_SMTP_PORT: '0' };
  const child = spawn('sh', ['-c', `exec ${command.replace('npm start', 'npm start 2>&1')}`], {
    cwd: clone,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const key = () => /API key\s+(\S+)/.exec(output)?.[1];
  await waitFor(() => key() !== undefined, {
    timeoutMs: 120_000,
    what: () => `a start: ${output}`,
  });
  return { child, url: `http://localhost:${port}`, key: key() ?? '' };
}

let parley: ChildProcess | null = null;
try {
  await run('git', ['clone', '--quiet', root, clone]);
  tell('cloned');
  const [install = '', startCommand = ''] = commands(0);
  await shell(install, clone);
  tell(install);
  const running = await start(startCommand.replace(/^(\S+=\S+) /, 'env $1 '));
  parley = running.child;
  tell(startCommand);
  const [pack = '', add = ''] = commands(1);
  await shell(pack, clone);
  tell(pack);
  mkdirSync(application);
  writeFileSync(join(application, 'package.json'), '{ "type": "module" }\n');
  await shell(add.replace('<the clone>', clone), application);
  tell(add);
  const { program, printed } = readSnippets(guide);
  const file = join(application, 'first.mts');
  writeFileSync(file, program.replaceAll('http://localhost:3000', running.url));
  const env = {
    ...process.env,
    PARLEY_API_KEY: running.key,
    WEBHOOK_PORT: String(await findFreePort()),
  };
  const { stdout } = await run(process.execPath, [file], { env, timeout: 60_000 });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (lines.join('\n') !== printed.join('\n')) throw new Error(`it printed ${lines.join(' | ')}`);
  tell(`booked, moved, and heard of it by a verified webhook: ${lines.join(', ')}`);
} finally {
  if (parley?.pid !== undefined) process.kill(-parley.pid, 'SIGTERM');
  await waitFor(() => parley === null || parley.exitCode !== null || parley.signalCode !== null, {
    timeoutMs: 60_000,
    what: () => 'the end of the service',
  });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
