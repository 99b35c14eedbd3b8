import { randomUUID } from 'node:crypto';
import { type ApiHouse, booking, gil } from '../api/api-house.ts';
import { personIn, storeMail } from '../api/mail-house.ts';

/** A room in each trouble that an operator can do something about. */
export interface Troubles {
  readonly roomId: string;
  readonly failedId: string;
  readonly retryingId: string;
  readonly doubtfulId: string;
  readonly lateId: string;
  readonly parkedId: string;
  readonly strayId: string;
  readonly personId: string;
  readonly endpointId: string;
  readonly jobId: string;
}

const relayWords = '550 5.1.1 <gil@guest.example>: Recipient address rejected: User unknown';

/** Books a room and answers the ids of its two invitations. */
export async function bookRoom(house: ApiHouse, body: object = booking) {
  const { json: room } = await house.call('POST', '/v1/rooms', { body });
  const { json } = await house.call('GET', `/v1/rooms/${room.id}/messages`);
  const [host = '', guest = ''] = json.data.map(({ id }: { id: string }) => id);
  return { roomId: String(room.id), host: String(host), guest: String(guest) };
}

export async function setTroubles(house: ApiHouse): Promise<Troubles> {
  const { pool } = house.db;
  const first = await bookRoom(house, { ...booking, reference: 'order-77' });
  const second = await bookRoom(house);
  house.clock.advance({ minutes: 5 });
  const now = house.clock.now();
  const set = (id: string, what: string) =>
    pool.query(`update messages set ${what} where id = $1`, [id]);
  await set(
    first.host,
    `state = 'sent', attempts = 1, settled_at = created_at,
    last_response = '250 2.0.0 Ok: queued as 4D2F'`,
  );
  await set(
    first.guest,
    `state = 'failed', attempts = 1, settled_at = created_at,
    failure_told_at = created_at, last_response = '${relayWords}'`,
  );
  await set(
    second.host,
    `attempts = 3, send_at = '2027-03-01T11:00:00Z',
    last_response = '451 4.7.1 Greylisting in action, please come back later'`,
  );
  await set(
    second.guest,
    `state = 'unknown', attempts = 1, in_doubt_since = created_at,
    last_response = 'connection closed after the final dot'`,
  );
  await pool.query(
    `insert into message_attempts (application_id, outbox_id, fence, worker, started_at, relay,
       dot_written_at, ended_at, outcome, response)
     select application_id, id, 1, 'w', created_at, 'relay.example:587', created_at, created_at,
       case state when 'failed' then 'final' else 'accepted' end, last_response
     from messages where room_id = $1`,
    [first.roomId],
  );
  const late = await bookRoom(house);
  await set(late.host, `send_at = '2027-03-01T08:00:00Z'`);
  const guest = await personIn(house, first.roomId, 'guest');
  const parkedId = await storeMail(house, guest, {
    receivedAt: new Date(now.getTime() - 60_000).toISOString(),
    raw: parkedMail,
  });
  const strayId = await storeMail(house, null, { outcome: 'unreadable', kind: 'other' });
  await pool.query('update attendees set reachable = false where id = $1', [guest.attendeeId]);
  await pool.query('update imip_messages set subject = $2 where id = $1', [
    parkedId,
    'Re: Practice <b>with</b> Helen',
  ]);
  const endpoint = await house.call('POST', '/v1/webhook-endpoints', {
    body: { url: 'https://hooks.example.com/parley' },
  });
  await pool.query(
    `update webhook_endpoints set disabled_at = $2, disabled_because = 'failing',
       failing_since = $2 where id = $1`,
    [endpoint.json.id, now],
  );
  const { rows } = await pool.query(
    `select lpad(to_hex(id), 32, '0')::uuid as id from graphile_worker.add_job('read-mails', '{}')`,
  );
  await pool.query(`update graphile_worker._private_jobs set attempts = max_attempts,
    last_error = 'boom'`);
  await pool.query('insert into workers (id, relays) values ($1, $2), ($3, null)', [
    randomUUID(),
    JSON.stringify([
      { relay: 1, name: 'relay.example:587', state: 'good', restsUntil: null },
      { relay: 2, name: 'spare.example:25', state: 'away', restsUntil: now },
    ]),
    randomUUID(),
  ]);
  return {
    roomId: first.roomId,
    failedId: first.guest,
    retryingId: second.host,
    doubtfulId: second.guest,
    lateId: late.host,
    parkedId,
    strayId,
    personId: guest.attendeeId,
    endpointId: endpoint.json.id,
    jobId: rows[0].id,
  };
}

const token = `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.${'a'.repeat(43)}`;

/** Live tokens, strange markup and an attachment, as a stranger might send them. */
const parkedMail = [
  `From: Gil Grant <${gil.email}>`,
  'To: Parley <r-abcdefghijklmnopqrstuvwxyz234567@in.parley.example>',
  'Subject: Re: Practice <b>with</b> Helen',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="cut"',
  '',
  '--cut',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Caf=C3=A9 at three? <script>alert(1)</script>',
  `https://parley.example/reschedule?r=3D${token}`,
  '--cut',
  'Content-Type: text/calendar; method=REPLY; name="invite.ics"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(
    `BEGIN:VCALENDAR\r\nURL:https://parley.example/approve?t=${token}\r\nEND:VCALENDAR\r\n`,
  )
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n'),
  '--cut--',
  '',
].join('\r\n');
