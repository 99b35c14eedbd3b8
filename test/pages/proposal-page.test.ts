import { inTransaction } from '../../service/db/transaction.ts';
import { viewProposals } from '../../service/rooms/room-views.ts';
import { waitFor } from '../house/wait-for.ts';
import { byApi } from '../rooms/waist-house.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

const path = '/api/reschedule/propose';
const postForm = (fields: Record<string, string>) =>
  house.http.post(path).type('form').send(house.fill(path, fields));
const postJson = (body: object) => house.http.post(path).send(body);
const proposalsOf = (roomId: string) => viewProposals(house.db.pool, house.applicationId, roomId);
const guestToken = (roomId: string) => house.token(roomId, 'guest', 'propose');

/** Noon on 12 March in New York, where the guest lives. */
const wish = {
  date: '2027-03-12',
  time: '12:00',
  zone: 'America/New_York',
  duration: '30',
  note: 'Could we?\r\nThanks',
};

describe('the reschedule form', () => {
  it('starts from the present time in the person’s own zone, and shows no address', async () => {
    const roomId = await house.book();
    const page = await house.http
      .get('/reschedule')
      .query({ r: await guestToken(roomId) })
      .expect(200);
    expect(page.text).toContain('value="2027-03-10"');
    expect(page.text).toContain('value="09:00"');
    expect(page.text).toContain('<option selected>America/New_York</option>');
    expect(page.text).toContain('Eastern Standard Time (UTC−05:00)');
    expect(page.text).toContain('14:00 – 15:00 UTC');
    expect(page.text).toMatch(/value="60" checked/);
    expect(page.text).toContain('Helen');
    expect(page.text).not.toMatch(/Hart|@host\.example|Grant|@guest\.example/);
    expect(await proposalsOf(roomId)).toEqual([]);
  });

  it('asks the other person, once, however often it is sent', async () => {
    const roomId = await house.book();
    const fields = { ...wish, token: await guestToken(roomId) };
    const asked = await postForm(fields).expect(201);
    expect(asked.text).toContain('We are asking Helen');
    expect(asked.text).toContain('12:00 PM – 12:30 PM</span>');
    expect(await proposalsOf(roomId)).toMatchObject([
      {
        proposedBy: 'guest',
        source: 'page',
        startUtc: '2027-03-12T17:00:00.000Z',
        durationMinutes: 30,
        note: 'Could we?\nThanks',
        status: 'pending',
      },
    ]);
    const kinds = await house.messageKinds(roomId);
    expect(kinds).toContain('proposal-to-decide');
    const again = await postForm(fields).expect(200);
    expect(again.text).toContain('We have already asked Helen');
    expect(await house.messageKinds(roomId)).toEqual(kinds);
    expect(await proposalsOf(roomId)).toHaveLength(1);
  });

  it('says what is already asked for, and lets a new request take its place', async () => {
    const roomId = await house.book();
    const token = await guestToken(roomId);
    await postForm({ ...wish, token }).expect(201);
    const page = await house.http.get('/reschedule').query({ r: token });
    expect(page.text).toContain('You have already asked for');
    await postForm({ ...wish, time: '13:00', token }).expect(201);
    const states = (await proposalsOf(roomId)).map((one) => one.status);
    expect(states).toEqual(['superseded', 'pending']);
  });

  it('names every mistake at its field and keeps what was entered', async () => {
    const roomId = await house.book();
    const token = await guestToken(roomId);
    const fields = { ...wish, date: 'tomorrow', time: '25:00', duration: '45', token };
    const page = await postForm({ ...fields, note: 'Hello <script>' }).expect(422);
    expect(page.text).toContain('<title>Error: Request a new time – Session with Helen</title>');
    expect(page.text).toContain('<a href="#date">Enter a date');
    expect(page.text).toContain('<a href="#duration-30">');
    expect(page.text).toContain('Hello &lt;script&gt;');
    expect(page.text).toMatch(/id="date"[^>]*aria-invalid="true" aria-describedby="date-error"/);
    expect(page.text).toContain('<a href="#time">Enter a time');
    const other = await postForm({ ...wish, time: '25:00', token }).expect(422);
    expect(other.text).toContain('value="2027-03-12"');
    expect(await proposalsOf(roomId)).toEqual([]);
  });

  it('refuses what the rules refuse, in words at the field', async () => {
    const roomId = await house.book();
    const token = await guestToken(roomId);
    const tryIt = async (change: object) =>
      (await postForm({ ...wish, ...change, token }).expect(422)).text;
    expect(await tryIt({ date: '2027-02-01' })).toContain('date and time in the future');
    expect(await tryIt({ date: '2027-03-10', time: '09:00', duration: '60' })).toContain(
      'already has this time',
    );
    expect(await tryIt({ date: '2027-03-14', time: '02:30' })).toContain(
      'This time does not exist on that day in that zone',
    );
    expect(await tryIt({ zone: 'Mars/Olympus' })).toContain('Choose a time zone');
    expect(await tryIt({ note: 'x'.repeat(1001) })).toContain('Shorten your message');
    expect(await proposalsOf(roomId)).toEqual([]);
  });

  it('tells the present truth when the session is off, over or not theirs any more', async () => {
    const cancelled = await house.book();
    const token = await guestToken(cancelled);
    await house.apply(cancelled, { do: 'cancel', reason: null });
    const page = await house.http.get('/reschedule').query({ r: token }).expect(200);
    expect(page.text).toContain('This session was cancelled');
    expect(page.text).not.toContain('<form');
    expect((await postForm({ ...wish, token }).expect(200)).text).toContain('was cancelled');

    const left = await house.book();
    const [guests, hosts] = [await guestToken(left), await house.token(left, 'host', 'propose')];
    await house.apply(left, { do: 'unbook', reason: null });
    const gone = await house.http.get('/reschedule').query({ r: guests }).expect(200);
    expect(gone.text).toContain('You are no longer part of this session');
    expect(gone.text).not.toContain('2027');
    const alone = await house.http.get('/reschedule').query({ r: hosts }).expect(200);
    expect(alone.text).toContain('Nobody has booked this session');
  });

  it('does not let a guest who left speak for the one who came', async () => {
    const roomId = await house.book();
    const token = await guestToken(roomId);
    await house.apply(roomId, { do: 'unbook', reason: null });
    const next = { name: 'Nora', email: 'nora@next.example', timeZone: null, locale: null };
    const guest = { ...next, attendeeId: house.random.uuid() };
    await house.apply(roomId, { do: 'book', guest });
    expect((await postForm({ ...wish, token }).expect(200)).text).toContain('no longer part');
    const problem = await postJson({ token, proposedStartUtc: '2027-03-12T17:00:00Z' });
    expect(problem.body).toMatchObject({ status: 409, code: 'not-booked' });
    expect(await proposalsOf(roomId)).toEqual([]);
  });
});

