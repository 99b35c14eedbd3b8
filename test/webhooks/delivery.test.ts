import { Webhook } from 'standardwebhooks';
import { booking } from '../api/api-house.ts';
import { answer, openReceiver, type Receiver, take } from './receiver.ts';
import { openWebhookHouse, type WebhookHouse } from './webhook-house.ts';

let house: WebhookHouse;
let receiver: Receiver;
beforeEach(async () => {
  house = await openWebhookHouse();
  receiver = await openReceiver();
});
afterEach(async () => {
  await house.close();
  await receiver.close();
});

const ids = () => receiver.got.map(({ id }) => id);

test('an event is posted as the log has it, signed so that the library verifies it', async () => {
  const { id, secret } = await house.addEndpoint(receiver.url);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await house.call('POST', '/v1/rooms', { body: booking });
  await house.deliver();
  const { json } = await house.call('GET', '/v1/events');
  expect(receiver.got.map(({ event }) => event)).toEqual(json.data);
  for (const { headers, body, event } of receiver.got) {
    expect(new Webhook(secret).verify(body, headers)).toEqual(event);
    expect(headers).toMatchObject({
      'webhook-id': event.id,
      'content-type': 'application/json',
      'user-agent': 'Parley-Webhooks/1 (+https://parley.example)',
    });
  }
  const attempts = await house.attemptsOf(id);
  expect(attempts.map((one) => one.eventId).sort()).toEqual(ids().sort());
  expect(attempts[0]).toMatchObject({ outcome: 'delivered', status: 204, attempt: 1, error: null });
  expect(await house.metrics.render()).toMatch(
    /parley_webhook_deliveries_total\{outcome="delivered"\} \d/,
  );
});

test('only the chosen types are posted, and never those of before the endpoint', async () => {
  await house.call('POST', '/v1/rooms', { body: booking });
  house.clock.advance({ seconds: 1 });
  await house.addEndpoint(receiver.url, { eventTypes: ['room.cancelled'] });
  const { json } = await house.call('POST', '/v1/rooms', { body: booking });
  await house.call('DELETE', `/v1/rooms/${json.id}`);
  await house.deliver();
  expect(receiver.got.map(({ event }) => event.type)).toEqual(['room.cancelled']);
});

test('the events of one room arrive one after the other in their order', async () => {
  await house.addEndpoint(receiver.url);
  const { json } = await house.call('POST', '/v1/rooms', { body: booking });
  const wanted: string[] = [];
  for (let nth = 0; nth < 3; nth += 1) wanted.push(...(await house.writeEvents(4, json.id)));
  await house.deliver();
  expect(ids().filter((id) => wanted.includes(id))).toEqual(wanted);
});

test('a failed event is tried again over three days by the schedule, then given up', async () => {
  receiver.behave = answer(500, {}, 'out of order');
  const { id } = await house.addEndpoint(receiver.url);
  const [eventId] = await house.writeEvents(1);
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await house.deliver();
    expect(receiver.got).toHaveLength(attempt);
    const [latest] = await house.attemptsOf(id);
    expect(latest).toMatchObject({ attempt, outcome: 'failed', status: 500, error: 'status' });
    if (latest.nextAttemptAt === null) break;
    waits.push(Date.parse(latest.nextAttemptAt) - house.clock.now().getTime());
    house.clock.set(new Date(Date.parse(latest.nextAttemptAt) - 1));
    await house.deliver();
    expect(receiver.got).toHaveLength(attempt);
    house.clock.set(latest.nextAttemptAt);
  }
  expect(receiver.got).toHaveLength(10);
  expect(new Set(ids())).toEqual(new Set([eventId]));
  expect(new Set(receiver.got.map(({ body }) => body)).size).toBe(1);
  const days = waits.reduce((sum, ms) => sum + ms, 0) / 86_400_000;
  expect(days).toBeGreaterThan(2.7);
  expect(days).toBeLessThan(3.3);
  house.clock.advance({ hours: 48 });
  await house.deliver();
  expect(receiver.got).toHaveLength(10);
  expect((await house.attemptsOf(id))[0]).toMatchObject({ response: 'out of order' });
});

test('an event that fails holds up none after it', async () => {
  await house.addEndpoint(receiver.url);
  const [bad, ...rest] = await house.writeEvents(5);
  receiver.behave = (res, got) => res.writeHead(got.id === bad ? 500 : 200).end();
  await house.deliver();
  expect(ids()).toEqual(expect.arrayContaining(rest));
  house.clock.advance({ seconds: 6 });
  receiver.behave = take;
  await house.deliver();
  expect(ids().at(-1)).toBe(bad);
});

test.each([
  ['429', '120', 120],
  ['503', '3600', 3600],
  ['503', '1000000000', 86_400],
  ['500', '3600', 5],
])('after %s with Retry-After %s the next attempt waits %s seconds', async (status, after, s) => {
  receiver.behave = answer(Number(status), { 'retry-after': after });
  const { id } = await house.addEndpoint(receiver.url);
  await house.writeEvents(1);
  await house.deliver();
  const [attempt] = await house.attemptsOf(id);
  const waitS = (Date.parse(attempt.nextAttemptAt) - house.clock.now().getTime()) / 1000;
  expect(waitS).toBeGreaterThanOrEqual(s * 0.9);
  expect(waitS).toBeLessThanOrEqual(s * 1.1);
});

