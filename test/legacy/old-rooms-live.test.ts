import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { SimulatedReply } from '../../service/dev/simulated-reply.ts';
import { migrateLegacy } from '../../service/legacy/migrate-legacy.ts';
import { readOptions } from '../../service/legacy/options.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { createMint } from '../../service/mint.ts';
import { createWaist } from '../../service/rooms/apply.ts';
import { parseSunk } from '../house/mail-sink.ts';
import { createTestRandom } from '../house/test-random.ts';
import { callApi, deliver } from '../journeys/live-room.ts';
import { waitUntilQuiet } from '../journeys/watched-stage.ts';
import { sign } from '../mail/signed-mail.ts';
import { linkIn, type ReceivedMail, receive } from '../transcripts/calendar-client.ts';
import { centralAddress, strictDomain } from '../transcripts/outgoing-mail.ts';
import { proposeOnPage } from '../transcripts/person-with-browser.ts';
import { closeStages, openStage, type Stage } from '../transcripts/service-world.ts';
import { practiceRooms } from './legacy-house.ts';

const inboundDomain = 'in.parley.example';
const host = { name: 'Helen Hart', email: `helen@${strictDomain}` };
const guest = { name: 'Gil Grant', email: `gil@${strictDomain}` };
const ada = { name: 'Ada Byron', email: 'ada@guest.example' };
const later = { startUtc: '2027-03-12T10:00:00Z' };

let stage: Stage;
let folder: string;
let roomIds: Map<string, string>;

/** Rooms 1 to 19 are booked and to come, 20 and 21 open, 30 and 31 over: one for each test. */
beforeAll(async () => {
  stage = await openStage({ startsAt: new Date('2027-03-01T09:00:00Z'), settings: {} });
  folder = await mkdtemp(join(tmpdir(), 'parley-old-rooms-'));
  const { pool, databaseUrl } = stage.database;
  await pool.query(`create table users (id int, email text, name text);
    insert into users values (1, '${host.email}', '${host.name}'), (2, '${guest.email}',
      '${guest.name}');${practiceRooms}
    insert into practice_rooms
      select n, 1, case when n in (20, 21) then null else 2 end,
        case when n >= 30 then '2026-01-05 14:00' else '2027-03-10 14:00' end::timestamp,
        'practice-' || n || '@old.example'
      from generate_series(1, 31) n`);
  const options = readOptions(['--apply', '--report', join(folder, 'report.csv')]);
  if (options === null) throw new Error('no options');
  const { clock } = stage;
  const random = createTestRandom('old rooms');
  const mint = createMint(parseSecrets('k1:a-secret-of-the-transcripts-32-bytes'));
  const home = { fromAddress: centralAddress, inboundDomain, publicUrl: 'http://localhost' };
  const waist = createWaist({ clock, random, mint, home });
  const ports = { clock, random, isTimeZone, say: () => {} };
  await migrateLegacy(options, { ...ports, databaseUrl, waist, inboundDomain });
  const { rows } = await pool.query<{ id: string; reference: string }>(
    'select id, reference from rooms',
  );
  roomIds = new Map(rows.map((row) => [row.reference, row.id]));
}, 120_000);
afterAll(async () => {
  await stage.close();
  await closeStages();
  await rm(folder, { recursive: true });
});

async function call(method: string, number: number, path = '', body?: object) {
  const answer = await callApi(stage, method, `/v1/rooms/${roomIds.get(`${number}`)}${path}`, body);
  const text = await answer.text();
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}

/** Does it, and gives the mails that went out because of it. */
async function mailsOf(act: () => Promise<unknown>): Promise<ReceivedMail[]> {
  const before = stage.sink.mails.length;
  await act();
  await waitUntilQuiet(stage);
  const mails = stage.sink.mails
    .slice(before)
    .map(async (mail) => receive(await parseSunk(mail), mail.envelopeTo[0] ?? ''));
  return Promise.all(mails);
}

