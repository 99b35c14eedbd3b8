import { defaultApplicationId, ensureApplication } from '../../service/api/bootstrap.ts';
import { openPool } from '../../service/db/pool.ts';
import { createTestRandom } from '../house/test-random.ts';
import { type ApiHouse, offer, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const unknownId = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';

describe('an API key', () => {
  test.each([
    ['none', {}],
    ['an unknown one', { authorization: 'Bearer parley_live_nobodys' }],
    ['no bearer', { authorization: 'Basic cGFybGV5OnBhcmxleQ==' }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['a huge one', { authorization: `Bearer ${'k'.repeat(5000)}` }],
  ])('%s is answered with 401 and a challenge, whatever is asked', async (_name, headers) => {
    const before = await house.countRows();
    for (const path of ['/v1/rooms', `/v1/rooms/${unknownId}`, '/v1/nothing']) {
      const answer = await house.call('POST', path, { body: offer, key: null, headers });
      expect(answer).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    expect(await house.countRows()).toEqual(before);
  });

  test('is nowhere in the database nor in the log', async () => {
    await house.call('GET', '/v1/rooms?email=canary%40host.example');
    const { rows } = await house.db.pool.query(
      `select count(*)::int as count from api_keys k where k::text like '%' || $1 || '%'`,
      [house.key],
    );
    expect(rows[0].count).toBe(0);
    const log = house.logged.join('\n');
    expect(log).toContain('request answered');
    expect(log).not.toContain(house.key);
    expect(log).not.toContain('canary');
  });

  test('revoked is unknown', async () => {
    const key = await house.addKey();
    expect((await house.call('GET', '/v1/rooms', { key })).status).toBe(200);
    const revoke = 'update api_keys set revoked_at = now() where key_hash = sha256($1)';
    await house.db.pool.query(revoke, [Buffer.from(key)]);
    expect((await house.call('GET', '/v1/rooms', { key })).status).toBe(401);
  });

  test('cannot be looked up while the database is away: 503, and when to try again', async () => {
    const pool = openPool('postgresql://nobody@127.0.0.1:1/none', { max: 1 });
    const away = await openApiHouse(() => ({ pool, afterCommit: () => {} }));
    const answer = await away.call('POST', '/v1/rooms', { body: offer });
    expect(answer).toMatchObject({ status: 503, json: { code: 'temporarily-unavailable' } });
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    await pool.end();
    await away.close();
  });

  test('that may only read cannot write', async () => {
    const key = await house.addKey(['read']);
    expect((await house.call('GET', '/v1/rooms', { key })).status).toBe(200);
    const answer = await house.call('POST', '/v1/rooms', { key, body: offer });
    expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  test('notes its use at most once a minute', async () => {
    const key = await house.addKey();
    const lastUse = async () => {
      await house.call('GET', '/v1/rooms', { key });
      const { rows } = await house.db.pool.query(
        'select last_used_at from api_keys where key_hash = sha256($1)',
        [Buffer.from(key)],
      );
      return rows[0].last_used_at as Date;
    };
    const first = await lastUse();
    house.clock.advance({ seconds: 59 });
    expect(await lastUse()).toEqual(first);
    house.clock.advance({ seconds: 1 });
    expect(await lastUse()).toEqual(house.clock.now());
  });
});

describe('the key of the configuration', () => {
  test('makes the default application once, by however many processes at once', async () => {
    const key = 'parley_live_of_the_configuration';
    const start = (seed: string) =>
      ensureApplication(house.db.pool, key, house.clock, createTestRandom(seed));
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(start));
    await start('after a restart');
    const { rows } = await house.db.pool.query(
      `select application_id, count(*)::int as count from api_keys
       where key_hash = sha256($1) group by application_id`,
      [Buffer.from(key)],
    );
    expect(rows).toEqual([{ application_id: defaultApplicationId, count: 1 }]);
    expect((await house.call('POST', '/v1/rooms', { key, body: offer })).status).toBe(201);
  });

  test('changed, it still leads to the same application', async () => {
    const next = 'parley_live_of_the_next_configuration';
    await ensureApplication(house.db.pool, next, house.clock, createTestRandom('next'));
    const list = await house.call('GET', '/v1/rooms', { key: next });
    expect(list.json.data).toHaveLength(1);
  });

  test('revoked, it stays revoked at the next start', async () => {
    const key = 'parley_live_of_a_past_configuration';
    const start = () =>
      ensureApplication(house.db.pool, key, house.clock, createTestRandom('past'));
    await start();
    const revoke = 'update api_keys set revoked_at = now() where key_hash = sha256($1)';
    await house.db.pool.query(revoke, [Buffer.from(key)]);
    await start();
    expect((await house.call('GET', '/v1/rooms', { key })).status).toBe(401);
  });

  test('that belongs to an application already changes nothing', async () => {
    await ensureApplication(house.db.pool, house.key, house.clock, createTestRandom('own'));
    const room = await house.call('POST', '/v1/rooms', { body: offer });
    const seen = await house.call('GET', `/v1/rooms/${room.json.id}`);
    expect(seen.status).toBe(200);
  });
});
