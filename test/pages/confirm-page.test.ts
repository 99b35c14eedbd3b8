import { viewHistory } from '../../service/rooms/history-views.ts';
import { viewProposals, viewRoom } from '../../service/rooms/room-views.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import {
  findAttendee,
  findMail,
  parkAnswer,
  parkWish,
  sampleReply,
  storeApplied,
} from './parked-mail.ts';

let house: PageHouse;
let oneClick: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
  oneClick = await openPageHouse({ linkConfirmation: 'one-click' });
});
beforeEach(async () => {
  await house.db.pool.query(
    `update applications set decline_rule = 'strict', decline_hold_seconds = 0`,
  );
});
afterAll(async () => {
  await house.close();
  await oneClick.close();
});

const get = (token: string) => house.http.get('/confirm').query({ t: token });
const post = (token: string) =>
  house.http
    .post('/confirm')
    .type('form')
    .send(house.fill('/confirm', { t: token }));
const roomOf = (roomId: string) => viewRoom(house.db.pool, house.applicationId, roomId);
const proposalsOf = (roomId: string) => viewProposals(house.db.pool, house.applicationId, roomId);
const words = (html: string) => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');

describe('the page that asks whether an answer is theirs', () => {
  it('shows what came and changes nothing, however it is looked at', async () => {
    const roomId = await house.book();
    const comment = 'Ill <b>today</b>.\n-- \nWrite to gil@canary.example';
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'declined', { comment }), {
      because: 'other-address',
      alias: 'gil@canary.example',
    });
    const token = await parked.token();
    const page = await get(token).expect(200);
    expect(page.text).toContain('Did you send this?');
    expect(page.text).toContain('says that you decline this session');
    expect(page.text).toContain('which is not the address we know of you');
    expect(page.text).toContain('Ill &lt;b&gt;today&lt;/b&gt;.');
    expect(words(page.text)).toContain('Wednesday, March 10, 2027 9:00 AM – 10:00 AM');
    expect(page.text).toContain('Yes, this is from me');
    expect(page.text.match(/<button/g)).toHaveLength(1);
    // Its owner recognises it; nobody learns it.
    expect(page.text).toContain('It answers for g…@canary.example');
    expect(page.text).not.toMatch(/gil@|@guest\.example|@host\.example|Hart|Grant/);
    await house.http.head('/confirm').query({ t: token }).expect(200);
    expect(await roomOf(roomId)).toMatchObject({ status: 'booked' });
    expect(await findMail(house, parked.mailId)).toMatchObject({
      outcome: 'parked',
      confirmed: false,
    });
  });

  it('shows the new time asked for beside the present one', async () => {
    const roomId = await house.book();
    const { token } = await parkWish(house, roomId, {}, { role: 'host' });
    const page = await get(await token()).expect(200);
    expect(page.text).toContain('asks for another time');
    expect(page.text).toContain('could not be sure that it really came from you');
    expect(words(page.text)).toContain('Thursday, March 11, 2027 4:30 PM – 6:00 PM 90 minutes');
    expect(words(page.text)).toContain('Wednesday, March 10, 2027 2:00 PM – 3:00 PM');
    expect(await proposalsOf(roomId)).toEqual([]);
  });

  it('asks first even where links act at once', async () => {
    const roomId = await oneClick.book();
    const parked = await parkAnswer(oneClick, roomId, sampleReply(oneClick, 'declined'));
    const page = await oneClick.http.get('/confirm').query({ t: await parked.token() });
    expect(page.text).toContain('Yes, this is from me');
    expect(await findMail(oneClick, parked.mailId)).toMatchObject({ outcome: 'parked' });
  });

  it('is for its own links only, posted by its own form', async () => {
    const roomId = await house.book();
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'accepted'));
    const token = await parked.token();
    expect((await get(await house.token(roomId, 'guest', 'propose'))).status).toBe(404);
    expect((await post(`${token}x`)).status).toBe(404);
    expect((await house.http.get('/keep').query({ t: token })).status).toBe(404);
    const foreign = await post(token).set({ Origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    await house.http.put('/confirm').expect(405).expect('allow', 'GET, HEAD, POST');
    expect(await findMail(house, parked.mailId)).toMatchObject({ outcome: 'parked' });
  });

  it('offers a fresh link when it has expired and the session is still ahead', async () => {
    const roomId = await house.book();
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'accepted'));
    await house.db.pool.query(
      `update magic_links set expires_at = $2 where room_id = $1 and purpose = 'confirm'`,
      [roomId, house.clock.now()],
    );
    for (const page of [await get(await parked.token()), await post(await parked.token())]) {
      expect(page.status).toBe(410);
      expect(page.text).toContain('Mail me a new link');
    }
    expect(await findMail(house, parked.mailId)).toMatchObject({ outcome: 'parked' });
  });
});

