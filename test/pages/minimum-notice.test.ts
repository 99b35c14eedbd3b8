import { viewProposals } from '../../service/rooms/room-views.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
let roomId: string;
let token: string;
beforeAll(async () => {
  house = await openPageHouse();
  await house.db.pool.query('update applications set minimum_notice_minutes = 2880');
});
beforeEach(async () => {
  roomId = await house.book();
  token = await house.token(roomId, 'guest', 'propose');
});
afterAll(() => house.close());

const path = '/api/reschedule/propose';
const proposals = () => viewProposals(house.db.pool, house.applicationId, roomId);
const post = (fields: Record<string, string>) =>
  house.http
    .post(path)
    .type('form')
    .send(house.fill(path, { ...wish, ...fields, token }));

/** It is nine o’clock on 1 March: two days from now are the 3rd at nine. */
const wish = { date: '2027-03-03', time: '08:59', zone: 'UTC', duration: '60', note: 'Sooner?' };

test('the form tells the notice, and a time sooner than that is refused at its field', async () => {
  const form = await house.http.get('/reschedule').query({ r: token }).expect(200);
  expect(form.text).toContain('The new time must be at least 2 days from now.');
  const soon = await post({}).expect(422);
  expect(soon.text).toContain('<a href="#date">Choose a time at least 2 days from now.</a>');
  expect(soon.text).toContain('>Sooner?</textarea>');
  expect(await proposals()).toEqual([]);
  await post({ time: '09:00' }).expect(201);
  expect(await proposals()).toMatchObject([{ startUtc: '2027-03-03T09:00:00.000Z' }]);
});

test('a suggestion picked that meanwhile became too soon is refused, and others are offered', async () => {
  const answer = await post({ pick: '2027-03-02T14:00:00.000Z' }).expect(422);
  expect(answer.text).toContain('Choose a time at least 2 days from now.');
  const offered = [...answer.text.matchAll(/class="given" value="([^"]*)"/g)];
  const times = offered.map(([, value = '']) => new Date(value).getTime());
  expect(times).toHaveLength(3);
  const earliest = house.clock.now().getTime() + 2880 * 60_000;
  for (const time of times) expect(time).toBeGreaterThan(earliest);
  expect(await proposals()).toEqual([]);
});

test('JSON callers are told it as a problem of its own', async () => {
  const ask = (proposedStartUtc: string) => house.http.post(path).send({ token, proposedStartUtc });
  const soon = await ask('2027-03-03T08:59:59Z').expect(422);
  expect(soon.body).toMatchObject({ status: 422, code: 'too-short-notice' });
  expect(await proposals()).toEqual([]);
  await ask('2027-03-03T09:00:00Z').expect(201);
});

test('nothing is said of a notice where none is wanted', async () => {
  await house.db.pool.query('update applications set minimum_notice_minutes = 0');
  const form = await house.http.get('/reschedule').query({ r: token }).expect(200);
  expect(form.text).not.toContain('from now');
  await post({ date: '2027-03-01', time: '09:01' }).expect(201);
});
