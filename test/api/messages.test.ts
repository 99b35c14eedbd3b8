import { deriveReplyToken } from '../../service/links/reply-address.ts';
import { type ApiHouse, booking, offer, openApiHouse, secrets } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

interface Message {
  readonly id: string;
  readonly to: string;
  readonly kind: string;
  readonly createdAt: string;
}

const post = (path: string, body?: unknown, headers?: Record<string, string>) =>
  house.call('POST', path, {
    ...(body === undefined ? {} : { body }),
    ...(headers && { headers }),
  });
const makeRoom = async (body: object = booking): Promise<string> =>
  (await post('/v1/rooms', body)).json.id;
const messagesOf = async (roomId: string): Promise<Message[]> =>
  (await house.call('GET', `/v1/rooms/${roomId}/messages?limit=100`)).json.data;
const setSent = () => house.db.pool.query("update messages set state = 'sent'");

/** The ids of all pages of a list, read two at a time. */
async function walk(path: string, idOf: (one: Record<string, string>) => string | undefined) {
  const ids: (string | undefined)[] = [];
  let cursor: string | null = null;
  do {
    const mark: string = path.includes('?') ? '&' : '?';
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { json } = await house.call('GET', `${path}${mark}limit=2${more}`);
    ids.push(...json.data.map(idOf));
    cursor = json.nextCursor;
  } while (cursor !== null);
  return ids;
}

async function guestMessage(roomId: string, kind = 'invitation'): Promise<Message> {
  const all = await messagesOf(roomId);
  const found = all.filter((one) => one.to === 'guest' && one.kind === kind).at(-1);
  if (!found) throw new Error(`no ${kind} to the guest`);
  return found;
}

describe('pages', () => {
  test('lead through messages, proposals and history once each, in order', async () => {
    const roomId = await makeRoom();
    for (const day of ['11', '12', '13']) {
      const startUtc = `2027-03-${day}T10:00:00Z`;
      await post(`/v1/rooms/${roomId}/proposals`, { proposedBy: 'guest', startUtc });
    }
    const whole = async (list: string) =>
      (await house.call('GET', `/v1/rooms/${roomId}/${list}?limit=100`)).json.data;
    const messages = await whole('messages');
    expect(messages.length).toBeGreaterThan(4);
    const id = (one: Record<string, string>) => one.id;
    expect(await walk(`/v1/rooms/${roomId}/messages`, id)).toEqual(messages.map(id));
    const proposals = await whole('proposals');
    expect(proposals).toHaveLength(3);
    expect(await walk(`/v1/rooms/${roomId}/proposals`, id)).toEqual(proposals.map(id));
    const history = await whole('history');
    expect(await walk(`/v1/rooms/${roomId}/history`, (one) => JSON.stringify(one))).toEqual(
      history.map((one: unknown) => JSON.stringify(one)),
    );
    const all = await walk(`/v1/messages?roomId=${roomId}&state=waiting`, id);
    const waiting = messages.filter((one: { state: string }) => one.state === 'waiting').map(id);
    expect([...all].sort()).toEqual(waiting.sort());
  });

  test('refuse a cursor of another list', async () => {
    const roomId = await makeRoom();
    for (const list of ['messages', 'history', 'proposals']) {
      const answer = await house.call('GET', `/v1/rooms/${roomId}/${list}?cursor=bm9uc2Vuc2U`);
      expect([answer.status, answer.json.code]).toEqual([400, 'invalid-request']);
    }
  });

  test('of all messages begin and end where the query says', async () => {
    const roomId = await makeRoom();
    const path = `/v1/messages?roomId=${roomId}`;
    const now = house.clock.now().toISOString();
    const at = (query: string) => house.call('GET', `${path}&${query}`);
    expect((await at(`from=${now}&method=REQUEST`)).json.data).toHaveLength(2);
    expect((await at(`to=${now}`)).json.data).toEqual([]);
    expect((await at('method=CANCEL')).json.data).toEqual([]);
  });
});

