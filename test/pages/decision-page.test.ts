import { viewHistory } from '../../service/rooms/history-views.ts';
import { viewRoom } from '../../service/rooms/room-views.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
let oneClick: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
  oneClick = await openPageHouse({ linkConfirmation: 'one-click' });
});
afterAll(async () => {
  await house.close();
  await oneClick.close();
});

const post = (path: string, fields: Record<string, string>) =>
  house.http.post(path).type('form').send(house.fill(path, fields));
const roomOf = async (roomId: string, of = house) => {
  const room = await viewRoom(of.db.pool, of.applicationId, roomId);
  if (room === null) throw new Error('the room is gone');
  return room;
};
const words = (html: string) => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
const newStart = '2027-03-11T16:30:00.000Z';
const oldStart = '2027-03-10T14:00:00.000Z';

describe('the decision page', () => {
  it('shows both times in the reader’s zone and UTC, who asks and why', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    const page = await house.http.get('/approve').query({ t: token }).expect(200);
    expect(page.text).toContain('Gil asks to move your session.');
    expect(words(page.text)).toContain('Thursday, March 11, 2027 4:30 PM – 6:00 PM');
    expect(words(page.text)).toContain('90 minutes, Greenwich Mean Time (UTC+00:00)');
    expect(words(page.text)).toContain('For Gil: 11:30 AM – 1:00 PM (UTC−05:00)');
    expect(words(page.text)).toContain('Wednesday, March 10, 2027 2:00 PM – 3:00 PM');
    expect(page.text).toContain('16:30 – 18:00 UTC');
    expect(page.text).toContain('My train is late.');
    expect(page.text).toContain('&lt;b&gt;please');
    expect(page.text.match(/<button/g)).toHaveLength(1);
    expect(page.text).not.toMatch(/@guest\.example|Grant/);
    expect((await house.http.head('/approve').query({ t: token })).status).toBe(200);
    expect(await roomOf(roomId)).toMatchObject({ startUtc: oldStart, icsSequence: 0 });
  });

  it('approves once: the session moves, both are mailed, a second click is told so', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    house.rings.length = 0;
    const done = await post('/approve', { t: token }).expect(200);
    expect(done.text).toContain('The session has a new time');
    expect(house.rings).toEqual(['send-messages']);
    expect(await roomOf(roomId)).toMatchObject({
      startUtc: newStart,
      durationMinutes: 90,
      icsSequence: 1,
    });
    const kinds = await house.messageKinds(roomId);
    expect(kinds.filter((kind) => kind === 'update')).toHaveLength(2);

    // The token may stand in the address alone, as in the link itself.
    const { nonce = '', choice = '' } = house.fill('/approve', { t: token });
    const again = await house.http
      .post('/approve')
      .query({ t: token })
      .type('form')
      .send({ nonce, choice })
      .expect(200);
    expect(again.text).toContain('already approved');
    expect(again.text).toContain('by you');
    const late = await post('/decline', { t: await house.token(roomId, 'host', 'decline') });
    expect(late.status).toBe(200);
    expect(late.text).toContain('already approved');
    expect(await house.messageKinds(roomId)).toEqual(kinds);
    expect(await roomOf(roomId)).toMatchObject({ icsSequence: 1 });
  });

  it('declines once: nothing moves, the proposer is told', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId, 'decline');
    const done = await post('/decline', { t: token }).expect(200);
    expect(done.text).toContain('The session stays as it is');
    expect(await roomOf(roomId)).toMatchObject({ startUtc: oldStart, icsSequence: 0 });
    const kinds = await house.messageKinds(roomId);
    expect(kinds.filter((kind) => kind === 'proposal-declined')).toHaveLength(1);
    const again = await house.http.get('/decline').query({ t: token }).expect(200);
    expect(again.text).toContain('already declined');
    expect(again.text).not.toContain('<button');
  });

  it('has one effect when approve and decline arrive at the same moment', async () => {
    const roomId = await house.book();
    const approve = await house.askAsGuest(roomId);
    const decline = await house.token(roomId, 'host', 'decline');
    const answers = await Promise.all([
      post('/approve', { t: approve }),
      post('/decline', { t: decline }),
      post('/approve', { t: approve }),
      post('/decline', { t: decline }),
    ]);
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200]);
    expect(answers.filter((one) => one.text.includes('already'))).toHaveLength(3);
    const { rows } = await house.db.pool.query<{ used: string }>(
      'select count(used_at) as used from magic_links where room_id = $1',
      [roomId],
    );
    expect(rows[0]?.used).toBe('1');
    const kinds = await house.messageKinds(roomId);
    const updates = kinds.filter((kind) => kind === 'update').length;
    const declines = kinds.filter((kind) => kind === 'proposal-declined').length;
    expect([updates, declines]).toEqual((await roomOf(roomId)).icsSequence === 1 ? [2, 0] : [0, 1]);
  });

  it('keeps in the history that somebody pressed on what was settled or called off', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    await post('/approve', { t: token }).expect(200);
    await post('/approve', { t: token }).expect(200);
    await house.apply(roomId, { do: 'cancel', reason: null });
    await post('/approve', { t: token }).expect(200);
    const history = await viewHistory(house.db.pool, house.applicationId, roomId);
    const pressed = history.filter((one) => one.channel === 'link' && one.what === 'ignored');
    expect(pressed.map((one) => [one.actor, one.why])).toEqual([
      ['host', 'proposal-settled'],
      ['host', 'proposal-settled'],
    ]);
  });

  it('records by which link and for which request it was decided', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId, 'decline');
    await post('/decline', { t: token }).set('X-Request-Id', 'req-of-test').expect(200);
    const { rows } = await house.db.pool.query(
      `select channel, actor, request_id, link_id is not null as has_link, why
       from room_history where room_id = $1 and deed = 'proposal-declined'`,
      [roomId],
    );
    expect(rows).toMatchObject([
      { channel: 'link', actor: 'host', request_id: 'req-of-test', has_link: true },
    ]);
  });

  it('tells that the room moved on or was cancelled meanwhile', async () => {
    const moved = await house.book();
    const token = await house.askAsGuest(moved);
    await house.apply(moved, {
      do: 'reschedule',
      startUtc: new Date('2027-03-12T10:00:00Z'),
      durationMinutes: null,
    });
    const page = await post('/approve', { t: token }).expect(200);
    expect(page.text).toContain('This request is out of date');
    expect(page.text).toContain('March 12, 2027');

    const cancelled = await house.book();
    const late = await house.askAsGuest(cancelled);
    await house.apply(cancelled, { do: 'cancel', reason: null });
    const gone = await house.http.get('/approve').query({ t: late }).expect(200);
    expect(gone.text).toContain('This session was cancelled');
  });

  it('tells that a request has expired, before the worker has settled it', async () => {
    const other = await openPageHouse();
    const roomId = await other.book();
    const token = await other.askAsGuest(roomId);
    other.clock.advance({ hours: 49 });
    const page = await other.http.get('/approve').query({ t: token }).expect(200);
    expect(page.text).toContain('This request has expired');
    await other.close();
  });

  it('does not let a link do what another purpose allows', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    const propose = await house.token(roomId, 'guest', 'propose');
    expect((await post('/decline', { t: token })).status).toBe(404);
    expect((await post('/approve', { t: propose })).status).toBe(404);
    expect((await house.http.get('/reschedule').query({ r: token })).status).toBe(404);
  });
});

