import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createRequestLimits } from '../../service/api/request-limit-routes.ts';
import { limits } from '../../service/limits.ts';
import { waitFor } from '../house/wait-for.ts';
import { type ApiHouse, offer, openApiHouse } from './api-house.ts';

const share = 5;
let house: ApiHouse;
beforeEach(async () => {
  house = await openApiHouse(undefined, { requestsPerMinute: share });
});
afterEach(() => house.close());

const read = (key = house.key, headers: Record<string, string> = {}) =>
  house.call('GET', '/v1/application', { key, headers });
const spend = async (key?: string) => {
  for (let sent = 0; sent < share; sent += 1) expect((await read(key)).status).toBe(200);
};
const guess = (headers: Record<string, string> = {}) => read('parley_live_guessed', headers);

describe('a key over its share of requests', () => {
  test('is told how much is left, then to wait; and nothing is done', async () => {
    const first = await read();
    expect(first.headers.get('ratelimit')).toMatch(/^"api"; r=4; t=\d+$/);
    expect(first.headers.get('ratelimit-policy')).toMatch(/^"api"; q=5; w=60; pk=:.+:$/);
    for (let sent = 1; sent < share; sent += 1) await read();
    const before = await house.countRows();
    const answer = await house.call('POST', '/v1/rooms', { body: offer });
    expect(answer).toMatchObject({ status: 429, json: { code: 'too-many-requests' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(answer.headers.get('ratelimit')).toMatch(/^"api"; r=0;/);
    expect(await house.countRows()).toEqual(before);
  });

  test('keeps no idempotency key for it: the same request succeeds later', async () => {
    await spend();
    const headers = { 'idempotency-key': 'later' };
    const request = { body: offer, headers };
    expect((await house.call('POST', '/v1/rooms', request)).status).toBe(429);
    const { rows } = await house.db.pool.query('select key from idempotency_keys');
    expect(rows).toEqual([]);
  });

  test('takes nothing from another key, of the same application or of another', async () => {
    await spend();
    expect((await read()).status).toBe(429);
    expect((await read(await house.addKey())).status).toBe(200);
    expect((await read(house.otherKey)).status).toBe(200);
  });

  test('is counted under its own name, refusals too', async () => {
    const key = await house.addKey(['write']);
    for (let sent = 0; sent < share; sent += 1) expect((await read(key)).status).toBe(403);
    expect((await read(key)).status).toBe(429);
    const said = house.logged.map((line) => JSON.parse(line));
    expect(said.at(-1)).toMatchObject({ status: 429, applicationId: house.applicationId });
  });

  test('the operator’s key has a share too', async () => {
    const list = () => house.call('GET', '/v1/applications', { key: house.adminKey });
    for (let sent = 0; sent < share; sent += 1) expect((await list()).status).toBe(200);
    expect((await list()).status).toBe(429);
  });
});

describe('unknown keys', () => {
  const guessAll = async (headers?: (at: number) => Record<string, string>) => {
    for (let at = 0; at < limits.keyGuessesPerMinute; at += 1) {
      expect((await guess(headers?.(at))).status).toBe(401);
    }
  };

  test('of one address are told to wait after some, at every door; a valid key there is let in', async () => {
    await guessAll();
    const answer = await guess();
    expect(answer).toMatchObject({ status: 429, json: { code: 'too-many-requests' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const operators = await house.call('GET', '/v1/applications', { key: 'parley_admin_guessed' });
    expect(operators.status).toBe(429);
    expect((await read()).status).toBe(200);
    expect((await read(await house.addKey())).status).toBe(200);
  });

  test('are counted by where they come from, not by where they say', async () => {
    await guessAll((at) => ({
      'x-forwarded-for': `192.0.2.${at}`,
      forwarded: `for=192.0.2.${at}`,
    }));
    const headers = { 'x-forwarded-for': '198.51.100.1' };
    expect((await guess(headers)).status).toBe(429);
  });

  test('are not counted against a key, nor a key against them', async () => {
    for (let sent = 0; sent < 2 * share; sent += 1) await guess();
    await spend();
    expect((await guess()).status).toBe(401);
  });
});

test('no limit set, nobody waits, and no header speaks of one', async () => {
  const open = await openApiHouse();
  const sent = Array.from({ length: limits.keyGuessesPerMinute + 5 }, (_, at) =>
    open.call('GET', '/v1/application', at % 2 ? {} : { key: 'parley_live_guessed' }),
  );
  const answers = await Promise.all(sent);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
  expect(answers.some(({ headers }) => headers.has('ratelimit'))).toBe(false);
  await open.close();
});

test('a share is whole again when its time is over', async () => {
  const bounds = createRequestLimits(1, 200);
  const app = express();
  app.use((req, res, next) => bounds.of('one', req, res, next));
  app.use((_req, res) => void res.send('done'));
  app.use(((_error, _req, res, _next) => {
    res.status(429).send('wait');
  }) as express.ErrorRequestHandler);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async () => (await fetch(url)).text();
  expect([await ask(), await ask()]).toEqual(['done', 'wait']);
  await waitFor(async () => (await ask()) === 'done', { what: 'the next share' });
  server.closeAllConnections();
  server.close();
});
