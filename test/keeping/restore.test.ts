import { NotAlone, restore, sendAgain } from '../../service/keeping/restore.ts';
import { readRestored, runRestored } from '../../service/keeping/restored-command.ts';
import { booking, gil } from '../api/api-house.ts';
import { openInbox, personIn } from '../api/mail-house.ts';
import { appleMail, googleMail } from '../inbox/client-mails.ts';
import { type KeepingHouse, openKeepingHouse } from './keeping-house.ts';

const backupAt = new Date('2027-03-01T09:00:00Z');

let house: KeepingHouse;
beforeEach(async () => {
  house = await openKeepingHouse();
});
afterEach(() => house.close());

const restored = (gap = 1000) => restore(house.ground, backupAt, gap);
const book = async () => (await house.call('POST', '/v1/rooms', { body: booking })).json;
const post = (path: string, body: unknown) => house.call('POST', path, { body });
const move = (id: string, startUtc: string) => post(`/v1/rooms/${id}/reschedule`, { startUtc });
const lastSequences = async (roomId: string) =>
  (
    await house.rows(
      `select distinct on (attendee_id) sequence, (facts ->> 'sequence')::int as written
       from messages where room_id = $1 and method <> 'NONE'
       order by attendee_id, room_version desc, revision desc`,
      roomId,
    )
  ).map(({ sequence, written }) => [sequence, written]);

test('whatever is decided after a restore is above all that people may have', async () => {
  const moved = await book();
  const { json: open } = await house.call('POST', '/v1/rooms', {
    body: { ...booking, guest: undefined },
  });
  await house.sendAll();
  await restored();
  await move(moved.id, '2027-03-11T10:00:00Z');
  await post(`/v1/rooms/${open.id}/book`, { guest: booking.guest });
  expect(await lastSequences(moved.id)).toEqual([
    [1001, 1001],
    [1001, 1001],
  ]);
  // Its first objects may have gone out with SEQUENCE 0 after the backup.
  expect(await lastSequences(open.id)).toEqual([
    [1000, 1000],
    [1000, 1000],
  ]);
  expect((await house.call('GET', `/v1/rooms/${moved.id}`)).json.version).toBe(
    moved.version + 1001,
  );
});

test('what was owed at the backup is in doubt: listed, never sent by itself', async () => {
  const { id } = await book();
  await house.rows(
    `update messages set state = 'sending', claimed_by = 'w', claimed_until = now(), fence = 1
     where id = (select id from messages limit 1)`,
  );
  const report = await restored();
  expect(report.messages).toHaveLength(2);
  expect(report.messages[0]).toMatchObject({ roomId: id, kind: 'invitation', sequence: 0 });
  const owed = `select from messages where settled_at is null or state <> 'unknown'`;
  expect(await house.rows(owed)).toEqual([]);
  expect(report.rooms).toMatchObject([{ roomId: id, sequenceBefore: 0, sequenceNow: 1000 }]);
});

test('a reminder whose time is still to come waits on, for the raised SEQUENCE', async () => {
  await house.call('PATCH', '/v1/application', { body: { reminderMinutes: [60] } });
  await book();
  await restored();
  const waiting = await house.rows(
    `select kind, state, sequence from messages where kind = 'reminder'`,
  );
  const reminder = { kind: 'reminder', state: 'waiting', sequence: 1000 };
  expect(waiting).toEqual([reminder, reminder]);
});

test('a message that is sent again after a restore takes the raised SEQUENCE', async () => {
  const { id } = await book();
  await house.sendAll();
  await restored();
  const { json } = await house.call('GET', `/v1/rooms/${id}/messages`);
  const again = await post(`/v1/messages/${json.data[0].id}/resend`, {});
  expect(again.status).toBe(202);
  expect(again.json.sequence).toBe(1000);
  expect(await sendAgain(house.ground, null)).toEqual({ owed: 1, refused: 1 });
  expect(await lastSequences(id)).toEqual([
    [1000, 1000],
    [1000, 1000],
  ]);
});

test('everybody who is asked for is sent how things stand, the cancelled too', async () => {
  const [kept, off, other] = [await book(), await book(), await book()];
  await house.call('DELETE', `/v1/rooms/${off.id}`);
  await house.sendAll();
  await restored();
  expect(await sendAgain(house.ground, [kept.id, off.id])).toEqual({ owed: 4, refused: 0 });
  const owed = await house.rows(
    `select room_id, method, sequence from messages where state = 'waiting' order by method`,
  );
  expect(owed.map(({ method, sequence }) => [method, sequence])).toEqual([
    ['CANCEL', 1001],
    ['CANCEL', 1001],
    ['REQUEST', 1000],
    ['REQUEST', 1000],
  ]);
  expect(owed.map(({ room_id: roomId }) => roomId)).not.toContain(other.id);
});