test('410 disables an endpoint at once, and the others are told', async () => {
  receiver.behave = answer(410);
  const witness = await openReceiver();
  const { id } = await house.addEndpoint(receiver.url);
  await house.addEndpoint(witness.url, { eventTypes: ['webhook-endpoint.disabled'] });
  await house.writeEvents(1);
  await house.deliver();
  await house.writeEvents(3);
  await house.deliver();
  expect(receiver.got).toHaveLength(1);
  const endpoint = await house.readEndpoint(id);
  expect(endpoint).toMatchObject({ enabled: false, disabledBecause: 'gone' });
  expect(witness.got.map(({ event }) => event)).toMatchObject([{ endpoint }]);
  const { json } = await house.call('GET', '/v1/events?type=webhook-endpoint.disabled');
  expect(json.data).toEqual(witness.got.map(({ event }) => event));
  expect(house.logged.join()).toContain('webhook endpoint disabled');
  await witness.close();
});

test('five days of failures without one success disable an endpoint', async () => {
  receiver.behave = answer(500);
  const { id } = await house.addEndpoint(receiver.url);
  const failOnce = async () => {
    await house.writeEvents(1);
    await house.deliver();
  };
  await failOnce();
  house.clock.advance({ hours: 119 });
  await failOnce();
  expect(await house.readEndpoint(id)).toMatchObject({ enabled: true });
  receiver.behave = take;
  await failOnce();
  expect(await house.readEndpoint(id)).toMatchObject({ failingSince: null });
  receiver.behave = answer(500);
  await failOnce();
  house.clock.advance({ hours: 121 });
  await failOnce();
  expect(await house.readEndpoint(id)).toMatchObject({
    enabled: false,
    disabledBecause: 'failing',
  });
});

test('what waited goes on once a disabled endpoint is enabled; a replay fills the gap', async () => {
  receiver.behave = answer(500);
  const { id } = await house.addEndpoint(receiver.url);
  const path = `/v1/webhook-endpoints/${id}`;
  const since = house.clock.now().toISOString();
  const [waiting] = await house.writeEvents(1);
  await house.deliver();
  await house.call('PATCH', path, { body: { enabled: false } });
  const missed = await house.writeEvents(3);
  house.clock.advance({ hours: 1 });
  await house.deliver();
  await house.call('GET', '/v1/events');
  receiver.behave = take;
  receiver.got.length = 0;
  const refused = await house.call('POST', `${path}/replay`, { body: { since } });
  expect(refused.json.code).toBe('webhook-endpoint-disabled');
  await house.call('PATCH', path, { body: { enabled: true } });
  await house.deliver();
  expect(ids()).toEqual([waiting]);
  const body = { since, onlyFailed: true };
  const replayed = await house.call('POST', `${path}/replay`, { body });
  expect([replayed.status, replayed.json]).toEqual([202, { deliveries: 3 }]);
  await house.deliver();
  expect(ids()).toEqual([waiting, ...missed]);
});

test('a replay posts again what was taken, unless only what failed is wanted', async () => {
  const { id } = await house.addEndpoint(receiver.url);
  const since = house.clock.now().toISOString();
  const events = await house.writeEvents(2);
  await house.deliver();
  const path = `/v1/webhook-endpoints/${id}/replay`;
  const none = await house.call('POST', path, { body: { since, onlyFailed: true } });
  expect(none.json).toEqual({ deliveries: 0 });
  const both = await house.call('POST', path, { body: { since } });
  expect(both.json).toEqual({ deliveries: 2 });
  await house.deliver();
  expect(ids()).toEqual([...events, ...events]);
  const before = { since: '2020-01-01T00:00:00Z', until: since };
  expect((await house.call('POST', path, { body: before })).json).toEqual({ deliveries: 0 });
});

test('a test event takes the ordinary way, to its endpoint alone', async () => {
  const other = await openReceiver();
  await house.addEndpoint(other.url);
  const { id, secret } = await house.addEndpoint(receiver.url, { eventTypes: ['room.cancelled'] });
  const { status, json } = await house.call('POST', `/v1/webhook-endpoints/${id}/test`);
  expect([status, json.type, json.endpointId]).toEqual([202, 'webhook.test', id]);
  await house.deliver();
  const [got] = receiver.got;
  expect(new Webhook(secret).verify(got?.body ?? '', got?.headers ?? {})).toEqual(json);
  expect(other.got).toEqual([]);
  expect((await house.call('GET', `/v1/events/${json.id}`)).json).toEqual(json);
  await other.close();
});

test('during the overlap both secrets sign, afterwards the new one alone', async () => {
  const { id, secret: old } = await house.addEndpoint(receiver.url);
  const path = `/v1/webhook-endpoints/${id}`;
  const body = { overlapSeconds: 60 };
  const { json } = await house.call('POST', `${path}/rotate-secret`, { body });
  expect((await house.call('GET', `${path}/secret`)).json).toEqual(json);
  expect(json.secret).not.toBe(old);
  await house.writeEvents(1);
  await house.deliver();
  house.clock.advance({ seconds: 60 });
  await house.writeEvents(1);
  await house.deliver();
  const verify = (secret: string, nth: number) => () => {
    const { body: bytes = '', headers = {} } = receiver.got[nth] ?? {};
    new Webhook(secret).verify(bytes, headers);
  };
  expect(verify(old, 0)).not.toThrow();
  expect(verify(json.secret, 0)).not.toThrow();
  expect(verify(old, 1)).toThrow('No matching signature');
  expect(verify(json.secret, 1)).not.toThrow();
  expect((await house.call('GET', `${path}/secret`)).json.previousSignsUntil).toBeNull();
});

test('a deleted endpoint gets nothing more', async () => {
  const { id } = await house.addEndpoint(receiver.url);
  await house.writeEvents(1);
  await house.deliver();
  await house.writeEvents(1);
  expect((await house.call('DELETE', `/v1/webhook-endpoints/${id}`)).status).toBe(200);
  await house.deliver();
  expect(receiver.got).toHaveLength(1);
  expect((await house.call('GET', `/v1/webhook-endpoints/${id}`)).status).toBe(404);
});