describe('one-click mode', () => {
  it('decides on a click, but never for HEAD or a prefetch', async () => {
    const roomId = await oneClick.book();
    const token = await oneClick.askAsGuest(roomId);
    const get = () => oneClick.http.get('/approve').query({ t: token });
    await oneClick.http.head('/approve').query({ t: token }).expect(200);
    const early = await get().set('Sec-Purpose', 'prefetch').expect(200);
    expect(early.text).toContain('<button');
    expect(await roomOf(roomId, oneClick)).toMatchObject({ icsSequence: 0 });
    expect((await get().expect(200)).text).toContain('The session has a new time');
    expect(await roomOf(roomId, oneClick)).toMatchObject({ icsSequence: 1 });
    expect((await get().expect(200)).text).toContain('already approved');
  });
});

describe('the keep page', () => {
  const declineHeld = async (of: PageHouse) => {
    await of.db.pool.query('update applications set decline_hold_seconds = 600');
    const roomId = await of.book();
    const room = await of.db.pool.query<{ guest_id: string }>(
      'select guest_id from rooms where id = $1',
      [roomId],
    );
    const reply = {
      answer: 'declined' as const,
      sequence: 0,
      stampedAt: of.clock.now(),
      receivedAt: of.clock.now(),
      startUtc: null,
      endUtc: null,
      comment: null,
      alias: null,
    };
    const attendeeId = room.rows[0]?.guest_id ?? '';
    await of.apply(roomId, { do: 'record-reply', attendeeId, reply });
    return { roomId, attendeeId, token: await of.token(roomId, 'guest', 'keep') };
  };

  it('asks first in every mode, then undoes the decline once', async () => {
    const { roomId, token } = await declineHeld(oneClick);
    const asked = await oneClick.http.get('/keep').query({ t: token }).expect(200);
    expect(asked.text).toContain('Keep your session?');
    const kept = await oneClick.http
      .post('/keep')
      .type('form')
      .send(oneClick.fill('/keep', { t: token }))
      .expect(200);
    expect(kept.text).toContain('You keep your session');
    const again = await oneClick.http
      .post('/keep')
      .type('form')
      .send(oneClick.fill('/keep', { t: token }))
      .expect(200);
    expect(again.text).toContain('Your session takes place');
    expect(await roomOf(roomId, oneClick)).toMatchObject({ status: 'booked' });
  });

  it('tells a guest whose decline was acted on that they are out', async () => {
    const { attendeeId, roomId, token } = await declineHeld(oneClick);
    oneClick.clock.advance({ minutes: 11 });
    await oneClick.apply(roomId, { do: 'act-on-held-decline', attendeeId });
    const page = await oneClick.http.get('/keep').query({ t: token }).expect(200);
    expect(page.text).toContain('You are no longer part of this session');
  });
});