test('a mail is shown as it is sent, without one live token', async () => {
  const roomId = await makeRoom();
  const { id } = await guestMessage(roomId);
  const answer = await house.call('GET', `/v1/messages/${id}/raw`);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${id}.eml"`);
  expect(answer.text).toContain('To: Gil Grant <gil@guest.example>');
  const { rows } = await house.db.pool.query(
    "select id from attendees where room_id = $1 and role = 'guest'",
    [roomId],
  );
  const token = deriveReplyToken(rows[0].id, 'k1', secrets);
  const decoded = answer.text
    .split('\r\n\r\n')
    .map((part) => Buffer.from(part, 'base64').toString('latin1'))
    .join();
  expect(decoded).toContain('BEGIN:VCALENDAR');
  expect(answer.text.replace(/=\r\n/g, '')).toContain('/reschedule?r=3D*');
  for (const text of [answer.text, decoded]) {
    expect(text).not.toContain(token);
    expect(text.replace(/=\r\n/g, '')).not.toContain('eyJ');
  }
});

describe('a message sent again', () => {
  test('has the same SEQUENCE, the next revision and a later DTSTAMP, once for a key', async () => {
    const roomId = await makeRoom();
    await setSent();
    const first = await guestMessage(roomId);
    await house.db.pool.query('update attendees set reachable = false where room_id = $1', [
      roomId,
    ]);
    const key = { 'idempotency-key': `again-${roomId}` };
    const again = await post(`/v1/messages/${first.id}/resend`, undefined, key);
    expect(again.status).toBe(202);
    expect(again.json).toMatchObject({ sequence: 0, revision: 1, to: 'guest', state: 'waiting' });
    expect(again.headers.get('location')).toBe(`/v1/messages/${again.json.id}`);
    expect((await post(`/v1/messages/${first.id}/resend`, undefined, key)).text).toBe(again.text);
    const { rows } = await house.db.pool.query(
      "select facts ->> 'stampedAt' as at from messages where id = any($1) order by revision",
      [[first.id, again.json.id]],
    );
    expect(rows[1].at > rows[0].at).toBe(true);
    expect(await messagesOf(roomId)).toHaveLength(3);
    const room = (await house.call('GET', `/v1/rooms/${roomId}`)).json;
    expect([room.guest.reachable, room.host.reachable]).toEqual([true, false]);
    const history = (await house.call('GET', `/v1/rooms/${roomId}/history`)).json.data;
    expect(history.map((one: { what: string }) => one.what)).toContain('sent-again');
    const events = await house.db.pool.query(
      "select from events where room_id = $1 and type = 'room.changed'",
      [roomId],
    );
    expect(events.rowCount).toBe(1);
  });

  test('is refused while it is on its way, and once something newer was owed', async () => {
    const roomId = await makeRoom();
    const { id } = await guestMessage(roomId);
    const waiting = await post(`/v1/messages/${id}/resend`);
    expect([waiting.status, waiting.json.code]).toEqual([409, 'message-in-flight']);
    await setSent();
    await post(`/v1/rooms/${roomId}/reschedule`, { startUtc: '2027-03-12T10:00:00Z' });
    const outdated = await post(`/v1/messages/${id}/resend`);
    expect([outdated.status, outdated.json.code]).toEqual([409, 'message-outdated']);
  });

  test('is refused for an invitation whose session is open again, though nothing newer was mailed', async () => {
    const roomId = await makeRoom();
    await setSent();
    const [invitation] = (await messagesOf(roomId)).filter((one) => one.to === 'host');
    await post(`/v1/rooms/${roomId}/unbook`);
    await setSent();
    const answer = await post(`/v1/messages/${invitation?.id}/resend`);
    expect([answer.status, answer.json.code]).toEqual([409, 'message-outdated']);
  });

  test('is refused once its session is over', async () => {
    const roomId = await makeRoom({ ...booking, startUtc: '2027-03-01T10:00:00Z' });
    await setSent();
    const before = house.clock.now();
    house.clock.set(new Date('2027-03-01T12:00:00Z'));
    const answer = await post(`/v1/messages/${(await guestMessage(roomId)).id}/resend`);
    house.clock.set(before);
    expect(answer.json.code).toBe('message-outdated');
  });

  test('calls the session off again for who was told so, also after others were invited', async () => {
    const roomId = await makeRoom();
    await post(`/v1/rooms/${roomId}/unbook`);
    const zoe = { name: 'Zoe Zane', email: 'zoe@guest.example' };
    await post(`/v1/rooms/${roomId}/book`, { guest: zoe });
    await setSent();
    const { id } = await guestMessage(roomId, 'cancellation');
    const again = await post(`/v1/messages/${id}/resend`);
    expect([again.status, again.json.method]).toEqual([202, 'CANCEL']);
    const { text } = await house.call('GET', `/v1/messages/${again.json.id}/raw`);
    expect(text).toContain('gil@guest.example');
    expect(text).not.toContain('Zoe');
  });

  test('asks for a decision again while it is open, and no more', async () => {
    const roomId = await makeRoom();
    const startUtc = '2027-03-12T10:00:00Z';
    const path = `/v1/rooms/${roomId}/proposals`;
    const proposal = (await post(path, { proposedBy: 'host', startUtc })).json;
    await setSent();
    const { id } = await guestMessage(roomId, 'proposal-to-decide');
    const again = await post(`/v1/messages/${id}/resend`);
    expect(again.json).toMatchObject({ kind: 'proposal-to-decide', revision: 1 });
    await setSent();
    await post(`/v1/proposals/${proposal.id}/decline`);
    expect((await post(`/v1/messages/${id}/resend`)).json.code).toBe('message-outdated');
  });

  test('is not sent to, nor shown of, who was erased', async () => {
    const email = 'forget@guest.example';
    const roomId = await makeRoom({ ...booking, guest: { name: 'Fay Fox', email } });
    await setSent();
    const { id } = await guestMessage(roomId);
    expect((await post('/v1/erasures', { email })).status).toBe(200);
    expect((await post(`/v1/messages/${id}/resend`)).json.code).toBe('person-erased');
    const raw = await house.call('GET', `/v1/messages/${id}/raw`);
    expect([raw.status, raw.json.code]).toEqual([409, 'person-erased']);
  });
});

