import { createParley, type Parley, ParleyError } from '../../sdk/src/index.ts';
import {
  type ApiHouse,
  booking as bookingBody,
  gil,
  helen,
  openApiHouse,
} from '../api/api-house.ts';

import { personIn, storeMail } from '../api/mail-house.ts';

type Fetch = (request: Request) => Promise<Response>;

let house: ApiHouse;
let parley: Parley;
const startUtc = '2027-03-10T14:00:00Z';
const offer = { startUtc, durationMinutes: 60 as const, host: helen };
const booking = { ...offer, guest: bookingBody.guest };

const clientWith = (fetch: Fetch, more: object = {}) =>
  createParley({ baseUrl: house.baseUrl, apiKey: house.key, fetch, backoffMs: 1, ...more });

beforeAll(async () => {
  house = await openApiHouse();
  parley = clientWith((request) => fetch(request));
});
afterAll(() => house.close());

/** A way to the service that fails as told, once for each fault, and then works. */
function faultyWay(...faults: Fetch[]): { fetch: Fetch; seen: Request[] } {
  const seen: Request[] = [];
  const way: Fetch = (request) => {
    seen.push(request.clone());
    return (faults.shift() ?? fetch)(request);
  };
  return { fetch: way, seen };
}

const cut: Fetch = async () => {
  throw new TypeError('fetch failed');
};
/** The request arrives and is carried out; only its answer is lost. */
const cutAfterCommit: Fetch = async (request) => {
  await fetch(request);
  throw new TypeError('terminated');
};
/** The answer's head comes, and then the connection ends. */
const cutInside: Fetch = async (request) => {
  const { status, headers } = await fetch(request);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":"0'));
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { status, headers });
};
const answering =
  (status: number, headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response('{}', { status, headers });
const silent: Fetch = (request) =>
  new Promise((_resolve, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason));
  });
const keysOf = (seen: Request[]) => new Set(seen.map((one) => one.headers.get('idempotency-key')));

const errorOf = async (call: Promise<unknown>): Promise<ParleyError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ParleyError);
  return error as ParleyError;
};

test('walks a room through its whole life', async () => {
  const { rooms } = parley;
  const room = await rooms.create({ ...offer, reference: 'life' });
  expect(room.status).toBe('open');
  expect((await rooms.book(room.id, { guest: gil })).guest?.name).toBe('Gil Grant');
  const moved = await rooms.reschedule(room.id, { startUtc: '2027-03-11T09:00:00Z' });
  expect(moved.icsSequence).toBe(1);
  expect((await rooms.change(room.id, { location: 'Hall' })).location).toBe('Hall');
  expect(await rooms.messages(room.id).toArray({ limit: 50 })).toHaveLength(6);
  expect((await rooms.unbook(room.id)).guest).toBeNull();
  expect((await rooms.cancel(room.id, { reason: 'Flood' })).cancelledBecause).toBe('Flood');
  expect((await rooms.get(room.id)).status).toBe('cancelled');
  const deeds = (await rooms.history(room.id).toArray({ limit: 50 })).filter(
    (line) => line.kind === 'deed',
  );
  expect(deeds.map((line) => line.what)).toEqual([
    'created',
    'booked',
    'rescheduled',
    'wording-changed',
    'unbooked',
    'cancelled',
  ]);
});

test('proposes, approves and declines', async () => {
  const { id } = await parley.rooms.create(booking);
  const wish = { proposedBy: 'guest' as const, startUtc: '2027-03-12T10:00:00Z' };
  const made = await parley.proposals.create(id, wish);
  expect(await parley.proposals.list(id).toArray({ limit: 5 })).toEqual([made]);
  expect((await parley.proposals.approve(made.id)).status).toBe('approved');
  expect((await parley.rooms.get(id)).startUtc).toBe('2027-03-12T10:00:00.000Z');
  const other = await parley.proposals.create(id, { ...wish, startUtc });
  expect((await parley.proposals.decline(other.id)).status).toBe('declined');
  expect((await parley.proposals.get(other.id)).decidedBy).toBe('application');
});