/** `gil@strict.example REQUEST 1`, and that it is about this room's own UID. */
const told = (mails: readonly ReceivedMail[], number: number): string[] =>
  mails
    .map((mail) => {
      const isOwn = mail.ics === null || unfold(mail.ics).includes(`UID:${uidOf(number)}\r\n`);
      const what = mail.method === null ? 'plain' : `${mail.method} ${mail.sequence}`;
      return `${mail.to} ${what}${isOwn ? '' : ' of another UID'}`;
    })
    .sort();
const unfold = (ics: string): string => ics.replaceAll('\r\n ', '');
const uidOf = (number: number): string => `practice-${number}@old.example`;
const both = (what: string): string[] => [`${guest.email} ${what}`, `${host.email} ${what}`];

/** The event that people have in their calendars from before Parley. */
const oldEvent = (number: number): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Old//App//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${uidOf(number)}`,
    'SEQUENCE:0',
    'DTSTAMP:20261201T090000Z',
    'DTSTART:20270310T140000Z',
    'DTEND:20270310T150000Z',
    'SUMMARY:Practice session',
    `ORGANIZER;CN=Practice:mailto:${centralAddress}`,
    `ATTENDEE;RSVP=TRUE:mailto:${guest.email}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

let answers = 0;
/** An answer to the old event: to the address the old mails came from, without any token. */
async function answerOld(
  number: number,
  answer: SimulatedReply['answer'],
  { signedBy = strictDomain as string | null, from = guest } = {},
) {
  answers += 1;
  const raw = writeReplyMail({
    client: 'thunderbird',
    method: 'REPLY',
    ...(answer ? { answer } : {}),
    invitation: oldEvent(number),
    from: { name: from.name, address: from.email },
    to: centralAddress,
    stampedAt: stage.clock.now(),
    messageId: `<old-${answers}@clients.example>`,
  });
  const signed = signedBy ? await sign(raw, signedBy) : raw;
  return deliver(stage, { raw: signed, from: from.email, to: centralAddress });
}

test('an old room lists with the defaults: 60 minutes, SEQUENCE 0, its end, its UID', async () => {
  const { json } = await call('GET', 1);
  expect(json).toMatchObject({
    icsUid: uidOf(1),
    icsSequence: 0,
    status: 'booked',
    startUtc: '2027-03-10T14:00:00.000Z',
    endUtc: '2027-03-10T15:00:00.000Z',
    durationMinutes: 60,
    host: { email: host.email, answer: 'needs-action' },
  });
  expect(stage.sink.mails).toEqual([]);
});

test('moved, both get a REQUEST with SEQUENCE 1 under the old UID; called off, a CANCEL with 2', async () => {
  const moved = await mailsOf(() => call('POST', 1, '/reschedule', later));
  expect(told(moved, 1)).toEqual(both('REQUEST 1'));
  for (const { ics } of moved) expect(ics).toContain('DTSTART:20270312T100000Z');
  expect(told(await mailsOf(() => call('DELETE', 1)), 1)).toEqual(both('CANCEL 2'));
});

test('called off at once, both get a CANCEL with SEQUENCE 1 under the old UID', async () => {
  expect(told(await mailsOf(() => call('DELETE', 2)), 2)).toEqual(both('CANCEL 1'));
});

test('with a guest who is taken out, the guest gets a CANCEL with SEQUENCE 1; the next is booked with 2', async () => {
  const left = await mailsOf(() => call('POST', 3, '/unbook'));
  expect(told(left, 3)).toEqual([`${guest.email} CANCEL 1`, `${host.email} plain`]);
  const booked = await mailsOf(() => call('POST', 3, '/book', { guest: ada }));
  expect(told(booked, 3)).toEqual([`${ada.email} REQUEST 2`, `${host.email} REQUEST 2`]);
});

test('its calendar file has its UID and SEQUENCE before anything was sent', async () => {
  for (const role of ['host', 'guest']) {
    const { status, text } = await call('GET', 4, `/invite.ics?role=${role}`);
    expect(status).toBe(200);
    expect(unfold(text)).toContain(`UID:${uidOf(4)}\r\n`);
    expect(text).toContain('SEQUENCE:0\r\n');
  }
});

test('new wording gives both an event that answers to Parley, at the same SEQUENCE', async () => {
  const mails = await mailsOf(() => call('PATCH', 5, '', { location: 'Room 5' }));
  expect(told(mails, 5)).toEqual(both('REQUEST 0'));
  const organizers = mails.map(({ ics }) => /^ORGANIZER.*$/m.exec(unfold(ics ?? ''))?.[0]);
  expect(organizers.every((one) => one?.includes(`@${inboundDomain}`))).toBe(true);
});

test('an answer to the old event counts when UID, address and sender agree and are proven', async () => {
  expect(await answerOld(6, 'ACCEPTED')).toEqual({ outcome: 'applied', mailed: [] });
  expect((await call('GET', 6)).json).toMatchObject({ guest: { answer: 'accepted' } });
});

test('a decline of the old event takes the guest out: CANCEL with SEQUENCE 1', async () => {
  const mails = await mailsOf(async () => {
    expect((await answerOld(7, 'DECLINED')).outcome).toBe('applied');
  });
  expect(told(mails, 7)).toEqual([`${guest.email} CANCEL 1`, `${host.email} plain`]);
  expect((await call('GET', 7)).json).toMatchObject({ status: 'open', icsSequence: 1 });
});

test('a decline by the host of the old event calls the session off', async () => {
  const mails = await mailsOf(() => answerOld(8, 'DECLINED', { from: host }));
  expect(told(mails, 8)).toEqual([`${guest.email} CANCEL 1`, `${host.email} plain`]);
  expect((await call('GET', 8)).json).toMatchObject({ status: 'cancelled' });
});

test('an answer to the old event that nothing proves is parked and changes nothing', async () => {
  const fate = await answerOld(9, 'DECLINED', { signedBy: null });
  expect(fate).toEqual({ outcome: 'parked not-authenticated', mailed: [] });
  const stranger = await answerOld(9, 'DECLINED', { from: ada, signedBy: null });
  expect(stranger.outcome).toMatch(/^parked /);
  expect((await call('GET', 9)).json).toMatchObject({ status: 'booked', icsSequence: 0 });
});

test('an answer to the old time after the room was moved changes nothing; its sender gets the new one', async () => {
  await mailsOf(() => call('POST', 10, '/reschedule', later));
  const fate = await answerOld(10, 'DECLINED');
  expect(fate).toEqual({ outcome: 'stale stale-answer', mailed: [guest.email] });
  expect((await call('GET', 10)).json).toMatchObject({ status: 'booked', icsSequence: 1 });
});

test('a new time is asked for by link and approved: REQUEST with SEQUENCE 1 to both', async () => {
  const { json: link } = await call('POST', 11, '/links', { role: 'guest' });
  const url = link.url.replace(/^https?:\/\/[^/]+/, `http://127.0.0.1:${stage.service().httpPort}`);
  const asked = await mailsOf(() =>
    proposeOnPage(url, {
      do: 'propose',
      who: 'gil',
      startUtc: new Date(later.startUtc),
      minutes: null,
      saying: null,
    }),
  );
  expect(asked.map(({ to }) => to).sort()).toEqual([guest.email, host.email]);
  expect(asked.some((mail) => mail.to === host.email && linkIn(mail, 'approve'))).toBe(true);
  const { json } = await call('GET', 11, '/proposals');
  const approved = await mailsOf(() =>
    callApi(stage, 'POST', `/v1/proposals/${json.data[0].id}/approve`),
  );
  expect(told(approved, 11)).toEqual(both('REQUEST 1'));
});

test('an open room is moved and called off without a mail, and booked at SEQUENCE 0', async () => {
  expect(await mailsOf(() => call('POST', 20, '/reschedule', later))).toEqual([]);
  expect(await mailsOf(() => call('DELETE', 20))).toEqual([]);
  const booked = await mailsOf(() => call('POST', 21, '/book', { guest: ada }));
  expect(told(booked, 21)).toEqual([`${ada.email} REQUEST 0`, `${host.email} REQUEST 0`]);
});

test('a session that is over can be moved into the future or called off as any other', async () => {
  expect(told(await mailsOf(() => call('POST', 30, '/reschedule', later)), 30)).toEqual(
    both('REQUEST 1'),
  );
  expect(told(await mailsOf(() => call('DELETE', 31)), 31)).toEqual(both('CANCEL 1'));
});
