import ICAL from 'ical.js';
import { readIcs } from '../../service/calendar/read-ics.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { compareStock, takeStock } from './page-scanner.ts';
import { readTexts } from './page-text.ts';
import { findAttendee, sampleReply } from './parked-mail.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
beforeEach(async () => {
  await house.db.pool.query('update applications set decline_hold_seconds = 0');
});
afterAll(() => house.close());

type Role = 'host' | 'guest';

const linkOf = (roomId: string, role: Role) => house.token(roomId, role, 'propose');
const open = (r: string) => house.http.get('/session').query({ r });
const openFile = (r: string) => house.http.get('/session/invite.ics').query({ r });
const words = (html: string) => readTexts(html).join(' ');

async function see(roomId: string, role: Role): Promise<string> {
  const page = await open(await linkOf(roomId, role)).expect(200);
  return words(page.text);
}

async function answer(roomId: string, role: Role, said: 'accepted' | 'tentative' | 'declined') {
  const attendeeId = await findAttendee(house, roomId, role);
  const sequence = await sequenceOf(roomId);
  const reply = sampleReply(house, said, { sequence });
  await house.apply(roomId, { do: 'record-reply', attendeeId, reply });
}

async function sequenceOf(roomId: string): Promise<number> {
  const { rows } = await house.db.pool.query<{ sequence: number }>(
    'select ics_sequence as sequence from rooms where id = $1',
    [roomId],
  );
  return rows[0]?.sequence ?? 0;
}

const friday = new Date('2027-03-12T15:30:00Z');
const toFriday = { do: 'reschedule', startUtc: friday, durationMinutes: 90 } as const;

/** What the calendar object of the file says. */
function readFile(text: string) {
  const read = readIcs(text);
  if (!read.ok) throw new Error(read.detail);
  return read.calendar;
}

describe('the page of a session', () => {
  test('tells each person who the other is, when it is, and what they answered', async () => {
    const roomId = await house.book();
    const before = await takeStock(house);
    const guest = await see(roomId, 'guest');
    expect(guest).toContain('Your session with Helen');
    expect(guest).toContain('You have booked this session with Helen.');
    expect(guest).toContain('Wednesday, March 10, 2027 9:00 AM – 10:00 AM');
    expect(guest).toContain('For Helen: 2:00 PM – 3:00 PM (UTC+00:00)');
    expect(guest).toContain('You have not answered yet.');
    const host = await see(roomId, 'host');
    expect(host).toContain('Gil has booked this session with you.');
    expect(host).toContain('Wednesday, March 10, 2027 2:00 PM – 3:00 PM');
    for (const text of [guest, host]) expect(text).not.toMatch(/Hart|Grant|@|London|New_York/);
    expect(compareStock(before, await takeStock(house))).toEqual([]);

    await answer(roomId, 'guest', 'tentative');
    await answer(roomId, 'host', 'accepted');
    expect(await see(roomId, 'guest')).toContain('You answered Maybe.');
    expect(await see(roomId, 'host')).toContain('You answered Yes.');
  });

  test('tells who asks for a new time, until that is decided, and then the new time', async () => {
    const roomId = await house.book();
    await answer(roomId, 'guest', 'accepted');
    const t = await house.askAsGuest(roomId);
    const asked = 'You asked for a new time. Helen has not answered yet.';
    const toDecide = 'Gil asks for a new time. Our mail has the link to approve or decline it.';
    expect(await see(roomId, 'guest')).toContain(asked);
    expect(await see(roomId, 'host')).toContain(toDecide);
    await house.http.post('/approve').type('form').send(house.fill('/approve', { t }));
    const [guest, host] = [await see(roomId, 'guest'), await see(roomId, 'host')];
    expect(guest).toContain('Thursday, March 11, 2027 11:30 AM – 1:00 PM');
    // A new time asks for a new answer.
    expect(guest).toContain('You have not answered yet.');
    for (const text of [guest, host]) expect(text).not.toMatch(/new time\. |March 10/);
  });

  test('says that a decline is held back, and that it was acted on', async () => {
    await house.db.pool.query('update applications set decline_hold_seconds = 600');
    const roomId = await house.book();
    const link = await linkOf(roomId, 'guest');
    await answer(roomId, 'guest', 'declined');
    const held = words((await open(link).expect(200)).text);
    expect(held).toContain('You answered No.');
    expect(held).toContain('It will be called off soon.');
    house.clock.advance({ minutes: 11 });
    const attendeeId = await findAttendee(house, roomId, 'guest');
    await house.apply(roomId, { do: 'act-on-held-decline', attendeeId });
    expect((await open(link)).text).toContain('You are no longer part of this session');
    expect(await see(roomId, 'host')).toContain('Nobody has booked this session');
  });

  test('tells the truth that stands before it: off, over, unknown', async () => {
    const roomId = await house.book();
    const r = await linkOf(roomId, 'guest');
    const t = await house.askAsGuest(roomId);
    await house.apply(roomId, { do: 'cancel', reason: null });
    for (const page of [await open(r), await openFile(r)]) {
      expect([page.status, page.type]).toEqual([200, 'text/html']);
      expect(page.text).toContain('This session was cancelled');
      expect(page.text).not.toMatch(/calendar\.google|invite\.ics/);
    }
    for (const path of ['/session', '/session/invite.ics']) {
      await house.http.get(path).query({ r: t }).expect(404);
      await house.http.get(path).query({ r: 'x' }).expect(404);
      await house.http.get(path).expect(404);
      await house.http.post(path).query({ r }).expect(405).expect('allow', 'GET, HEAD');
    }
  });

  test('shows place, way in and description as text, and links to the web only', async () => {
    const roomId = await house.create({
      host: { name: 'Helen Hart', email: 'helen@host.example', timeZone: null, locale: null },
      guest: { name: 'Gil Grant', email: 'gil@guest.example', timeZone: null, locale: null },
      description: 'Bring <b>glasses</b>.\nRing twice.',
      location: 'Room 4 <script>alert(1)</script>',
      joinUrl: 'https://meet.example/eye?room=4&pass="x"',
    });
    const { text } = await open(await linkOf(roomId, 'guest')).expect(200);
    expect(text).toContain('Bring &lt;b&gt;glasses&lt;/b&gt;.');
    expect(text).toContain('Room 4 &lt;script&gt;');
    expect(text).toContain('<a href="https://meet.example/eye?room=4&amp;pass=%22x%22" rel="nor');
    await house.db.pool.query(`update rooms set join_url = 'javascript:alert(1)' where id = $1`, [
      roomId,
    ]);
    const bad = await open(await linkOf(roomId, 'guest')).expect(200);
    expect(bad.text).not.toContain('javascript:');
  });
});

