import { type ApiHouse, booking, gil, openApiHouse } from '../api/api-house.ts';
import { personIn, storeMail } from '../api/mail-house.ts';
import { setTroubles, type Troubles } from './troubles.ts';

let house: ApiHouse;
let troubles: Troubles;
beforeAll(async () => {
  house = await openApiHouse();
  troubles = await setTroubles(house);
}, 60_000);
afterAll(() => house.close());

const operate = (method: string, path: string, body?: unknown) =>
  house.call(method, `/v1/operator${path}`, {
    key: house.adminKey,
    ...(body !== undefined && { body }),
  });
const act = (body: object) => operate('POST', '/actions', { by: 'Ada', ...body });
const idsOf = ({ json }: { json: { data: { id: string }[] } }) => json.data.map(({ id }) => id);

describe('the operator’s door to all applications', () => {
  test.each([
    '/overview',
    '/rooms?q=x',
    '/lists/failed-messages',
    '/actions',
    '/workers',
    '/nothing',
  ])('is shut to host applications and strangers: %s', async (path) => {
    for (const key of [house.key, house.otherKey, 'wrong', null]) {
      expect((await house.call('GET', `/v1/operator${path}`, { key })).status).toBe(401);
    }
  });

  test.each([
    ['late-messages', 'lateId'],
    ['retrying-messages', 'retryingId'],
    ['doubtful-messages', 'doubtfulId'],
    ['failed-messages', 'failedId'],
    ['parked-mails', 'parkedId'],
    ['unreadable-mails', 'strayId'],
    ['unreachable-people', 'personId'],
    ['troubled-endpoints', 'endpointId'],
    ['failed-jobs', 'jobId'],
  ] as const)('lists what is in trouble, and nothing else: %s', async (list, name) => {
    expect(idsOf(await operate('GET', `/lists/${list}`))).toEqual([troubles[name]]);
    const { json } = await operate('GET', '/overview');
    expect(json.lists[list]).toBe(1);
    const other = await operate('GET', `/lists/${list}?applicationId=${house.otherApplicationId}`);
    expect(idsOf(other)).toEqual([]);
  });

  test('pages a list without a gap or a double', async () => {
    const path = '/lists/parked-mails?limit=2';
    const stray = await Promise.all([1, 2, 3, 4].map(() => storeMail(house, null)));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await operate('GET', `${path}${cursor && `&cursor=${cursor}`}`);
      seen.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
    }
    expect(seen.sort()).toEqual([troubles.parkedId, ...stray].sort());
    await house.db.pool.query('delete from imip_messages where id = any($1)', [stray]);
  });

  test.each([
    ['the room’s id', () => troubles.roomId],
    ['the id of a mail of it', () => troubles.failedId],
    ['the id of a mail that came in', () => troubles.parkedId],
    ['the id of a person', () => troubles.personId],
    ['its UID', () => `${troubles.roomId}@in.parley.example`],
    ['its reference', () => 'order-77'],
    ['a Message-ID', () => `<${troubles.failedId}@in.parley.example>`],
  ])('finds a room by %s', async (_name, typed) => {
    const answer = await operate('GET', `/rooms?q=${encodeURIComponent(typed())}`);
    expect(idsOf(answer)).toEqual([troubles.roomId]);
  });

  test('finds rooms of all applications by an address, however it is spelt', async () => {
    const body = { ...booking, guest: { ...gil, email: 'Gil+tag@guest.example' } };
    const other = await house.call('POST', '/v1/rooms', { key: house.otherKey, body });
    const found = await operate('GET', '/rooms?q=%20GIL%40guest.example');
    expect(idsOf(found)).toEqual(expect.arrayContaining([other.json.id, troubles.roomId]));
    expect(new Set(idsOf(found)).size).toBe(4);
    expect(idsOf(await operate('GET', '/rooms?q=gil'))).toEqual([]);
    await house.db.pool.query('delete from messages where room_id = $1', [other.json.id]);
  });

  test('shows mails of any application with their tokens overwritten', async () => {
    for (const path of [`/messages/${troubles.failedId}`, `/inbound-mails/${troubles.parkedId}`]) {
      expect((await operate('GET', path)).json.application).toBe('Practice');
      const raw = await operate('GET', `${path}/raw`);
      expect(raw.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(raw.text).toContain('*'.repeat(32));
      expect(raw.text).not.toMatch(/eyJ|[rb]-[a-z2-7]{32}/);
    }
    expect((await operate('GET', `/messages/${troubles.parkedId}`)).status).toBe(404);
  });
});

