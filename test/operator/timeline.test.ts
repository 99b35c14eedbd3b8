import { tellTimeline } from '../../service/operator/timeline.ts';
import { readRecord } from '../../service/operator/timeline-views.ts';
import { type ApiHouse, gil, openApiHouse } from '../api/api-house.ts';
import { openInbox, personIn } from '../api/mail-house.ts';
import { bookRoom } from './troubles.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const tell = async (roomId: string) =>
  tellTimeline(await readRecord(house.db.pool, house.applicationId, roomId));

test('a decline by mail is one line: mail in, deed, mails out, events, each with its cause', async () => {
  const { roomId, host } = await bookRoom(house);
  await house.db.pool.query(
    `insert into message_attempts (application_id, outbox_id, fence, worker, started_at, relay,
       ended_at, outcome, response)
     values ($1, $2, 1, 'w', $3, 'relay:25', $3, 'accepted', '250 Ok')`,
    [house.applicationId, host, house.clock.now()],
  );
  house.clock.advance({ minutes: 1 });
  const guest = await personIn(house, roomId, 'guest');
  const inbox = openInbox(house);
  const mailId = await inbox.receive(declineOf(guest.icsUid), guest.address);
  await inbox.read();
  await inbox.close();
  const line = await tell(roomId);
  const because = (key: string | undefined) => line.filter((one) => one.because === key);

  const mail = line.find(({ kind }) => kind === 'mail-in');
  expect(mail).toMatchObject({ inboundMailId: mailId, state: 'applied', actor: 'guest' });
  const deed = line.find(({ what }) => what === 'unbooked');
  expect(deed?.because).toBe(mail?.key);
  const after = because(deed?.key).map(({ kind, what }) => `${kind} ${what}`);
  expect(after).toEqual(expect.arrayContaining(['mail-out cancellation', 'mail-out guest-left']));
  expect(after).toContain('event room.unbooked');
  const attempt = line.find(({ kind }) => kind === 'attempt');
  expect(attempt).toMatchObject({ because: `mail-out:${host}`, why: '250 Ok', what: 'accepted' });

  const times = line.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
  const places = new Map(line.map(({ key }, place) => [key, place]));
  for (const [place, one] of line.entries()) {
    if (one.because !== null) expect(places.get(one.because)).toBeLessThan(place);
  }
});

test('a click stands between the mail with its link and what it led to', async () => {
  const { roomId, guest } = await bookRoom(house);
  const { rows } = await house.db.pool.query(
    `update magic_links set used_at = $2 where room_id = $1 and attendee_id =
       (select attendee_id from messages where id = $3) returning id`,
    [roomId, house.clock.now(), guest],
  );
  await house.db.pool.query(
    `insert into room_history (application_id, room_id, occurred_at, deed, version, ics_sequence,
       channel, actor, link_id) values ($1, $2, $3, 'proposed', 3, 0, 'link', 'guest', $4)`,
    [house.applicationId, roomId, house.clock.now(), rows[0].id],
  );
  const line = await tell(roomId);
  const click = line.find(({ kind }) => kind === 'click');
  expect(click).toMatchObject({ what: 'propose', actor: 'guest', because: `mail-out:${guest}` });
  expect(line.find(({ what }) => what === 'proposed')?.because).toBe(click?.key);
});

test('a delivery hangs at its event, also before the event has its place', async () => {
  const endpoint = await house.call('POST', '/v1/webhook-endpoints', {
    body: { url: 'https://hooks.example.com/parley' },
  });
  const { roomId } = await bookRoom(house);
  const { rows } = await house.db.pool.query(
    `insert into webhook_deliveries (application_id, id, endpoint_id, event_id, state, send_at,
       last_status) select application_id, gen_random_uuid(), $2, id, 'failed', now(), 500
     from events where room_id = $1 and type = 'room.booked' returning event_id`,
    [roomId, endpoint.json.id],
  );
  const delivery = (await tell(roomId)).find(({ kind }) => kind === 'delivery');
  expect(delivery).toMatchObject({
    because: `event:${rows[0].event_id}`,
    ...{ what: 'https://hooks.example.com/parley', state: 'failed', why: '500' },
  });
});

test('nothing is told of a room to another application', async () => {
  const { roomId } = await bookRoom(house);
  const record = await readRecord(house.db.pool, house.otherApplicationId, roomId);
  expect(tellTimeline(record)).toEqual([]);
});

const declineOf = (uid: string): string =>
  [
    `From: Gil Grant <${gil.email}>`,
    'To: Parley <x@in.parley.example>',
    'Message-ID: <decline@guest.example>',
    'Subject: Declined',
    'MIME-Version: 1.0',
    'Content-Type: text/calendar; method=REPLY; charset=utf-8',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'SEQUENCE:0',
    'DTSTAMP:20270301T090100Z',
    'DTSTART:20270310T140000Z',
    `ATTENDEE;PARTSTAT=DECLINED:mailto:${gil.email}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
