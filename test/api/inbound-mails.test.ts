import { googleMail } from '../inbox/client-mails.ts';
import { type ApiHouse, booking, gil, openApiHouse } from './api-house.ts';
import { type Mailed, openInbox, personIn, type ReadMail, storeMail } from './mail-house.ts';

let house: ApiHouse;
let roomId: string;
let guest: Mailed;
let host: Mailed;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.db.pool.query('delete from imip_messages');
  roomId = (await house.call('POST', '/v1/rooms', { body: booking })).json.id;
  guest = await personIn(house, roomId, 'guest');
  host = await personIn(house, roomId, 'host');
});

const store = (mail?: ReadMail) => storeMail(house, guest, mail);
const get = (id: string, rest = '') => house.call('GET', `/v1/inbound-mails/${id}${rest}`);
const replay = (id: string, options = {}) =>
  house.call('POST', `/v1/inbound-mails/${id}/replay`, options);
const list = async (query = '') => (await house.call('GET', `/v1/inbound-mails${query}`)).json;
const idsOf = async (query = '') =>
  (await list(query)).data.map((mail: { id: string }) => mail.id) as string[];

const evidence = {
  source: 'checked',
  spf: { result: 'softfail', domain: 'guest.example', aligned: true },
  dkim: [{ result: 'fail', domain: null, aligned: false, isUndersized: false }],
  dmarc: { result: 'fail', policy: 'reject', domain: 'guest.example' },
  arc: { result: 'none', sealer: null },
};
const times = { startUtc: null, endUtc: null };
const reply = {
  answer: 'declined',
  sequence: 0,
  stampedAt: null,
  receivedAt: '2027-03-01T08:00:00.000Z',
  ...times,
  comment: 'I have to travel.',
  alias: null,
};

test('a mail says what it is, what it asks for, and why it was not applied', async () => {
  const question = { do: 'record-reply', attendeeId: guest.attendeeId, reply };
  const id = await store({ reason: 'not-authenticated', authentication: evidence, question });
  expect(await get(id)).toMatchObject({
    status: 200,
    json: {
      id,
      roomId,
      attendee: 'guest',
      receivedAt: '2027-03-01T08:00:00.000Z',
      source: 'smtp',
      from: 'gil@guest.example',
      kind: 'calendar',
      outcome: 'parked',
      reason: 'not-authenticated',
      explanation: expect.stringMatching(/^Nothing proves .*\.$/),
      authentication: evidence,
      question: { answer: 'declined', comment: 'I have to travel.', ...times },
      confirmedAt: null,
      replays: 0,
      bounceOf: null,
    },
  });
});

test('a wish for another time says which', async () => {
  const asked = {
    proposedStartUtc: '2027-03-12T10:00:00.000Z',
    proposedEndUtc: '2027-03-12T11:00:00.000Z',
  };
  const { attendeeId } = guest;
  const counter = { ...reply, ...asked };
  const question = { do: 'counter', attendeeId, proposalId: attendeeId, counter };
  const { json } = await get(await store({ question }));
  expect(json.question).toEqual({
    answer: null,
    startUtc: asked.proposedStartUtc,
    endUtc: asked.proposedEndUtc,
    comment: 'I have to travel.',
  });
});

test('a question that nobody can read any more does not hide its mail', async () => {
  const id = await store({ question: { do: 'something-else' } });
  expect((await get(id)).json).toMatchObject({ id, question: null });
});

test('every mail is listed once, newest first, however small the pages', async () => {
  const ids: string[] = [];
  for (const minute of [1, 2, 2, 2, 3, 4, 4]) {
    ids.push(await store({ receivedAt: `2027-03-01T08:0${minute}:00.123Z` }));
  }
  const seen: string[] = [];
  const stamps: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(page.data.length).toBeGreaterThan(0);
    for (const mail of page.data) {
      seen.push(mail.id);
      stamps.push(mail.receivedAt);
    }
    cursor = page.nextCursor;
    // What comes in meanwhile is newer than the page, and moves nothing.
    await store({ receivedAt: '2027-03-01T08:59:00Z' });
  }
  expect([...seen].sort()).toEqual([...ids].sort());
  expect(stamps).toEqual([...stamps].sort().reverse());
});

test('a cursor that is none is a problem', async () => {
  const answer = await house.call('GET', '/v1/inbound-mails?cursor=nonsense');
  expect(answer.json).toMatchObject({ status: 400, errors: [{ field: 'query.cursor' }] });
});

test('each filter lists the mails it names and no other', async () => {
  const parked = await store({ receivedAt: '2027-03-01T08:01:00Z' });
  const read = { kind: 'human', outcome: 'human', reason: null };
  const human = await storeMail(house, host, { ...read, receivedAt: '2027-03-01T08:02:00Z' });
  const other = (await house.call('POST', '/v1/rooms', { body: booking })).json.id;
  const elsewhere = await storeMail(house, await personIn(house, other, 'guest'), {
    kind: 'report',
    outcome: 'bounce',
    reason: 'permanent',
    receivedAt: '2027-03-01T08:03:00Z',
  });
  const unread = await store({ outcome: null, receivedAt: '2027-03-01T08:04:00Z' });
  expect(await idsOf()).toEqual([unread, elsewhere, human, parked]);
  expect(await idsOf('?outcome=parked')).toEqual([parked]);
  expect(await idsOf('?kind=human')).toEqual([human]);
  expect(await idsOf(`?roomId=${other}`)).toEqual([elsewhere]);
  expect(await idsOf('?attendee=host')).toEqual([human]);
  expect(await idsOf('?from=2027-03-01T08:02:00Z&to=2027-03-01T08:04:00Z')).toEqual([
    elsewhere,
    human,
  ]);
  expect(await idsOf(`?attendee=guest&roomId=${roomId}&outcome=human`)).toEqual([]);
  expect((await house.call('GET', '/v1/inbound-mails?outcome=lost')).status).toBe(400);
});

