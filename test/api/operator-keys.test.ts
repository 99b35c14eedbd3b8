import { createSeal } from '../../service/api/seal-answer.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { createTestRandom } from '../house/test-random.ts';
import { type ApiHouse, offer, openApiHouse, secrets } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const nobodys = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
const keysPath = () => `/v1/applications/${house.applicationId}/keys`;
const operate = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  house.call(method, path, {
    key: house.adminKey,
    ...(body === undefined ? {} : { body }),
    ...(headers && { headers }),
  });
const make = async (body?: object) => (await operate('POST', keysPath(), body)).json;
const rotate = (id: string, body?: object) => operate('POST', `${keysPath()}/${id}/rotate`, body);
const revoke = (id: string) => operate('DELETE', `${keysPath()}/${id}`);
const list = async () => (await operate('GET', `${keysPath()}?limit=100`)).json.data;
const listed = async (id: string) => (await list()).find((one: { id: string }) => one.id === id);
const read = async (key: string) => (await house.call('GET', '/v1/application', { key })).status;

/** Everything the database holds, as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await house.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = tables.map(async ({ name }) => {
    const { rows } = await house.db.pool.query(`select t::text as row from ${name} t`);
    return rows.map(({ row }) => row).join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

describe('a key', () => {
  test('is shown once, long and known by its beginning, and good for its application', async () => {
    const answer = await operate('POST', keysPath(), { name: 'Booking server' });
    expect(answer.status).toBe(201);
    const { key, ...rest } = answer.json;
    expect(key).toMatch(/^parley_live_[a-z2-7]{40}$/);
    expect(key.startsWith(rest.prefix)).toBe(true);
    expect(rest).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Booking server',
      prefix: expect.stringMatching(/^parley_live_[a-z2-7]{4}$/),
      scopes: ['read', 'write'],
      createdAt: house.clock.now().toISOString(),
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
    });
    expect(await listed(rest.id)).toEqual(rest);
    const seen = await house.call('GET', '/v1/application', { key });
    expect(seen.json.id).toBe(house.applicationId);
    const lastUsedAt = house.clock.now().toISOString();
    expect(await listed(rest.id)).toEqual({ ...rest, lastUsedAt });
  });

  test('has the scopes it is made with, and no others', async () => {
    const { key, scopes } = await make({ scopes: ['read'] });
    expect(scopes).toEqual(['read']);
    expect(await read(key)).toBe(200);
    expect((await house.call('POST', '/v1/rooms', { key, body: offer })).status).toBe(403);
  });

  test.each([
    [400, { scopes: [] }],
    [400, { scopes: ['read', 'read'] }],
    [400, { scopes: ['admin'] }],
    [400, { name: '' }],
    [400, { key: 'parley_live_of_my_own_making' }],
    [422, { name: 'Two\nlines' }],
  ])('is not made, but answered with %i, when a field is wrong: %j', async (status, body) => {
    const before = await house.countRows();
    expect((await operate('POST', keysPath(), body)).status).toBe(status);
    expect(await house.countRows()).toEqual(before);
  });

  test('is of one application: through another one it is unknown', async () => {
    const { id, key } = await make();
    const path = `/v1/applications/${house.otherApplicationId}/keys/${id}`;
    for (const answer of [await operate('DELETE', path), await operate('POST', `${path}/rotate`)]) {
      expect(answer).toMatchObject({ status: 404, json: { code: 'unknown-key' } });
    }
    expect((await revoke(nobodys)).json.code).toBe('unknown-key');
    expect(await read(key)).toBe(200);
  });

  test('is in the list page by page, the newest first', async () => {
    house.clock.advance({ seconds: 1 });
    const made = [(await make()).id, (await make()).id];
    house.clock.advance({ seconds: 1 });
    made.push((await make()).id);
    const { json } = await operate('GET', `${keysPath()}?limit=2`);
    const next = await operate('GET', `${keysPath()}?limit=1&cursor=${json.nextCursor}`);
    const seen = [...json.data, ...next.json.data].map(({ id }: { id: string }) => id);
    expect(seen[0]).toBe(made[2]);
    expect([...seen].sort()).toEqual([...made].sort());
  });
});

describe('a revoked key', () => {
  test('is refused from the next request on, at every process, and revoking it again is nothing', async () => {
    const { id, key } = await make();
    const elsewhere = await openApiHouse(() => house.db.database);
    const readElsewhere = async () =>
      (await elsewhere.call('GET', '/v1/application', { key })).status;
    expect([await read(key), await readElsewhere()]).toEqual([200, 200]);
    const first = await revoke(id);
    expect(first).toMatchObject({ status: 200, json: { id } });
    expect(first.json.revokedAt).toBe(house.clock.now().toISOString());
    expect([await read(key), await readElsewhere()]).toEqual([401, 401]);
    house.clock.advance({ minutes: 1 });
    expect((await revoke(id)).json).toEqual(first.json);
    expect(await rotate(id)).toMatchObject({ status: 409, json: { code: 'key-ended' } });
    await elsewhere.close();
  });
});

describe('a rotated key', () => {
  test('is good until the overlap is over; the new one has its name and scopes', async () => {
    const old = await make({ name: 'Reports', scopes: ['read'] });
    const answer = await rotate(old.id, { overlapSeconds: 60 });
    expect(answer.status).toBe(201);
    const fresh = answer.json;
    expect(fresh).toMatchObject({ name: 'Reports', scopes: ['read'], expiresAt: null });
    expect([fresh.id, fresh.key]).not.toEqual([old.id, old.key]);
    house.clock.advance({ seconds: 59 });
    expect([await read(old.key), await read(fresh.key)]).toEqual([200, 200]);
    house.clock.advance({ seconds: 1 });
    expect([await read(old.key), await read(fresh.key)]).toEqual([401, 200]);
    expect((await listed(old.id)).expiresAt).toBe(house.clock.now().toISOString());
    expect(await rotate(old.id)).toMatchObject({ status: 409, json: { code: 'key-ended' } });
  });

  test('has a day, unless said otherwise, and none with an overlap of 0', async () => {
    const [day, none] = [await make(), await make()];
    await rotate(day.id);
    await rotate(none.id, { overlapSeconds: 0 });
    expect(await read(none.key)).toBe(401);
    const { expiresAt } = await listed(day.id);
    expect(new Date(expiresAt).getTime() - house.clock.now().getTime()).toBe(86_400_000);
  });

  test('never lives longer for being rotated again, and may end sooner', async () => {
    const old = await make();
    await rotate(old.id, { overlapSeconds: 60 });
    const { expiresAt } = await listed(old.id);
    await rotate(old.id, { overlapSeconds: 3600 });
    expect((await listed(old.id)).expiresAt).toBe(expiresAt);
    await rotate(old.id, { overlapSeconds: 0 });
    expect(await read(old.key)).toBe(401);
  });
});

describe('a key in the database', () => {
  test('stands nowhere, also not in the answer that is kept, which still shows it again', async () => {
    const headers = { 'idempotency-key': 'make-one' };
    const first = await operate('POST', keysPath(), {}, headers);
    const rotation = `${keysPath()}/${first.json.id}/rotate`;
    const turn = { 'idempotency-key': 'turn-it' };
    const second = await operate('POST', rotation, {}, turn);
    const held = await dump();
    expect(held).toContain(first.json.id);
    for (const { key, prefix } of [first.json, second.json]) {
      expect(held).toContain(prefix);
      expect(held).not.toContain(key);
      expect(held).not.toContain(key.slice(prefix.length));
      expect(held).not.toContain(Buffer.from(key).toString('hex'));
      expect(house.logged.join('\n')).not.toContain(key);
    }
    for (const [path, sent, answer] of [
      [keysPath(), headers, first],
      [rotation, turn, second],
    ] as const) {
      const again = await operate('POST', path, {}, sent);
      expect([again.status, again.text]).toEqual([201, answer.text]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
    }
  });

  test('a kept answer opens only in its own place, unchanged, with the secret that sealed it', () => {
    const random = createTestRandom();
    const ref = { applicationId: nobodys, key: 'k' };
    const seal = createSeal(secrets, random);
    const sealed = seal.close('{"key":"parley"}', ref);
    expect(sealed).not.toContain('parley');
    expect(seal.open(sealed, ref)).toBe('{"key":"parley"}');
    expect(seal.close('{"key":"parley"}', ref)).not.toBe(sealed);
    expect(() => seal.open(sealed, { ...ref, key: 'other' })).toThrow();
    expect(() => seal.open(`${sealed.slice(0, -6)}AAAAAA`, ref)).toThrow();
    expect(() => seal.open(sealed.slice(0, 12), ref)).toThrow();
    const next = parseSecrets(
      'k2:another-secret-that-is-long-enough-for-it,k1:a-test-secret-that-is-long-enough-for-hs256',
    );
    expect(createSeal(next, random).open(sealed, ref)).toBe('{"key":"parley"}');
    const others = parseSecrets('k1:another-secret-that-is-long-enough-for-it');
    expect(() => createSeal(others, random).open(sealed, ref)).toThrow();
    const gone = parseSecrets('k2:another-secret-that-is-long-enough-for-it');
    expect(() => createSeal(gone, random).open(sealed, ref)).toThrow('is not known');
  });
});