describe('the calendar file of a session', () => {
  test('is the person’s present calendar object, with the answer they have given', async () => {
    const roomId = await house.book();
    await answer(roomId, 'guest', 'accepted');
    const file = await openFile(await linkOf(roomId, 'guest')).expect(200);
    expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(file.headers['content-disposition']).toBe('attachment; filename=invite.ics');
    const read = readFile(file.text);
    expect(read).toMatchObject({ method: 'REQUEST', sequence: 0 });
    expect(read.start.utc).toEqual(new Date('2027-03-10T14:00:00Z'));
    expect(read.attendees).toHaveLength(1);
    expect(file.text).toMatch(/ATTENDEE[^:]*PARTSTAT=ACCEPTED/);
    expect(file.text.replaceAll('\r\n ', '')).toContain('mailto:gil@guest.example');
    expect(file.text.replaceAll('\r\n ', '')).not.toMatch(/helen@|Hart/);
    const [, , [event]] = ICAL.parse(file.text) as [string, unknown[], [string, string[][]][]];
    expect(event?.[0]).toBe('vevent');
  });

  test('has the new time, its SEQUENCE and no answer yet after the session moved', async () => {
    const roomId = await house.book();
    const first = readFile((await openFile(await linkOf(roomId, 'host'))).text);
    await answer(roomId, 'host', 'accepted');
    await house.apply(roomId, toFriday);
    const file = await openFile(await linkOf(roomId, 'host')).expect(200);
    const read = readFile(file.text);
    expect(read).toMatchObject({ sequence: 1, uid: first.uid });
    expect(read.organizer).toEqual(first.organizer);
    expect(read.start.utc).toEqual(friday);
    expect(read.end.utc).toEqual(new Date('2027-03-12T17:00:00Z'));
    expect(file.text).toMatch(/PARTSTAT=NEEDS-ACTION/);
    expect(file.text.replaceAll('\r\n ', '')).not.toMatch(/gil@|Grant/);
  });

  test('is of the room as it stands when no invitation was ever owed', async () => {
    const roomId = await house.book();
    const r = await linkOf(roomId, 'guest');
    await house.db.pool.query('update messages set kind = $2 where room_id = $1', [
      roomId,
      'fresh-link',
    ]);
    expect((await open(r).expect(200)).text).toContain('invite.ics');
    const file = await openFile(r).expect(200);
    expect(file.type).toBe('text/calendar');
    expect(readFile(file.text)).toMatchObject({ sequence: 0 });
    expect(file.text.replaceAll('\r\n ', '')).not.toMatch(/helen@|Hart/);
  });
});

describe('the links to calendars on the web', () => {
  test('carry the session in UTC, and no token, address or surname', async () => {
    const roomId = await house.create({
      host: { name: 'Helen Hart', email: 'helen@host.example', timeZone: null, locale: null },
      guest: { name: 'Gil Grant', email: 'gil@guest.example', timeZone: null, locale: null },
      location: 'Room 4, Long & Short Street',
      joinUrl: 'https://meet.example/eye',
    });
    await house.apply(roomId, toFriday);
    const { text } = await open(await linkOf(roomId, 'guest')).expect(200);
    const found = [...text.matchAll(/<a href="(https:[^"]*)" rel="noreferrer noopener">/g)];
    const urls = found.map(([, href = '']) => new URL(href.replaceAll('&amp;', '&')));
    const [join, google, ...outlooks] = urls;
    expect(join?.href).toBe('https://meet.example/eye');
    expect(google?.origin).toBe('https://calendar.google.com');
    expect(Object.fromEntries(google?.searchParams ?? [])).toEqual({
      action: 'TEMPLATE',
      text: 'Session with Helen',
      dates: '20270312T153000Z/20270312T170000Z',
      location: 'Room 4, Long & Short Street',
      details: 'https://meet.example/eye',
    });
    expect(outlooks.map((one) => one.origin)).toEqual([
      'https://outlook.live.com',
      'https://outlook.office.com',
    ]);
    for (const outlook of outlooks) {
      expect(Object.fromEntries(outlook.searchParams)).toEqual({
        rru: 'addevent',
        subject: 'Session with Helen',
        startdt: '2027-03-12T15:30:00Z',
        enddt: '2027-03-12T17:00:00Z',
        location: 'Room 4, Long & Short Street',
        body: 'https://meet.example/eye',
      });
    }
    for (const url of urls) expect(url.href).not.toMatch(/eyJ|Hart|Grant|%40|@/);
  });
});
