import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { booking } from '../api/api-house.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { openReceiver, type Receiver } from './receiver.ts';

const apiKey = 'parley_key_of_the_webhook_test';
let database: TestDatabase;
let receiver: Receiver;
let service: Service | null = null;
beforeEach(async () => {
  database = await openTestDatabase();
  receiver = await openReceiver();
});
afterEach(async () => {
  await service?.stop();
  await receiver.close();
  await database.drop();
});

async function start(env: Record<string, string>): Promise<Service> {
  const { databaseUrl, tokenSecrets, ...config } = parseConfig({
    PORT: '0',
    PARLEY_ROLES: 'api,worker',
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-webhook-test-32-bytes',
    PARLEY_API_KEY: apiKey,
    ...env,
  });
  if (databaseUrl === null || tokenSecrets === null) throw new Error('both were set above');
  const log = createLog({ level: 'silent', format: 'json' });
  return startService({ ...config, databaseUrl, tokenSecrets }, { log });
}

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${service?.publicUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: endpoints and rooms.
  return { status: answer.status, json: (await answer.json()) as any };
}

test('a running service posts what happens, as soon as it happens', async () => {
  service = await start({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  const made = await call('POST', '/v1/webhook-endpoints', { url: receiver.url });
  expect(made.status).toBe(201);
  const types = () => receiver.got.map(({ event }) => event.type);
  await call('POST', '/v1/rooms', booking);
  await waitFor(() => types().filter((type) => type === 'message.sent').length === 2);
  expect(types()).toEqual(expect.arrayContaining(['room.created', 'room.booked']));
  const test = await call('POST', `/v1/webhook-endpoints/${made.json.id}/test`);
  await waitFor(() => receiver.got.some(({ id }) => id === test.json.id));
});

test('without WEBHOOK_ALLOW_PRIVATE a private address is refused, when it is stored too', async () => {
  service = await start({});
  const refused = await call('POST', '/v1/webhook-endpoints', { url: receiver.url });
  expect([refused.status, refused.json.code]).toEqual([422, 'invalid-webhook-url']);
  const url = 'https://hooks.example.com/';
  const { json: endpoint } = await call('POST', '/v1/webhook-endpoints', { url });
  // As if the name had led to it.
  await database.pool.query('update webhook_endpoints set url = $1', [receiver.url]);
  await call('POST', `/v1/webhook-endpoints/${endpoint.id}/test`);
  const [attempt] = await waitFor(async () => {
    const { json } = await call('GET', `/v1/webhook-endpoints/${endpoint.id}/attempts`);
    return json.data.length > 0 ? json.data : null;
  });
  expect(attempt).toMatchObject({ outcome: 'failed', error: 'private-address' });
  expect(receiver.got).toEqual([]);
});