test('reads and changes the settings of its application', async () => {
  const before = await parley.application.get();
  const after = await parley.application.change({ brand: { color: '#0f766e' } });
  expect(after).toEqual({ ...before, brand: { ...before.brand, color: '#0f766e' } });
  const wrong = { defaultTimeZone: 'Mars/Olympus' };
  expect((await errorOf(parley.application.change(wrong))).code).toBe('unknown-time-zone');
});

test('reads what came in, and has it read again', async () => {
  const { id: roomId } = await parley.rooms.create(booking);
  const guest = await personIn(house, roomId, 'guest');
  const raw = `To: ${guest.address}\r\n\r\ncaf\u00e9\r\n`;
  const ids: string[] = [];
  for (const second of [1, 2, 3]) {
    const receivedAt = `2027-03-01T08:00:0${second}Z`;
    ids.unshift(await storeMail(house, guest, { raw, receivedAt, reason: 'forwarded' }));
  }
  const { inboundMails } = parley;
  const seen: string[] = [];
  for await (const mail of inboundMails.list({ roomId, limit: 2 })) seen.push(mail.id);
  expect(seen).toEqual(ids);
  const [id = ''] = ids;
  expect(await inboundMails.get(id)).toMatchObject({ outcome: 'parked', attendee: 'guest' });
  const hidden = new TextDecoder().decode(await inboundMails.raw(id));
  expect(hidden).toBe(raw.replace(guest.token, '*'.repeat(32)));
  expect(await inboundMails.replay(id)).toMatchObject({ outcome: null, replays: 1 });
  expect((await errorOf(inboundMails.replay(id))).code).toBe('not-replayable');
  expect((await errorOf(inboundMails.raw(roomId))).code).toBe('unknown-inbound-mail');
});

test('lists every room once, however small the pages', async () => {
  const ids: string[] = [];
  for (let day = 1; day <= 5; day++) {
    const at = `2027-05-0${day}T10:00:00Z`;
    ids.push((await parley.rooms.create({ ...offer, startUtc: at, reference: 'paged' })).id);
  }
  const seen: string[] = [];
  for await (const room of parley.rooms.list({ reference: 'paged', limit: 2 })) seen.push(room.id);
  expect(seen).toEqual(ids);
  const page = await parley.rooms.list({ reference: 'paged', limit: 2 }).page();
  expect(page.data).toHaveLength(2);
});

test('sends a filter as it is, with colons and at signs', async () => {
  const filters = { email: helen.email, from: '2027-05-01T10:00:00Z', to: '2027-05-02T10:00:00Z' };
  expect((await parley.rooms.list(filters).page()).data).toHaveLength(1);
});

