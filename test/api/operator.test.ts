import { type ApiHouse, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const nobodys = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
const operate = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  house.call(method, path, {
    key: house.adminKey,
    ...(body === undefined ? {} : { body }),
    ...(headers && { headers }),
  });
const make = async (body: object) => (await operate('POST', '/v1/applications', body)).json;

describe('the operator’s door', () => {
  test.each([
    ['no key', {}],
    ['a wrong one', { authorization: 'Bearer parley_admin_of_somebody_else' }],
    ['a part of the right one', { authorization: 'Bearer parley_admin_of_the_test' }],
    ['the right one as another scheme', { authorization: 'Basic parley_admin_of_the_test_house' }],
  ])('is shut to %s', async (_name, headers) => {
    const paths = ['', `/${house.applicationId}`, `/${house.applicationId}/keys`, '/nothing'];
    for (const path of paths) {
      const answer = await house.call('GET', `/v1/applications${path}`, { key: null, headers });
      expect(answer).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
  });

  test.each(['/v1/Applications', '/V1/APPLICATIONS', '/v1/applications/', '/v1/%61pplications'])(
    'is shut to other keys however it is spelt: %s',
    async (path) => {
      const { status, text } = await house.call('GET', path);
      expect([401, 404]).toContain(status);
      expect(text).not.toContain('data');
    },
  );

  test('is shut to everybody where there is no operator’s key', async () => {
    const shut = await openApiHouse(undefined, { adminKey: null });
    for (const key of [shut.adminKey, shut.key, 'null', null]) {
      expect((await shut.call('GET', '/v1/applications', { key })).status).toBe(401);
    }
    await shut.close();
  });

  test.each(['/v1/rooms', '/v1/application', '/v1/applicationsx'])(
    'is the only one that its key opens: not %s',
    async (path) => {
      expect((await operate('GET', path)).status).toBe(401);
    },
  );
});

describe('an application', () => {
  test('begins with the settings it is given, and the defaults for the rest', async () => {
    const wishes = { sessionName: 'Practice', declineRule: 'soft', brand: { color: '#0f766e' } };
    const answer = await operate('POST', '/v1/applications', { name: 'Clinic', ...wishes });
    expect(answer.status).toBe(201);
    const { id } = answer.json;
    expect(answer.headers.get('location')).toBe(`/v1/applications/${id}`);
    expect(answer.json).toMatchObject({ name: 'Clinic', organizerName: 'Clinic', ...wishes });
    expect(answer.json.proposalTtlHours).toBe(48);
    expect((await operate('GET', `/v1/applications/${id}`)).json).toEqual(answer.json);
    const key = await house.addKey(undefined, id);
    expect((await house.call('GET', '/v1/application', { key })).json).toEqual(answer.json);
  });

  test('changes its name and settings where they are named, and nowhere else', async () => {
    const [before, other] = [await make({ name: 'Before' }), await make({ name: 'Other' })];
    const path = `/v1/applications/${before.id}`;
    const { json } = await operate('PATCH', path, { name: 'After', allowCounter: false });
    const after = { ...before, name: 'After', organizerName: 'After', allowCounter: false };
    expect(json).toEqual(after);
    expect((await operate('GET', path)).json).toEqual(after);
    expect((await operate('GET', `/v1/applications/${other.id}`)).json).toEqual(other);
  });

  test.each([
    [400, {}],
    [400, { name: '' }],
    [400, { name: 'x'.repeat(65) }],
    [400, { name: null }],
    [400, { name: 'Clinic', id: nobodys }],
    [400, { name: 'Clinic', declineRule: 'sometimes' }],
    [422, { name: 'Two\nlines' }],
    [422, { name: 'Clinic', defaultTimeZone: 'Mars/Olympus' }],
  ])('is refused whole, with %i, when a field is wrong: %j', async (status, body) => {
    const before = await house.countRows();
    expect((await operate('POST', '/v1/applications', body)).status).toBe(status);
    const path = `/v1/applications/${house.applicationId}`;
    expect((await operate('PATCH', path, body)).status).toBe(status);
    expect(await house.countRows()).toEqual(before);
  });

  test.each([
    ['GET', ''],
    ['PATCH', ''],
    ['GET', '/keys'],
    ['POST', '/keys'],
    ['DELETE', `/keys/${nobodys}`],
    ['POST', `/keys/${nobodys}/rotate`],
  ])('that never was is unknown: %s %s', async (method, path) => {
    for (const id of [nobodys, '00000000-0000-0000-0000-000000000000']) {
      const body = method === 'PATCH' ? { name: 'X' } : undefined;
      const answer = await operate(method, `/v1/applications/${id}${path}`, body);
      expect(answer).toMatchObject({ status: 404, json: { code: 'unknown-application' } });
    }
  });

  test('is in the list once, the newest first, page by page, those of one moment too', async () => {
    const made = [];
    for (const name of ['A', 'B', 'C', 'D', 'E']) made.push((await make({ name })).id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor && `&cursor=${cursor}`;
      const { json } = await operate('GET', `/v1/applications?limit=2${query}`);
      seen.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([...made, house.applicationId]));
    house.clock.advance({ seconds: 1 });
    const newest = await make({ name: 'Newest' });
    const { json } = await operate('GET', '/v1/applications?limit=1');
    expect(json.data).toEqual([newest]);
  });
});

test('the operator’s idempotency keys are nobody else’s', async () => {
  const headers = { 'idempotency-key': 'shared' };
  const body = { name: 'Once' };
  const first = await operate('POST', '/v1/applications', body, headers);
  const again = await operate('POST', '/v1/applications', body, headers);
  expect(again.text).toBe(first.text);
  const other = await operate('POST', '/v1/applications', { name: 'Twice' }, headers);
  expect(other).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused' } });
  const host = { declineRule: 'soft' };
  const own = await house.call('PATCH', '/v1/application', { body: host, headers });
  expect([own.status, own.headers.get('idempotent-replayed')]).toEqual([200, null]);
});

test('an answer is kept for the operator or for an application, and for nobody else', async () => {
  const keep = `insert into idempotency_keys (application_id, key, method, path, request_hash,
    status, headers, body, created_at) values ($1, 'k', 'POST', '/', $2, 200, '{}', '', now())`;
  const hash = Buffer.alloc(32);
  await house.db.pool.query(keep, ['00000000-0000-0000-0000-000000000000', hash]);
  await house.db.pool.query(keep, [house.applicationId, hash]);
  await expect(house.db.pool.query(keep, [nobodys, hash])).rejects.toThrow('foreign key');
});