describe('an answer that its person confirms', () => {
  it('applies once, is remembered with its address, and later clicks are told so', async () => {
    const roomId = await house.book();
    house.rings.length = 0;
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'accepted'), {
      because: 'other-address',
      alias: 'gil@other.example',
    });
    const token = await parked.token();
    const done = await post(token).set('X-Request-Id', 'req-confirm').expect(200);
    expect(done.text).toContain('You accepted the session');
    expect(await roomOf(roomId)).toMatchObject({ guest: { answer: 'accepted' } });
    expect(await findMail(house, parked.mailId)).toEqual({
      outcome: 'applied',
      reason: 'confirmed',
      confirmed: true,
      unread: false,
      replays: 0,
    });
    const { rows } = await house.db.pool.query(
      `select p.aliases, h.channel, h.actor, h.request_id, h.inbound_mail_id,
         l.purpose, l.used_at is not null as used
       from room_history h join magic_links l on l.id = h.link_id
         join attendees p on p.id = l.attendee_id
       where h.room_id = $1 and h.deed = 'answer-recorded'`,
      [roomId],
    );
    expect(rows).toEqual([
      {
        aliases: ['gil@other.example'],
        channel: 'link',
        actor: 'guest',
        request_id: 'req-confirm',
        inbound_mail_id: parked.mailId,
        purpose: 'confirm',
        used: true,
      },
    ]);
    const history = await viewHistory(house.db.pool, house.applicationId, roomId);
    for (const again of [await post(token), await get(token)]) {
      expect(again.status).toBe(200);
      expect(again.text).toContain('You have confirmed this already');
      expect(again.text).not.toContain('<button');
    }
    expect(await viewHistory(house.db.pool, house.applicationId, roomId)).toEqual(history);
    expect(house.logged.join('')).not.toMatch(/eyJ|@/);
  });

  it('lets what else waits for the same address be judged anew, and nothing else', async () => {
    const roomId = await house.book();
    const alias = 'gil@other.example';
    const options = { because: 'other-address', alias } as const;
    const asked = await parkAnswer(house, roomId, sampleReply(house, 'tentative'), options);
    house.clock.advance({ minutes: 1 });
    const same = await parkAnswer(house, roomId, sampleReply(house, 'accepted'), options);
    const stranger = await parkAnswer(house, roomId, sampleReply(house, 'declined'), {
      because: 'other-address',
      alias: 'stranger@other.example',
    });
    const forged = await parkAnswer(house, roomId, sampleReply(house, 'declined'));
    const elsewhere = await parkAnswer(house, roomId, sampleReply(house, 'declined'), {
      ...options,
      role: 'host',
    });
    house.rings.length = 0;
    expect((await post(await asked.token())).text).toContain('You answered Maybe');
    expect(house.rings).toContain('read-mails');
    expect(await findMail(house, same.mailId)).toEqual({
      outcome: null,
      reason: null,
      confirmed: false,
      unread: true,
      replays: 1,
    });
    for (const { mailId } of [stranger, forged, elsewhere]) {
      expect(await findMail(house, mailId)).toMatchObject({ outcome: 'parked', replays: 0 });
    }
  });

  it('gives a guest’s place back, and calls off a host’s session, as declining would', async () => {
    const left = await house.book();
    const guest = await parkAnswer(house, left, sampleReply(house, 'declined'));
    const token = await guest.token();
    house.rings.length = 0;
    expect((await post(token).expect(200)).text).toContain('You are no longer booked');
    expect(house.rings).toEqual(['send-messages']);
    expect(await roomOf(left)).toMatchObject({ status: 'open' });
    expect(await house.messageKinds(left)).toContain('guest-left');
    expect((await post(token)).text).toContain('You are no longer part of this session');

    const off = await house.book();
    const host = await parkAnswer(house, off, sampleReply(house, 'declined'), { role: 'host' });
    const page = await post(await host.token()).expect(200);
    expect(page.text).toContain('You declined, so the session is called off.');
    expect(await roomOf(off)).toMatchObject({ status: 'cancelled' });
    const again = await post(await host.token()).expect(200);
    expect(again.text).toContain('This session was cancelled');
  });

  it('is held, or only told, where the application wants a decline so', async () => {
    await house.db.pool.query('update applications set decline_hold_seconds = 600');
    const held = await house.book();
    const first = await parkAnswer(house, held, sampleReply(house, 'declined'));
    const page = await post(await first.token()).expect(200);
    expect(page.text).toContain('It will be called off soon');
    expect(await house.messageKinds(held)).toContain('decline-held');

    await house.db.pool.query(`update applications set decline_rule = 'soft'`);
    const soft = await house.book();
    const second = await parkAnswer(house, soft, sampleReply(house, 'declined'));
    const told = await post(await second.token()).expect(200);
    expect(told.text).toContain('the session still stands');
    expect(await roomOf(soft)).toMatchObject({ status: 'booked', guest: { answer: 'declined' } });
  });
});

