import { limits } from '../../service/limits.ts';
import { parseSunk } from '../house/mail-sink.ts';
import { gil, helen } from './host-application.ts';
import { calendarMail, declined, headOf, icsOf, listAttacks } from './hostile-mails.ts';
import { bookRoom, callApi, deliver, type LiveRoom, stateOf } from './live-room.ts';
import { openWatchedStage, type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

const mallory = { name: 'Mallory', email: 'mallory@evil.example' };
let stage: WatchedStage;
let room: LiveRoom;
let other: LiveRoom;

beforeAll(async () => {
  stage = await openWatchedStage({ startsAt: new Date('2027-03-01T09:00:00Z'), settings: {} });
  room = await bookRoom(stage, { host: helen, guest: gil });
  other = await bookRoom(stage, { host: helen, guest: mallory });
});
afterAll(() => stage.close());
// A mailbox takes only so many mails in an hour.
beforeEach(() => void stage.clock.advance({ minutes: 4 }));

const fromGil = (raw: string, to = room.guest.replyTo) => ({ raw, from: gil.email, to });
const human = () => fromGil(`${headOf(gil.email)}\r\nCan we do 3pm?`);

it('no forged, foreign or broken mail changes the room, or mails more than one question', async () => {
  const scene = { room, other, host: helen.email, guest: gil.email, mallory: mallory.email };
  const before = await stateOf(stage, room);
  const mailed: string[] = [];
  for (const { name, outcome, ...mail } of listAttacks(scene)) {
    stage.clock.advance({ minutes: 4 });
    const fate = await deliver(stage, mail);
    expect({ name, outcome: fate.outcome }).toEqual({ name, outcome });
    mailed.push(...fate.mailed);
  }
  // Whether one of them was theirs is asked of the person whose address it came to, once a day.
  expect(mailed).toEqual([gil.email]);
  expect((await lastMail()).subject).toMatch(/Did You Send This\?$/);
  // That they were asked is the one thing the room remembers.
  const version = Number(before.room.version) + 1;
  const asked = { ...before.room, version, updatedAt: expect.any(String) };
  expect(await stateOf(stage, room)).toEqual({ ...before, room: asked });
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 30_000);

async function lastMail() {
  const sunk = stage.sink.mails.at(-1);
  if (!sunk) throw new Error('no mail went out');
  return parseSunk(sunk);
}

it('a DTSTAMP from the future never outranks a later answer', async () => {
  const say = (partstat: string, stamp: string) => {
    const attendee = declined(gil.email).replace('DECLINED', partstat);
    const ics = icsOf({ uid: room.icsUid, attendee, stamp });
    return deliver(stage, fromGil(calendarMail(gil.email, ics)));
  };
  expect((await say('TENTATIVE', '99991231T235959Z')).outcome).toBe('applied');
  stage.clock.advance({ minutes: 1 });
  const now = stage.clock
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  expect((await say('ACCEPTED', now)).outcome).toBe('applied');
});

it('a program that answers every mail of ours gets one answer a day', async () => {
  const fates = [];
  for (let turn = 0; turn < 4; turn += 1) fates.push(await deliver(stage, human()));
  expect(fates.flatMap(({ mailed }) => mailed)).toEqual([gil.email]);
});

it('our own mail is never taken back, whoever returns it', async () => {
  const [mail] = stage.sink.mails;
  const raw = mail?.raw.toString('latin1') ?? '';
  const received = `Received: from a by b\r\n${raw}`;
  expect((await deliver(stage, fromGil(raw))).outcome).toBe('refused 554');
  expect((await deliver(stage, fromGil(received))).outcome).toBe('refused 554');
  // Blank lines before its head hide the mark from the door, not from the reader.
  const behindBlank = await deliver(stage, fromGil(`\r\n${raw}`));
  expect(behindBlank).toEqual({ outcome: 'ignored method-not-for-organizers', mailed: [] });
});

it('the largest mail is read like any other, one byte more is refused', async () => {
  const head = `${headOf(mallory.email)}\r\n`;
  const fill = (bytes: number) =>
    `${head}${'x'.repeat(70)}\r\n${`${'y'.repeat(76)}\r\n`.repeat(140_000)}`.slice(0, bytes - 2);
  const large = fromGil(`${fill(limits.inboundMailBytes - 1)}\r\n`);
  expect((await deliver(stage, large)).outcome).toBe('human unknown-sender');
  const tooLarge = fromGil(`${fill(limits.inboundMailBytes + 2)}\r\n`);
  expect((await deliver(stage, tooLarge)).outcome).toBe('refused 552');
});

it('whatever people are called or write, a mail keeps its headers and its one reader', async () => {
  const before = stage.sink.mails.length;
  const evil = 'evil@evil.example';
  const guest = { ...gil, name: `Gil" <${evil}>, "x;PARTSTAT=ACCEPTED:` };
  const sessionName = `Chat =?utf-8?q?=0D=0ABcc:_${evil}?= "q"; \\n <b>`;
  const plain = await bookRoom(stage, { host: helen, guest: gil });
  const hostile = await bookRoom(stage, { host: helen, guest }, { sessionName });
  const reason = `No\r\n.\r\nMAIL FROM:<${evil}>\r\nBcc: ${evil}\r\n\r\n--parley\r\n<script>`;
  for (const { id } of [plain, hostile]) {
    await callApi(stage, 'DELETE', `/v1/rooms/${id}`, { reason });
  }
  await waitUntilQuiet(stage);
  const mails = await Promise.all(
    stage.sink.mails.slice(before).map(async (sunk) => ({ sunk, read: await parseSunk(sunk) })),
  );
  expect(mails).toHaveLength(8);
  const shapes = mails.map(({ sunk, read }) => ({
    to: sunk.envelopeTo.length,
    headers: [...read.headers.keys()].sort().join(),
    parts: read.attachments.map((part) => part.contentType).join(),
    isOneReader: [read.to].flat().flatMap((one) => one?.value ?? []).length === 1,
    markup: /<script|<b>/.test(read.html || ''),
  }));
  expect(new Set(shapes.slice(2).map((one) => JSON.stringify(one))).size).toBe(1);
  expect(shapes[0]).toMatchObject({ to: 1, isOneReader: true, markup: false });
});
