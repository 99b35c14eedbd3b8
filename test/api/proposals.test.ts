import { limits } from '../../service/limits.ts';
import { type ApiHouse, booking, openApiHouse } from './api-house.ts';

let house: ApiHouse;
let roomId: string;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  roomId = (await house.call('POST', '/v1/rooms', { body: booking })).json.id;
});

const startUtc = '2027-03-12T10:00:00Z';
const propose = (body: object = {}) =>
  house.call('POST', `/v1/rooms/${roomId}/proposals`, {
    body: { proposedBy: 'guest', startUtc, ...body },
  });
const decide = (id: string, verdict: string) =>
  house.call('POST', `/v1/proposals/${id}/${verdict}`);
const roomNow = async () => (await house.call('GET', `/v1/rooms/${roomId}`)).json;

test('a proposal waits for the other person and changes nothing yet', async () => {
  const rings = house.rings();
  const made = await propose({ note: 'Train', durationMinutes: 30 });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    roomId,
    proposedBy: 'guest',
    source: 'api',
    note: 'Train',
    status: 'pending',
    durationMinutes: 30,
    endUtc: '2027-03-12T10:30:00.000Z',
  });
  expect(made.headers.get('location')).toBe(`/v1/proposals/${made.json.id}`);
  expect((await house.call('GET', `/v1/proposals/${made.json.id}`)).json).toEqual(made.json);
  const list = await house.call('GET', `/v1/rooms/${roomId}/proposals`);
  expect(list.json).toEqual({ data: [made.json], nextCursor: null });
  expect(await roomNow()).toMatchObject({ startUtc: '2027-03-10T14:00:00.000Z', icsSequence: 0 });
  expect(house.rings()).toBe(rings + 1);
});

test('the same proposal again is the same proposal, and mails nobody', async () => {
  const made = await propose();
  const before = await house.countRows();
  const again = await propose();
  expect(again).toMatchObject({ status: 200, json: { id: made.json.id } });
  const { messages, pending_proposals: proposals, events } = await house.countRows();
  expect({ ...before, messages, pending_proposals: proposals, events }).toEqual(before);
});

test('a newer proposal of the same person supersedes the older', async () => {
  const older = await propose();
  await propose({ startUtc: '2027-03-13T10:00:00Z' });
  const now = await house.call('GET', `/v1/proposals/${older.json.id}`);
  expect(now.json.status).toBe('superseded');
  const late = await decide(older.json.id, 'approve');
  expect(late).toMatchObject({ status: 409, json: { code: 'proposal-settled' } });
});

test('approved moves the room once; approved again is a success without effect', async () => {
  const { id } = (await propose()).json;
  const approved = await decide(id, 'approve');
  expect(approved).toMatchObject({
    status: 200,
    json: { status: 'approved', decidedBy: 'application' },
  });
  expect(await roomNow()).toMatchObject({ startUtc: '2027-03-12T10:00:00.000Z', icsSequence: 1 });
  const before = await house.countRows();
  expect(await decide(id, 'approve')).toMatchObject({ status: 200, json: approved.json });
  expect((await decide(id, 'decline')).json.code).toBe('proposal-settled');
  expect(await house.countRows()).toEqual(before);
});

test('declined changes nothing of the room', async () => {
  const { id } = (await propose()).json;
  const before = await roomNow();
  expect((await decide(id, 'decline')).json.status).toBe('declined');
  const { version, updatedAt, ...rest } = await roomNow();
  expect({ ...before, version, updatedAt }).toEqual({ ...rest, version, updatedAt });
});

test('approve and decline at the same moment have one effect', async () => {
  const { id } = (await propose()).json;
  const answers = await Promise.all([decide(id, 'approve'), decide(id, 'decline')]);
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
});

test('an expired proposal is settled', async () => {
  const { id } = (await propose()).json;
  house.clock.advance({ hours: 49 });
  const late = await decide(id, 'approve');
  house.clock.advance({ hours: -49 });
  expect(late.json).toMatchObject({ code: 'proposal-settled', detail: 'The proposal is expired.' });
});

test.each([
  [{ startUtc: '2027-02-01T10:00:00Z' }, 422, 'start-in-past'],
  [{ startUtc: '2027-03-10T14:00:00Z' }, 422, 'time-unchanged'],
  [{ durationMinutes: 45 }, 422, 'duration-not-allowed'],
  [{ note: 'a\u0007b' }, 422, 'invalid-text'],
  [{ proposedBy: 'application' }, 400, 'invalid-request'],
])('a proposal of %j is refused', async (body, status, code) => {
  expect((await propose(body)).json).toMatchObject({ status, code });
});

test('who asks for too many new times in a day is told to wait, under no kept answer', async () => {
  const wish = (minute: number) => ({ startUtc: `2027-03-13T1${minute % 9}:${10 + minute}:00Z` });
  for (let made = 0; made < limits.proposalsPerDay; made++) {
    expect((await propose(wish(made))).status).toBe(201);
  }
  const call = () =>
    house.call('POST', `/v1/rooms/${roomId}/proposals`, {
      body: { proposedBy: 'guest', ...wish(40) },
      headers: { 'idempotency-key': 'one-too-many' },
    });
  const refused = await call();
  expect(refused.json).toMatchObject({ status: 429, code: 'too-many-proposals' });
  expect(refused.headers.get('retry-after')).toBe('3600');
  expect((await propose({ ...wish(41), proposedBy: 'host' })).status).toBe(201);
  house.clock.advance({ hours: 24 });
  expect((await call()).status).toBe(201);
  house.clock.advance({ hours: -24 });
});

test('an open room takes no proposals', async () => {
  await house.call('POST', `/v1/rooms/${roomId}/unbook`);
  expect((await propose()).json).toMatchObject({ status: 409, code: 'not-booked' });
});

test('in a cancelled room nothing is decided any more', async () => {
  const { id } = (await propose()).json;
  await house.call('DELETE', `/v1/rooms/${roomId}`);
  const before = await house.countRows();
  for (const verdict of ['approve', 'decline'] as const) {
    expect((await decide(id, verdict)).json).toMatchObject({ status: 409, code: 'room-cancelled' });
  }
  expect(await house.countRows()).toEqual(before);
});

test('proposals and decisions are counted', async () => {
  const made = await propose();
  await decide(made.json.id, 'approve');
  const text = await house.metrics.render();
  expect(text).toMatch(/parley_proposals_total\{source="api"\} [1-9]/);
  expect(text).toMatch(/parley_proposal_decisions_total\{decision="approved"\} [1-9]/);
  const route = 'route="/v1/proposals/{proposalId}/approve",method="POST",status="200"';
  expect(text).toContain(route);
});
