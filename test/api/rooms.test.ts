import { type ApiHouse, booking, gil, offer, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const create = async (body: object = booking) =>
  (await house.call('POST', '/v1/rooms', { body })).json;
const messagesOf = async (id: string) =>
  (await house.call('GET', `/v1/rooms/${id}/messages`)).json.data as {
    to: string;
    method: string;
    kind: string;
    sequence: number;
  }[];

describe('a room over HTTP', () => {
  test('created without a guest is open and mails nobody', async () => {
    const rings = house.rings();
    const created = await house.call('POST', '/v1/rooms', { body: offer });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/v1/rooms/${created.json.id}`);
    expect(created.headers.get('etag')).toBe(`"${created.json.version}"`);
    expect(created.json).toMatchObject({
      status: 'open',
      guest: null,
      endUtc: '2027-03-10T15:00:00.000Z',
      icsSequence: 0,
    });
    expect(await messagesOf(created.json.id)).toEqual([]);
    expect(house.rings()).toBe(rings);
  });

  test('created with a guest is booked and owes exactly two REQUESTs of SEQUENCE 0', async () => {
    const rings = house.rings();
    const room = await create();
    expect(room).toMatchObject({ status: 'booked', guest: { name: 'Gil Grant' } });
    const messages = await messagesOf(room.id);
    expect(messages.map((one) => [one.to, one.method, one.sequence]).sort()).toEqual([
      ['guest', 'REQUEST', 0],
      ['host', 'REQUEST', 0],
    ]);
    expect(house.rings()).toBe(rings + 1);
  });

  test('is booked once: the second guest is refused and nobody is mailed', async () => {
    const { id } = await create(offer);
    const booked = await house.call('POST', `/v1/rooms/${id}/book`, { body: { guest: gil } });
    expect(booked).toMatchObject({ status: 200, json: { status: 'booked' } });
    const before = await house.countRows();
    const again = await house.call('POST', `/v1/rooms/${id}/book`, {
      body: { guest: { name: 'Ida', email: 'ida@guest.example' } },
    });
    expect(again).toMatchObject({ status: 409, json: { code: 'already-booked' } });
    expect(await house.countRows()).toEqual(before);
  });

  test('moves with two updates of the next SEQUENCE; the same time again sends nothing', async () => {
    const { id } = await create();
    const body = { startUtc: '2027-03-11T09:30:00.999+01:00', durationMinutes: 90 };
    const moved = await house.call('POST', `/v1/rooms/${id}/reschedule`, { body });
    expect(moved.json).toMatchObject({
      startUtc: '2027-03-11T08:30:00.000Z',
      durationMinutes: 90,
      icsSequence: 1,
    });
    const before = await house.countRows();
    const again = await house.call('POST', `/v1/rooms/${id}/reschedule`, { body });
    expect(again.status).toBe(200);
    expect(again.json).toEqual(moved.json);
    expect(await house.countRows()).toEqual(before);
  });

  test('changes its words at the same SEQUENCE; what is left out stays', async () => {
    const { id, version } = await create({ ...booking, sessionName: 'Chess', location: 'Hall' });
    const changed = await house.call('PATCH', `/v1/rooms/${id}`, {
      body: { location: null, joinUrl: 'https://meet.example/x', metadata: { a: [1] } },
    });
    expect(changed.json).toMatchObject({
      sessionName: 'Chess',
      location: null,
      joinUrl: 'https://meet.example/x',
      metadata: { a: [1] },
      icsSequence: 0,
    });
    expect(changed.json.version).toBeGreaterThan(version);
    expect((await messagesOf(id)).filter((one) => one.kind === 'update')).toHaveLength(2);
  });

  test('metadata alone raises the version and mails nobody', async () => {
    const { id, version } = await create();
    const before = await messagesOf(id);
    const changed = await house.call('PATCH', `/v1/rooms/${id}`, { body: { metadata: { b: 2 } } });
    expect(changed.json).toMatchObject({ metadata: { b: 2 }, version: version + 1 });
    expect(await messagesOf(id)).toEqual(before);
  });

  test('unbooked is open again, and says so to the guest only', async () => {
    const { id } = await create();
    const body = { reason: 'Ill today' };
    const unbooked = await house.call('POST', `/v1/rooms/${id}/unbook`, { body });
    expect(unbooked.json).toMatchObject({ status: 'open', guest: null, icsSequence: 1 });
    const cancels = (await messagesOf(id)).filter((one) => one.method === 'CANCEL');
    expect(cancels.map((one) => one.to)).toEqual(['guest']);
    const again = await house.call('POST', `/v1/rooms/${id}/unbook`);
    expect(again).toMatchObject({ status: 409, json: { code: 'not-booked' } });
  });

  test('cancelled tells both, stays readable, and refuses every command', async () => {
    const { id } = await create();
    const body = { reason: 'Flood' };
    const cancelled = await house.call('DELETE', `/v1/rooms/${id}`, { body });
    expect(cancelled.json).toMatchObject({ status: 'cancelled', cancelledBecause: 'Flood' });
    const cancels = (await messagesOf(id)).filter((one) => one.method === 'CANCEL');
    expect(cancels.map((one) => one.to).sort()).toEqual(['guest', 'host']);
    expect((await house.call('GET', `/v1/rooms/${id}`)).status).toBe(200);
    const before = await house.countRows();
    const startUtc = '2027-03-12T10:00:00Z';
    const commands: [string, string, object?][] = [
      ['POST', '/book', { guest: gil }],
      ['POST', '/reschedule', { startUtc }],
      ['POST', '/unbook'],
      ['POST', '/proposals', { proposedBy: 'host', startUtc }],
      ['PATCH', '', { metadata: { c: 3 } }],
      ['PATCH', '', { location: 'Nowhere' }],
      ['DELETE', ''],
    ];
    for (const [method, path, body] of commands) {
      const answer = await house.call(method, `/v1/rooms/${id}${path}`, body ? { body } : {});
      expect([method, path, answer.json.code]).toEqual([method, path, 'room-cancelled']);
    }
    expect(await house.countRows()).toEqual(before);
  });

  test('tells its history, oldest first, with the request that caused it', async () => {
    const headers = { 'x-request-id': 'my-request.1' };
    const created = await house.call('POST', '/v1/rooms', { body: offer, headers });
    expect(created.headers.get('x-request-id')).toBe('my-request.1');
    const history = await house.call('GET', `/v1/rooms/${created.json.id}/history`);
    expect(history.json.data[0]).toMatchObject({
      what: 'created',
      channel: 'api',
      actor: 'application',
      requestId: 'my-request.1',
    });
  });
});

test('If-None-Match spares the reader a room that has not changed', async () => {
  const room = await create(offer);
  const read = (etag: string) =>
    house.call('GET', `/v1/rooms/${room.id}`, { headers: { 'if-none-match': etag } });
  const same = await read(`"${room.version}"`);
  expect([same.status, same.text]).toEqual([304, '']);
  expect((await read('"0"')).status).toBe(200);
});

describe('If-Match', () => {
  test('lets a command through at the version it names, and stops it at any other', async () => {
    const room = await create(offer);
    const book = (etag: string) =>
      house.call('POST', `/v1/rooms/${room.id}/book`, {
        body: { guest: gil },
        headers: { 'if-match': etag },
      });
    const before = await house.countRows();
    for (const stale of [`"${room.version + 1}"`, `W/"${room.version}"`, 'x']) {
      expect((await book(stale)).json).toMatchObject({ status: 412, code: 'version-mismatch' });
    }
    expect(await house.countRows()).toEqual(before);
    const booked = await book(`"0", "${room.version}"`);
    expect(booked.status).toBe(200);
    expect(booked.headers.get('etag')).toBe(`"${booked.json.version}"`);
    const changed = await house.call('PATCH', `/v1/rooms/${room.id}`, {
      body: { location: 'Hall' },
      headers: { 'if-match': `"${room.version}"` },
    });
    expect(changed.status).toBe(412);
  });

  test('of two commands with the same tag at once, one wins', async () => {
    const room = await create(offer);
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((location) =>
        house.call('PATCH', `/v1/rooms/${room.id}`, {
          body: { location },
          headers: { 'if-match': `"${room.version}"` },
        }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 412, 412, 412]);
  });
});

describe('the list of rooms', () => {
  test('pages through everything once, in order of start, without cancelled rooms', async () => {
    const own = await openApiHouse();
    const ids: string[] = [];
    for (let day = 1; day <= 5; day++) {
      const startUtc = `2027-04-0${day}T10:00:00Z`;
      const body = { ...offer, startUtc, reference: `day-${day % 2}` };
      ids.push((await own.call('POST', '/v1/rooms', { body })).json.id);
    }
    await own.call('DELETE', `/v1/rooms/${ids[4]}`);
    const list = async (query: string) => (await own.call('GET', `/v1/rooms?${query}`)).json;
    const idsOf = (page: { data: { id: string }[] }) => page.data.map((room) => room.id);

    const first = await list('limit=3');
    expect(idsOf(first)).toEqual(ids.slice(0, 3));
    const second = await list(`limit=3&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual([ids[3]]);
    expect(second.nextCursor).toBeNull();
    expect(idsOf(await list('status=cancelled'))).toEqual([ids[4]]);
    expect(idsOf(await list('reference=day-0'))).toEqual([ids[1], ids[3]]);
    const range = 'from=2027-04-02T10:00:00Z&to=2027-04-03T10:00:00Z';
    expect(idsOf(await list(range))).toEqual([ids[1]]);
    expect(idsOf(await list('email=HELEN%40host.example&status=open'))).toHaveLength(4);
    expect(idsOf(await list('email=nobody%40host.example'))).toEqual([]);
    const foreign = await own.call('GET', '/v1/rooms', { key: own.otherKey });
    expect(foreign.json.data).toEqual([]);
    await own.close();
  });
});
