import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { type Desk, openDesk, readSnippets } from './snippets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const apiKey = 'parley_key_of_the_sdk_readme';
let database: TestDatabase;
let service: Service;
let desk: Desk;

beforeAll(async () => {
  database = await openTestDatabase();
  const tokenSecrets = 'k1:a-secret-of-the-readme-test-of-32-bytes';
  const ports = { PORT: '0', INBOUND_SMTP_PORT: '0', PARLEY_ROLES: 'api' };
  const config = parseConfig({ ...ports, PARLEY_API_KEY: apiKey });
  const log = createLog({ level: 'silent', format: 'json' });
  const { databaseUrl } = database;
  service = await startService({ ...config, databaseUrl, tokenSecrets }, { log });
  desk = openDesk();
});
afterAll(async () => {
  desk.clear();
  await service.stop();
  await database.drop();
});

const { program } = readSnippets('sdk/README.md');

test('the code of the README runs: it makes a booked room', async () => {
  expect(program).toContain("from '@parley/sdk'");
  const here = `http://localhost:${service.httpPort}`;
  const own = program.replaceAll('http://localhost:3000', here);
  await desk.run('run', own, { PARLEY_API_KEY: apiKey });
  const { rows } = await database.pool.query('select status from rooms');
  expect(rows).toEqual([{ status: 'booked' }]);
});

test('the SDK and the code of its README are well typed for a platform without Node', async () => {
  const process_ = 'declare const process: { env: Record<string, string | undefined> };\n';
  const platform = { types: [], lib: ['ES2023', 'DOM', 'DOM.Iterable'] };
  expect(await desk.check({ typed: process_ + program }, platform)).toBe('');
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