test('a host application sees what an operator did in its room, but not who', async () => {
  const { json } = await act({ action: 'resend-message', ids: [troubles.failedId], by: 'Zelda' });
  expect(json.done).toBe(1);
  const history = await house.call('GET', `/v1/rooms/${troubles.roomId}/history?limit=100`);
  const deed = history.json.data.find(({ what }: { what: string }) => what === 'sent-again');
  expect(deed).toMatchObject({ channel: 'api', actor: null, requestId: json.requestId });
  expect(history.text).not.toContain('Zelda');
  const timeline = await operate('GET', `/rooms/${troubles.roomId}/timeline?limit=100`);
  const own = timeline.json.data.find(({ what }: { what: string }) => what === 'sent-again');
  expect(own).toMatchObject({ operator: 'Zelda', because: `mail-out:${troubles.failedId}` });
});

describe('an action through the API', () => {
  test.each([
    {},
    { action: 'replay-mail' },
    { action: 'replay-mail', ids: [], everyIn: undefined },
    { action: 'replay-mail', ids: ['x'] },
    { action: 'replay-mail', everyIn: 'failed-messages' },
    { action: 'replay-endpoint', everyIn: 'troubled-endpoints' },
    { action: 'replay-mail', everyIn: 'parked-mails', since: '2027-01-01T00:00:00Z' },
    { action: 'nothing', everyIn: 'parked-mails' },
    { action: 'replay-mail', everyIn: 'parked-mails', by: '' },
    { action: 'replay-mail', everyIn: 'parked-mails', cursor: 'x' },
  ])('that is not as the document says is refused whole: %j', async (body) => {
    const before = await operate('GET', '/actions');
    expect((await act(body)).status).toBe(400);
    expect((await operate('GET', '/actions')).text).toBe(before.text);
  });

  test('does fifty things of a list, and goes on from its cursor', async () => {
    const person = await personIn(house, troubles.roomId, 'guest');
    for (let count = 0; count < 60; count += 1) await storeMail(house, person);
    const wish = { action: 'replay-mail', everyIn: 'parked-mails' };
    const first = await act(wish);
    expect(first.json).toMatchObject({ actor: 'Ada', door: 'api', matched: 61, done: 50 });
    const rest = await act({ ...wish, cursor: first.json.nextCursor });
    expect(rest.json).toMatchObject({ matched: 11, done: 11, refused: 0, nextCursor: null });
    const { json } = await operate('GET', '/actions?limit=2');
    expect(json.data.map(({ done }: { done: number }) => done).sort()).toEqual([11, 50]);
    expect(json.data[0].finishedAt).not.toBeNull();
  });

  test('counts what is not there, and what cannot be done, by why', async () => {
    const nobodys = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
    const ids = [nobodys, troubles.retryingId];
    const { json } = await act({ action: 'resend-message', ids });
    const refusals = { unknown: 1, 'message-in-flight': 1 };
    expect(json).toMatchObject({ done: 0, refused: 2, refusals });
  });

  test('keeps to the application that is named', async () => {
    const applicationId = house.otherApplicationId;
    const wish = { action: 'resend-message', everyIn: 'failed-messages', applicationId };
    expect((await act(wish)).json).toMatchObject({ matched: 0, done: 0 });
  });
});
