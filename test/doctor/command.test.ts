import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../service/doctor/doctor.ts';
import { examineWith, foundBy, usualEnv } from './doctor-house.ts';

const main = fileURLToPath(new URL('../../service/doctor/main.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as an operator does, with this environment and no other. */
const run = (env: Record<string, string>, ...words: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env } };
    const child = execFile(process.execPath, [main, ...words], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const development = () => ({ PARLEY_DATA_DIR: dir, PORT: '0', INBOUND_SMTP_PORT: '0' });

it('ends with 0 while nothing is wrong, and tells one line a finding', async () => {
  const { code, out, err } = await run(development(), '--dns', '127.0.0.1:1');
  expect(err).toBe('');
  expect(code).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines.at(-1)).toMatch(/^Parley can run: 0 wrong, \d+ to look at, \d+ well\.$/);
  for (const line of lines.slice(0, -2))
    expect(line).toMatch(/^(ok {3}|warn {1}|wrong) {2}[a-z-]+ /);
});

it('ends with 1 when something is wrong, and tells it to programs as JSON', async () => {
  const { code, out } = await run({ ...usualEnv }, '--json', '--dns', '127.0.0.1:1');
  expect(code).toBe(1);
  const report = JSON.parse(out) as Report;
  expect(report.isWell).toBe(false);
  expect(report.lines).toContainEqual(
    expect.objectContaining({ check: 'database', level: 'wrong', advice: expect.any(String) }),
  );
  // Without a name server: said, and nothing taken for absent.
  for (const check of ['mx', 'spf', 'dmarc']) {
    expect(foundBy(report.lines, check)).toEqual([expect.stringMatching(/^warn DNS did not tell/)]);
  }
});

it('ends with 2 and says how it is used when it is not understood', async () => {
  const { code, err } = await run(development(), '--jsn');
  expect(code).toBe(2);
  expect(err).toContain('npm run doctor');
});

it('warns of files with secrets that every user of the machine may read', async () => {
  const data = join(dir, 'open');
  await mkdir(data);
  await writeFile(join(data, 'secrets.json'), '{}');
  await chmod(join(data, 'secrets.json'), 0o644);
  const env = { DATABASE_URL: undefined, SMTP_URL: undefined, PARLEY_DATA_DIR: data };
  const lines = await examineWith(env);
  expect(foundBy(lines, 'files')).toEqual([
    'warn the file of secrets.json in PARLEY_DATA_DIR is open to every user of the machine',
  ]);
  expect(foundBy(lines, 'disk')[0]).toMatch(/GB are free in PARLEY_DATA_DIR$/);
  expect(foundBy(lines, 'database')).toEqual(['warn the embedded PostgreSQL does not run now']);
  await chmod(join(data, 'secrets.json'), 0o600);
  expect(foundBy(await examineWith(env), 'files')[0]).toMatch(/^ok/);
});
