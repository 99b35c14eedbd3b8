import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { findFreePort } from '../faults/free-port.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { writeErrorCodes } from './error-codes.ts';
import { type Desk, openDesk, readSnippets } from './snippets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const keys = { PARLEY_API_KEY: 'parley_key_of_the_guides_test', PARLEY_ADMIN_KEY: 'a'.repeat(40) };
let database: TestDatabase;
let service: Service;
let desk: Desk;

beforeAll(async () => {
  database = await openTestDatabase();
  const ports = { PORT: '0', INBOUND_SMTP_PORT: '0', PARLEY_ROLES: 'api,worker' };
  const config = parseConfig({ ...ports, ...keys, WEBHOOK_ALLOW_PRIVATE: 'true' });
  const tokenSecrets = 'k1:a-secret-of-the-guides-test-of-32-bytes';
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

const guides = readdirSync(join(root, 'sdk/guides')).filter((name) => name.endsWith('.md'));
const told = guides
  .map((name) => [name, readSnippets(`sdk/guides/${name}`)] as const)
  .filter(([, { program }]) => program !== '');

test.each(told)('the code of %s runs and prints what it says', async (name, snippets) => {
  const here = `http://localhost:${service.httpPort}`;
  const program = snippets.program.replaceAll('http://localhost:3000', here);
  const env = { ...keys, WEBHOOK_PORT: String(await findFreePort()) };
  expect(await desk.run(name.replace('.md', ''), program, env)).toEqual(snippets.printed);
});

test('the code of the guides is well typed', async () => {
  const programs = told.map(([name, { program }]) => [name.replace('.md', ''), program]);
  expect(await desk.check(Object.fromEntries(programs))).toBe('');
}, 60_000);

test('error-codes.md tells every code of the service', () => {
  expect(readFileSync(join(root, 'sdk/guides/error-codes.md'), 'utf8')).toBe(writeErrorCodes());
});

test('every link of the READMEs and guides leads somewhere', () => {
  const documents = ['README.md', 'service/README.md', 'openapi/README.md', 'sdk/README.md'];
  const files = [...documents, ...guides.map((name) => `sdk/guides/${name}`)];
  const dead = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(root, dirname(file), link)))
      .map((link) => `${file}: ${link}`),
  );
  expect(dead).toEqual([]);
});