describe('a wish that its person confirms', () => {
  it('is asked once, however many clicks arrive at the same moment', async () => {
    const roomId = await house.book();
    const parked = await parkWish(house, roomId, { comment: 'Later?' });
    const token = await parked.token();
    const pages = await Promise.all([post(token), post(token), post(token), post(token)]);
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200, 200]);
    const first = pages.filter((page) => page.text.includes('We are asking Helen'));
    expect(first).toHaveLength(1);
    expect(words(first[0]?.text ?? '')).toContain('Thursday, March 11, 2027 11:30 AM – 1:00 PM');
    expect(pages.filter((page) => page.text.includes('confirmed this already'))).toHaveLength(3);
    expect(await proposalsOf(roomId)).toMatchObject([
      { proposedBy: 'guest', source: 'mail', note: 'Later?', status: 'pending' },
    ]);
    const kinds = await house.messageKinds(roomId);
    expect(kinds.filter((kind) => kind === 'proposal-to-decide')).toHaveLength(1);
    expect(await findMail(house, parked.mailId)).toMatchObject({ outcome: 'applied' });
  });

  it('whose time cannot be used is answered with the link to choose one', async () => {
    const roomId = await house.book();
    const parked = await parkWish(house, roomId, { proposedStartUtc: null, proposedEndUtc: null });
    const token = await parked.token();
    const page = await post(token).expect(200);
    expect(page.text).toContain('We could not use that new time');
    expect(await house.messageKinds(roomId)).toContain('counter-not-understood');
    expect(await findMail(house, parked.mailId)).toMatchObject({
      outcome: 'parked',
      reason: 'counter-parked',
      confirmed: true,
    });
    const kinds = await house.messageKinds(roomId);
    expect((await post(token)).text).toContain('We could not use that new time');
    expect(await house.messageKinds(roomId)).toEqual(kinds);
  });
});

describe('what has nothing to confirm any more', () => {
  it('tells that a newer answer counts', async () => {
    const roomId = await house.book();
    const old = new Date(house.clock.now().getTime() - 60_000);
    const parked = await parkAnswer(
      house,
      roomId,
      sampleReply(house, 'declined', { stampedAt: old }),
    );
    const attendeeId = await findAttendee(house, roomId, 'guest');
    const reply = sampleReply(house, 'accepted');
    await house.apply(roomId, { do: 'record-reply', attendeeId, reply });
    const token = await parked.token();
    for (const page of [await post(token), await post(token), await get(token)]) {
      expect(page.status).toBe(200);
      expect(page.text).toContain('You have answered again since');
    }
    expect(await roomOf(roomId)).toMatchObject({
      status: 'booked',
      guest: { answer: 'accepted' },
    });
    expect(await findMail(house, parked.mailId)).toMatchObject({
      outcome: 'superseded',
      reason: 'superseded-answer',
    });
  });

  it('tells that a newer answer counts, even when both are of one moment', async () => {
    const roomId = await house.book();
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'declined'));
    const reply = sampleReply(house, 'accepted');
    await house.apply(roomId, { do: 'record-reply', attendeeId: parked.attendeeId, reply });
    await house.db.pool.query(
      `update imip_messages set detail = jsonb_build_object('sequence', 0, 'stampedAt', $2::text)
       where id = $1`,
      [parked.mailId, house.clock.now().toISOString()],
    );
    await storeApplied(house, parked.mailId);
    const token = await parked.token();
    for (const page of [await post(token), await post(token), await get(token)]) {
      expect(page.status).toBe(200);
      expect(page.text).toContain('You have answered again since');
    }
    expect(await roomOf(roomId)).toMatchObject({ status: 'booked', guest: { answer: 'accepted' } });
    expect(await findMail(house, parked.mailId)).toMatchObject({
      outcome: 'superseded',
      reason: 'superseded-answer',
    });
  });

  it('tells that the session has moved or was called off', async () => {
    const moved = await house.book();
    const stale = await parkAnswer(house, moved, sampleReply(house, 'declined'));
    const startUtc = new Date('2027-03-12T10:00:00Z');
    await house.apply(moved, { do: 'reschedule', startUtc, durationMinutes: null });
    const page = await post(await stale.token()).expect(200);
    expect(page.text).toContain('The session has changed since');
    expect(page.text).toContain('March 12, 2027');
    expect(await roomOf(moved)).toMatchObject({ status: 'booked' });
    expect(await findMail(house, stale.mailId)).toMatchObject({ outcome: 'stale' });

    const off = await house.book();
    const gone = await parkAnswer(house, off, sampleReply(house, 'accepted'));
    await house.apply(off, { do: 'cancel', reason: null });
    for (const late of [await get(await gone.token()), await post(await gone.token())]) {
      expect(late.status).toBe(200);
      expect(late.text).toContain('This session was cancelled');
    }
  });

  it('tells so while the mail is being read again', async () => {
    const roomId = await house.book();
    const parked = await parkAnswer(house, roomId, sampleReply(house, 'declined'));
    await house.db.pool.query(
      'update imip_messages set read_at = null, outcome = null where id = $1',
      [parked.mailId],
    );
    const page = await post(await parked.token()).expect(200);
    expect(page.text).toContain('There is nothing to confirm any more');
    expect(await roomOf(roomId)).toMatchObject({ status: 'booked' });
  });
});