describe('a retry', () => {
  test.each<[string, Fetch[]]>([
    ['no connection', [cut, cut, cut]],
    ['a lost answer', [cutAfterCommit]],
    ['an answer that breaks off', [cutInside]],
    ['502 from a proxy', [answering(502), answering(503)]],
    ['429', [answering(429, { 'retry-after': '0' })]],
    ['a lost answer, then 500', [cutAfterCommit, answering(500)]],
  ])('after %s makes one room under one key', async (_name, faults) => {
    const { rooms: before = 0 } = await house.countRows();
    const { fetch, seen } = faultyWay(...faults);
    const tries = faults.length + 1;
    const room = await clientWith(fetch).rooms.create(booking);
    expect(room.status).toBe('booked');
    expect((await house.countRows()).rooms).toBe(before + 1);
    expect(seen).toHaveLength(tries);
    expect(keysOf(seen).size).toBe(1);
  });

  test('sends the same body each time', async () => {
    const { fetch, seen } = faultyWay(cut, cutAfterCommit);
    await clientWith(fetch).rooms.create(offer);
    const bodies = await Promise.all(seen.map((one) => one.text()));
    expect(new Set(bodies)).toEqual(new Set([JSON.stringify(offer)]));
  });

  test('waits while the first request with its key still runs', async () => {
    const inUse: Fetch = async () =>
      Response.json({ code: 'idempotency-key-in-use', title: 'x' }, { status: 409 });
    const { fetch, seen } = faultyWay(inUse, inUse);
    expect((await clientWith(fetch).rooms.create(offer)).status).toBe('open');
    expect(seen).toHaveLength(3);
  });

  test('waits as long as Retry-After says', async () => {
    const { fetch } = faultyWay(answering(503, { 'retry-after': '1' }));
    const startedAt = performance.now();
    await clientWith(fetch).rooms.create(offer);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  test('is not made for what will not pass', async () => {
    const room = await parley.rooms.create(booking);
    const { fetch, seen } = faultyWay();
    const again = clientWith(fetch).rooms.book(room.id, {
      guest: { name: 'A', email: 'a@b.example' },
    });
    expect((await errorOf(again)).code).toBe('already-booked');
    expect(seen).toHaveLength(1);
  });

  test('ends after maxRetries, or when the server asks for too long', async () => {
    const cuts = faultyWay(cut, cut, cut);
    const error = await errorOf(clientWith(cuts.fetch, { maxRetries: 2 }).rooms.create(offer));
    expect([error.code, error.status]).toEqual(['connection-failed', null]);
    expect(cuts.seen).toHaveLength(3);
    const patient = faultyWay(answering(429, { 'retry-after': '3600' }));
    expect((await errorOf(clientWith(patient.fetch).rooms.create(offer))).status).toBe(429);
    expect(patient.seen).toHaveLength(1);
  });

  test('follows a deadline for one attempt', async () => {
    const { fetch, seen } = faultyWay(silent);
    const client = clientWith(fetch, { timeoutMs: 2_000 });
    expect((await client.rooms.create(offer)).status).toBe('open');
    expect(seen).toHaveLength(2);
    const never = clientWith(silent, { timeoutMs: 20, maxRetries: 1 });
    expect((await errorOf(never.rooms.list().page())).code).toBe('timed-out');
  });

  test('ends at once when the caller gives up, with the reason of the caller', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(parley.rooms.list({}, { signal }).page()).rejects.toBe(reason);
    const later = new AbortController();
    const { fetch } = faultyWay(answering(503, { 'retry-after': '30' }));
    const call = clientWith(fetch).rooms.create(offer, { signal: later.signal });
    later.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  test('under a key of the caller has one effect over several calls', async () => {
    const idempotencyKey = 'booking-4711';
    const first = await parley.rooms.create(booking, { idempotencyKey });
    expect(await parley.rooms.create(booking, { idempotencyKey })).toEqual(first);
    const error = await errorOf(parley.rooms.create(offer, { idempotencyKey }));
    expect([error.code, error.status]).toEqual(['idempotency-key-reused', 422]);
  });
});

describe('an error', () => {
  test('names its code, status, request and fields', async () => {
    const body = { ...booking, guest: { name: ' ', email: 'nobody' } };
    const error = await errorOf(parley.rooms.create(body, { requestId: 'my-request' }));
    expect(error).toMatchObject({ code: 'invalid-name', status: 422, requestId: 'my-request' });
    expect(error.errors.map((one) => one.field)).toEqual(['guest.name', 'guest.email']);
    expect(error.message).toContain('guest.email');
  });

  test('of another version is told from other conflicts', async () => {
    const room = await parley.rooms.create(offer);
    await parley.rooms.change(room.id, { location: 'Hall' }, { ifVersion: room.version });
    const stale = parley.rooms.change(room.id, { location: 'Yard' }, { ifVersion: room.version });
    expect((await errorOf(stale)).code).toBe('version-mismatch');
  });

  test('with a wrong key is unauthorized', async () => {
    const stranger = createParley({ baseUrl: house.baseUrl, apiKey: 'nobodys' });
    expect((await errorOf(stranger.rooms.list().page())).code).toBe('unauthorized');
  });

  test('that is not Parley’s is told apart', async () => {
    const html: Fetch = async () => new Response('<h1>Not here</h1>', { status: 404 });
    const error = await errorOf(clientWith(html).rooms.get('x'));
    expect([error.code, error.status]).toEqual(['unexpected-answer', 404]);
    const page: Fetch = async () => new Response('<h1>Welcome</h1>', { status: 200 });
    expect((await errorOf(clientWith(page).rooms.get('x'))).code).toBe('unexpected-answer');
  });
});