test('mail of another application, or of none, is not there', async () => {
  const theirs = await store({ outcome: 'parked' });
  const nobodys = await storeMail(house, null, { outcome: 'ignored', reason: 'postmaster' });
  const asOther = { key: house.otherKey };
  for (const [id, options] of [
    [theirs, asOther],
    [nobodys, {}],
    [nobodys, asOther],
  ] as const) {
    const path = `/v1/inbound-mails/${id}`;
    const answers = [
      await house.call('GET', path, options),
      await house.call('GET', `${path}/raw`, options),
      await house.call('POST', `${path}/replay`, options),
    ];
    for (const { json } of answers) {
      expect(json).toMatchObject({ status: 404, code: 'unknown-inbound-mail' });
    }
  }
  expect((await house.call('GET', '/v1/inbound-mails', asOther)).json.data).toEqual([]);
  expect(await idsOf()).toEqual([theirs]);
  expect((await get(theirs)).json).toMatchObject({ outcome: 'parked', replays: 0 });
});

test('a key that only reads sees mails and replays none', async () => {
  const key = await house.addKey(['read']);
  const id = await store();
  expect((await house.call('GET', `/v1/inbound-mails/${id}`, { key })).status).toBe(200);
  expect((await house.call('GET', `/v1/inbound-mails/${id}/raw`, { key })).status).toBe(200);
  expect((await replay(id, { key })).json).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await get(id)).json.outcome).toBe('parked');
});

test('raw is the mail as it came in, for no browser to show', async () => {
  const raw = Buffer.from('Subject: caf\xe9\r\n\r\n<script>\x00\xff</script>\r\n', 'latin1');
  const id = await store({ raw });
  const { baseUrl, key } = house;
  const answer = await fetch(`${baseUrl}/v1/inbound-mails/${id}/raw`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(raw);
  expect(answer.headers.get('content-type')).toBe('message/rfc822');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('raw never holds the token of a reply address', async () => {
  const said = { icsUid: guest.icsUid, email: gil.email, partstat: 'ACCEPTED' };
  const raw = googleMail(said).replace('Gil has replied', `To ${guest.address.toUpperCase()}`);
  const { text } = await get(await store({ raw }), '/raw');
  expect(raw.toLowerCase()).toContain(guest.token);
  expect(text.toLowerCase()).not.toContain(guest.token);
  expect(text).toHaveLength(raw.length);
});

test('a parked mail is unread again at once, under an idempotency key once only', async () => {
  const question = { do: 'record-reply', attendeeId: guest.attendeeId, reply };
  const id = await store({ question, authentication: evidence });
  const rings = house.rings('read-mails');
  const headers = { 'idempotency-key': 'replay-once' };
  const first = await replay(id, { headers });
  expect(first.json).toMatchObject({
    id,
    kind: null,
    outcome: null,
    reason: null,
    explanation: null,
    question: null,
    authentication: evidence,
    replays: 1,
  });
  expect(first.status).toBe(202);
  expect(house.rings('read-mails')).toBe(rings + 1);
  const again = await replay(id, { headers });
  expect([again.status, again.text]).toEqual([202, first.text]);
  expect((await get(id)).json.replays).toBe(1);
  const { rows } = await house.db.pool.query(
    'select read_at, claimed_until, attempts, alias from imip_messages where id = $1',
    [id],
  );
  expect(rows).toEqual([{ read_at: null, claimed_until: null, attempts: 0, alias: null }]);
});

test('of two replays at once one is refused', async () => {
  const id = await store({ outcome: 'unreadable', kind: 'unreadable', reason: 'parser-timeout' });
  const answers = await Promise.all([replay(id), replay(id)]);
  expect(answers.map((one) => one.status).sort()).toEqual([202, 409]);
  expect((await get(id)).json.replays).toBe(1);
});

test.each(['applied', 'duplicate', 'superseded', 'stale', 'ignored', 'human', 'automatic'])(
  'what ended as %s is not read again',
  async (outcome) => {
    const id = await store({ outcome, reason: null });
    const before = (await get(id)).json;
    expect((await replay(id)).json).toMatchObject({ status: 409, code: 'not-replayable' });
    expect((await get(id)).json).toEqual(before);
  },
);

test('an unread mail is not replayed', async () => {
  expect((await replay(await store({ outcome: null }))).json.code).toBe('not-replayable');
});

test('a replayed mail is read by the worker and has its effect, once', async () => {
  const inbox = openInbox(house);
  try {
    const said = { icsUid: guest.icsUid, email: gil.email, partstat: 'ACCEPTED' };
    const id = await inbox.receive(googleMail(said), guest.address);
    // As three strikes leave it (inbox/read-mails-job.ts).
    await house.db.pool.query(
      `update imip_messages set read_at = now(), kind = 'unreadable', outcome = 'unreadable',
         reason = 'parser-timeout', attempts = 2 where id = $1`,
      [id],
    );
    expect((await replay(id)).status).toBe(202);
    await inbox.read();
    expect((await get(id)).json).toMatchObject({
      outcome: 'applied',
      kind: 'calendar',
      replays: 1,
    });
    const room = (await house.call('GET', `/v1/rooms/${roomId}`)).json;
    expect(room.guest.answer).toBe('accepted');
    expect((await replay(id)).status).toBe(409);
  } finally {
    await inbox.close();
  }
});
