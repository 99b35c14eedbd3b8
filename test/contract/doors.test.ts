import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { document, responsesOf } from './document.ts';

let database: TestDatabase;
let service: Service;
beforeAll(async () => {
  database = await openTestDatabase();
  const env = {
    PORT: '0',
    INBOUND_SMTP_PORT: '0',
    PARLEY_ROLES: 'api',
    HOOK_SECRET: 'h'.repeat(32),
  };
  const tokenSecrets = 'k1:a-secret-of-the-doors-test-of-32-bytes';
  const log = createLog({ level: 'silent', format: 'json' });
  const { databaseUrl } = database;
  service = await startService({ ...parseConfig(env), databaseUrl, tokenSecrets }, { log });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const doors = Object.entries(document.paths)
  .filter(([path]) => !path.startsWith('/v1/'))
  .flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [[`${method.toUpperCase()} ${path}`, operation] as const] : [];
    }),
  );

/** What a stranger's browser or program sends first: nothing to go by. */
test.each(doors)('%s answers a stranger as the document says', async (door, operation) => {
  const [method = '', path = ''] = door.split(' ');
  const url = `http://localhost:${service.httpPort}${path.replace('{provider}', 'ses')}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const isForm = method === 'POST' && !path.startsWith('/api/');
  const answer = await fetch(url, { method, ...(isForm && { headers: form, body: 't=none' }) });
  const text = await answer.text();
  expect(text).not.toContain('There is nothing at this address');
  const responses = responsesOf(operation);
  const group = `${String(answer.status)[0]}XX`;
  const response = responses[answer.status] ?? responses[group];
  expect([door, answer.status, response !== undefined]).toEqual([door, answer.status, true]);
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (text !== '') expect(Object.keys(response?.content ?? {})).toContain(type);
});
