import { limits } from '../../service/limits.ts';
import { viewProposals } from '../../service/rooms/room-views.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

const path = '/api/reschedule/propose';

test('whoever asked for a day’s share of new times is told so kindly, by page and as JSON', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  const startOf = (count: number) => new Date(Date.UTC(2027, 2, 12, 0, count));
  for (let count = 1; count <= limits.proposalsPerDay; count += 1) {
    await house.apply(roomId, {
      do: 'propose',
      by: 'guest',
      source: 'page',
      proposalId: house.random.uuid(),
      startUtc: startOf(count),
      durationMinutes: null,
      note: null,
    });
  }
  const before = await viewProposals(house.db.pool, house.applicationId, roomId);
  const mails = await house.messageKinds(roomId);

  const wish = { date: '2027-03-13', time: '12:00', zone: 'UTC', duration: '30', note: '' };
  const page = await house.http
    .post(path)
    .type('form')
    .send(house.fill(path, { ...wish, token }));
  expect(page.status).toBe(429);
  expect(page.headers['retry-after']).toBe('3600');
  expect(page.text).toContain('Enough requests for today');
  expect(page.text).toContain('was not sent to Helen');
  expect(page.text).not.toMatch(/@guest\.example|@host\.example/);

  const proposedStartUtc = '2027-03-13T12:00:00Z';
  const json = await house.http.post(path).send({ token, proposedStartUtc });
  expect(json.status).toBe(429);
  expect(json.type).toBe('application/problem+json');
  expect(json.headers['retry-after']).toBe('3600');
  expect(json.body).toMatchObject({ status: 429, code: 'too-many-proposals' });

  expect(await viewProposals(house.db.pool, house.applicationId, roomId)).toEqual(before);
  expect(await house.messageKinds(roomId)).toEqual(mails);

  house.clock.advance({ hours: 25 });
  await house.http.post(path).send({ token, proposedStartUtc }).expect(201);
});
