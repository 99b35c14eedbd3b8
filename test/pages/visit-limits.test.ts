import { limits } from '../../service/limits.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
beforeEach(async () => {
  house = await openPageHouse();
});
afterEach(() => house.close());

const { linkVisitsPerMinute, linkGuessesPerMinute, pageVisitsPerMinute } = limits;

/** The statuses of so many visits, one after the other. */
async function visit(path: string, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push((await house.http.get(path)).status);
  return statuses;
}

const isAll = (statuses: readonly number[], status: number) =>
  statuses.every((one) => one === status);

test('one link is answered so often in a minute, and other links go on being answered', async () => {
  const roomId = await house.book();
  const guest = `/session?r=${await house.token(roomId, 'guest', 'propose')}`;
  const host = `/session?r=${await house.token(roomId, 'host', 'propose')}`;
  expect(isAll(await visit(guest, linkVisitsPerMinute), 200)).toBe(true);
  const refused = await house.http.get(guest).expect(429);
  expect(refused.headers['retry-after']).toBe('60');
  expect(refused.text).toContain('Too many tries');
  expect(isAll(await visit(host, 3), 200)).toBe(true);
  house.clock.advance({ minutes: 1 });
  await house.http.get(guest).expect(200);
});

test('all pages of a link count together, and nothing that it asks for is done meanwhile', async () => {
  const roomId = await house.book();
  const t = await house.askAsGuest(roomId);
  await visit(`/approve?t=${t}`, linkVisitsPerMinute);
  const refused = await house.http
    .post('/approve')
    .type('form')
    .send(house.fill('/approve', { t }));
  expect(refused.status).toBe(429);
  house.clock.advance({ minutes: 1 });
  const done = await house.http.post('/approve').type('form').send(house.fill('/approve', { t }));
  expect(done.text).toContain('The session has a new time');
});

test('JSON by a link counts with its pages', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  const ask = () =>
    house.http.post('/api/reschedule/propose').send({ token, proposedStartUtc: '2020-01-01' });
  const wish = { token, proposedStartUtc: '2027-03-12T17:00:00Z' };
  for (let i = 0; i < linkVisitsPerMinute; i += 1) await ask().expect(400);
  const refused = await house.http.post('/api/reschedule/propose').send(wish).expect(429);
  expect(refused.body).toMatchObject({ code: 'too-many-requests' });
  expect(refused.headers['retry-after']).toBe('60');
  await house.http.get('/session').query({ r: token }).expect(429);
  house.clock.advance({ minutes: 1 });
  await house.http.post('/api/reschedule/propose').send(wish).expect(201);
});

test('who makes up links never uses up the share of a true one', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  const [head = '', body = '', signature = ''] = token.split('.');
  const forged = [
    `${head}.${body}.${signature.slice(0, -3)}AAA`,
    `${head}.${body}.`,
    `${token}x`,
    'x',
  ];
  for (let i = 0; i < linkVisitsPerMinute + 5; i += 1) {
    const { status } = await house.http.get(`/session?r=${forged[i % forged.length]}`);
    expect(status).toBe(i < linkGuessesPerMinute ? 404 : 429);
  }
  await house.http.get(`/session?r=${token}`).expect(200);
  await house.http.get(`/reschedule?r=${token}`).expect(200);
});

test('one address is answered so often in a minute, whatever it asks for', async () => {
  const link = `/session?r=${await house.token(await house.book(), 'guest', 'propose')}`;
  expect(isAll(await visit('/links/renew', pageVisitsPerMinute), 405)).toBe(true);
  await house.http.get(link).expect(429);
  house.clock.advance({ minutes: 1 });
  await house.http.get(link).expect(200);
});