describe('a link for the host application', () => {
  test('is signed again on replay, and is nowhere in the database', async () => {
    const roomId = await makeRoom();
    const key = { 'idempotency-key': `link-${roomId}` };
    const first = await post(`/v1/rooms/${roomId}/links`, { role: 'guest' }, key);
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ purpose: 'propose', expiresAt: '2027-03-10T15:00:00.000Z' });
    const again = await post(`/v1/rooms/${roomId}/links`, { role: 'guest' }, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    const token = new URL(first.json.url).searchParams.get('r') ?? '';
    const { rows: kept } = await house.db.pool.query(
      'select purpose from magic_links where token_hash = sha256(convert_to($1, $2))',
      [token, 'UTF8'],
    );
    expect(kept).toEqual([{ purpose: 'propose' }]);
    const { rows: tables } = await house.db.pool.query<{ name: string }>(
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
    );
    const signature = token.split('.').at(-1);
    for (const { name } of tables) {
      const { rowCount } = await house.db.pool.query(
        `select from ${name} t where strpos(t::text, $1) > 0`,
        [signature],
      );
      expect([name, rowCount]).toEqual([name, 0]);
    }
    const history = (await house.call('GET', `/v1/rooms/${roomId}/history`)).json.data;
    expect(history.filter((one: { what: string }) => one.what === 'link-made')).toHaveLength(1);
  });

  test('is refused for a room without a guest, cancelled or over', async () => {
    const open = await makeRoom(offer);
    const gone = await makeRoom();
    await house.call('DELETE', `/v1/rooms/${gone}`);
    const over = await makeRoom({ ...booking, startUtc: '2027-03-01T10:00:00Z' });
    const before = house.clock.now();
    house.clock.set(new Date('2027-03-01T12:00:00Z'));
    const codes = [];
    for (const roomId of [open, gone, over]) {
      codes.push((await post(`/v1/rooms/${roomId}/links`, { role: 'host' })).json.code);
    }
    house.clock.set(before);
    expect(codes).toEqual(['not-booked', 'room-cancelled', 'room-over']);
  });
});
