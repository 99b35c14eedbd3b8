import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const apiKey = 'parley_key_of_the_sdk_readme';
let database: TestDatabase;
let service: Service;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const tokenSecrets = 'k1:a-secret-of-the-readme-test-of-32-bytes';
  const ports = { PORT: '0', INBOUND_SMTP_PORT: '0', PARLEY_ROLES: 'api' };
  const config = parseConfig({ ...ports, PARLEY_API_KEY: apiKey });
  const log = createLog({ level: 'silent', format: 'json' });
  const { databaseUrl } = database;
  service = await startService({ ...config, databaseUrl, tokenSecrets }, { log });
  folder = mkdtempSync(join(tmpdir(), 'parley-readme-'));
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** The code of the README as one program: its first block, and those that continue it. */
function writeProgram(name: string): string {
  const readme = readFileSync(join(root, 'sdk/README.md'), 'utf8');
  const found = [...readme.matchAll(/```ts( continued)?\n([\s\S]*?)```/g)];
  expect(found.map((match) => match[1] ?? null).filter((mark) => mark === null)).toHaveLength(1);
  const program = found
    .map((match) => match[2] ?? '')
    .join('\n')
    .replaceAll("'@parley/sdk'", `'${join(root, 'sdk/src/index.ts')}'`)
    .replaceAll('http://localhost:3000', `http://localhost:${service.httpPort}`);
  expect(program).toContain(join(root, 'sdk/src/index.ts'));
  const file = join(folder, name);
  writeFileSync(file, program);
  return file;
}

test('the code of the README runs: it makes a booked room', async () => {
  const env = { PATH: process.env.PATH ?? '', PARLEY_API_KEY: apiKey };
  const { stderr } = await run(process.execPath, [writeProgram('run.mts')], { env });
  expect(stderr).toBe('');
  const { rows } = await database.pool.query('select status from rooms');
  expect(rows).toEqual([{ status: 'booked' }]);
});

test('the SDK and the code of its README are well typed for a platform without Node', async () => {
  const file = writeProgram('typed.mts');
  const process_ = 'declare const process: { env: Record<string, string | undefined> };\n';
  writeFileSync(file, process_ + readFileSync(file, 'utf8'));
  const compilerOptions = { types: [], lib: ['ES2023', 'DOM', 'DOM.Iterable'], noEmit: true };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['typed.mts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
}, 60_000);

test('the SDK imports nothing of Node and no package but openapi-fetch', () => {
  const source = join(root, 'sdk/src');
  const imported = readdirSync(source).flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/from '([^'.][^']*)'/g)].map(
      (match) => match[1],
    ),
  );
  expect([...new Set(imported)]).toEqual(['openapi-fetch']);
});