test('an answer to an invitation that was lost brings the present one; one to the present counts', async () => {
  const inbox = openInbox(house);
  const { id } = await book();
  await house.sendAll();
  await restored();
  const guest = await personIn(house, id, 'guest');
  const said = { icsUid: guest.icsUid, email: gil.email, partstat: 'ACCEPTED', sequence: 2 };
  const elsewhen = appleMail(said).replaceAll('20270310T', '20270317T');
  const read = async (raw: string) => {
    const mail = await inbox.receive(raw, guest.address);
    await inbox.read();
    return (await house.call('GET', `/v1/inbound-mails/${mail}`)).json.outcome;
  };
  try {
    expect(await read(elsewhen)).toBe('stale');
    const owed = await house.rows(`select sequence, method from messages where state = 'waiting'`);
    expect(owed).toEqual([{ sequence: 1000, method: 'REQUEST' }]);
    expect(await read(googleMail({ ...said, sequence: 0 }))).toBe('applied');
    const { json } = await house.call('GET', `/v1/rooms/${id}`);
    expect(json.guest.answer).toBe('accepted');
  } finally {
    await inbox.close();
  }
});

test('the calendar file of a session has the raised SEQUENCE at once', async () => {
  const { id } = await book();
  await house.sendAll();
  await restored();
  const { text } = await house.call('GET', `/v1/rooms/${id}/invite.ics?role=guest`);
  expect(text).toContain('SEQUENCE:1000\r\n');
});

test('an open proposal can still be decided', async () => {
  const { id } = await book();
  const wish = { proposedBy: 'guest', startUtc: '2027-03-12T10:00:00Z' };
  const { json } = await post(`/v1/rooms/${id}/proposals`, wish);
  const report = await restored();
  expect(report.decisions).toMatchObject([{ what: 'proposal', subjectId: json.id }]);
  expect((await post(`/v1/proposals/${json.id}/approve`, {})).status).toBe(200);
  expect(await lastSequences(id)).toEqual([
    [1001, 1001],
    [1001, 1001],
  ]);
});

test('readers of the log who came further than the database knows are told; others go on', async () => {
  await book();
  const before = (await house.call('GET', '/v1/events')).json.data;
  await restored();
  await book();
  const read = (place: string) =>
    house.call('GET', `/v1/events?after=${Buffer.from(place).toString('base64url')}`);
  expect((await read('place 2')).json.data).toHaveLength(2);
  for (const lost of ['place 3', 'place 40']) {
    expect((await read(lost)).json.code).toBe('no-longer-kept');
  }
  const all = (await house.call('GET', '/v1/events')).json.data;
  expect(all.slice(0, 2)).toEqual(before);
  expect(all).toHaveLength(4);
});

test('run again for the same backup it raises nothing twice; for another one it does', async () => {
  const { id } = await book();
  const sequence = async () => (await house.call('GET', `/v1/rooms/${id}`)).json.icsSequence;
  expect((await restored()).roomsRaised).toBe(1);
  const again = await restored(5);
  expect([again.roomsRaised, again.sequenceGap, again.messages.length]).toEqual([0, 1000, 2]);
  expect(await sequence()).toBe(1000);
  // What is owed since is not in doubt.
  await book();
  expect((await restored()).messages).toHaveLength(2);
  expect(await house.rows(`select from messages where state = 'waiting'`)).toHaveLength(2);
  await restore(house.ground, new Date('2027-03-01T09:30:00Z'), 10);
  expect(await sequence()).toBe(1010);
  const { json } = await house.call('GET', `/v1/rooms/${id}/history`);
  const deeds = json.data.map(({ what }: { what: string }) => what);
  expect(deeds.filter((what: string) => what === 'restored')).toHaveLength(2);
});

test('it does nothing while another process of the service is connected', async () => {
  await house.db.pool.query('select 1');
  const wish = readRestored(['--at', backupAt.toISOString()], house.clock.now());
  const other = await house.db.pool.connect();
  try {
    await expect(runRestored(house.ground, wish)).rejects.toThrow(NotAlone);
    expect(await house.rows('select from restorations')).toEqual([]);
  } finally {
    other.release();
  }
});