test('a guest replaced while their form was waiting for the room proposes nothing', async () => {
  const roomId = await house.book();
  const token = await guestToken(roomId);
  const ref = { applicationId: house.applicationId, roomId };
  const next = { name: 'Nora', email: 'nora@next.example', timeZone: null, locale: null };
  const guest = { ...next, attendeeId: house.random.uuid() };
  const answer = await inTransaction(house.db.database, 'replace', async (tx) => {
    await house.waist.apply(tx, ref, { do: 'unbook', reason: null }, byApi);
    await house.waist.apply(tx, ref, { do: 'book', guest }, byApi);
    // `then` sends it; the promise is passed on unawaited, in an object.
    const sent = { page: postForm({ ...wish, token }).then((page) => page) };
    await waitFor(async () => {
      const { rows } = await house.db.pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.waiting === 1;
    });
    return sent;
  });
  const page = await answer.page;
  expect(page.status).toBe(200);
  expect(page.text).toContain('You are no longer part of this session');
  expect(await proposalsOf(roomId)).toEqual([]);
});

describe('a proposal as JSON', () => {
  it('is made with 201, and answered with the open one when asked again', async () => {
    const roomId = await house.book();
    const body = {
      token: await house.token(roomId, 'host', 'propose'),
      proposedStartUtc: '2027-03-12T17:00:00Z',
      proposedEndUtc: '2027-03-12T18:30:00.000Z',
      note: 'Later?',
    };
    const made = await postJson(body).expect(201);
    expect(made.body).toMatchObject({
      roomId,
      proposedBy: 'host',
      source: 'page',
      startUtc: '2027-03-12T17:00:00.000Z',
      endUtc: '2027-03-12T18:30:00.000Z',
      status: 'pending',
    });
    const again = await postJson(body).expect(200);
    expect(again.body).toEqual(made.body);
  });

  it('is refused with a stable code, and nothing is stored', async () => {
    const roomId = await house.book();
    const token = await guestToken(roomId);
    const proposedStartUtc = '2027-03-12T17:00:00Z';
    const refuse = async (body: object, status: number, code: string) => {
      const answer = await postJson(body);
      expect(answer.body).toMatchObject({ status, code, requestId: expect.any(String) });
      expect(answer.status).toBe(status);
      expect(answer.type).toBe('application/problem+json');
      return answer.body as { errors?: { field: string }[] };
    };
    await refuse({ token: 'nonsense', proposedStartUtc }, 404, 'link-unknown');
    await refuse({ token, proposedStartUtc: '2020-01-01T00:00:00Z' }, 422, 'start-in-past');
    await refuse({ token, proposedStartUtc: '2027-03-10T14:00:00Z' }, 422, 'time-unchanged');
    const end = (proposedEndUtc: string) => ({ token, proposedStartUtc, proposedEndUtc });
    await refuse(end('2027-03-12T17:45:00Z'), 422, 'duration-not-allowed');
    await refuse(end('2027-03-12T17:30:10Z'), 422, 'duration-not-allowed');
    await refuse(end('2027-03-12T16:00:00Z'), 422, 'duration-not-allowed');
    const wrong = { token: 7, proposedStartUtc: '2027-02-30T10:00:00Z', note: 1, extra: 1 };
    const { errors = [] } = await refuse(wrong, 400, 'invalid-request');
    expect(errors.map((one) => one.field)).toEqual(['extra', 'token', 'proposedStartUtc', 'note']);
    await refuse([], 400, 'invalid-request');
    expect(await proposalsOf(roomId)).toEqual([]);
    await house.apply(roomId, { do: 'cancel', reason: null });
    await refuse({ token, proposedStartUtc }, 409, 'room-cancelled');
  });

  it('that cannot be read is a problem document too', async () => {
    const send = (body: string, type: string) => house.http.post(path).type(type).send(body);
    const broken = await send('{"token":', 'application/json').expect(400);
    expect(broken.body).toMatchObject({ code: 'malformed-json' });
    const huge = await send(`{"note":"${'x'.repeat(20_000)}"}`, 'application/json').expect(413);
    expect(huge.body).toMatchObject({ code: 'body-too-large' });
    const text = await send('hello', 'text/plain').expect(415);
    expect(text.body).toMatchObject({ code: 'unsupported-media-type', errors: [] });
    expect(text.type).toBe('application/problem+json');
    await house.http
      .post(path)
      .expect(415)
      .expect('content-type', /problem\+json/);
    const word = await send('"hello"', 'application/json').expect(400);
    expect(word.body).toMatchObject({ code: 'invalid-request', errors: [{ field: 'body' }] });
    expect([word.body.detail, word.body.title]).not.toContain(undefined);
    await send(`note=${'x'.repeat(20_000)}`, 'application/x-www-form-urlencoded').expect(413);
  });
});
