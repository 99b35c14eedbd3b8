import { gzipSync } from 'node:zlib';
import { type ApiHouse, booking, gil, helen, offer, openApiHouse } from './api-house.ts';

let house: ApiHouse;
let before: Record<string, number>;
let rings: number;
let roomId: string;
beforeAll(async () => {
  house = await openApiHouse();
  roomId = (await house.call('POST', '/v1/rooms', { body: offer })).json.id;
});
afterAll(() => house.close());
beforeEach(async () => {
  before = await house.countRows();
  rings = house.rings();
});
/** Whatever is wrong: nothing is stored and nobody is mailed. */
afterEach(async () => {
  expect(await house.countRows()).toEqual(before);
  expect(house.rings()).toBe(rings);
});

const create = (body: unknown, headers: Record<string, string> = {}) =>
  house.call('POST', '/v1/rooms', { body, headers });
const guest = (facts: object) => ({ ...booking, guest: { ...gil, ...facts } });

function expectProblem(
  answer: Awaited<ReturnType<typeof create>>,
  status: number,
  code: string,
  field?: string,
): void {
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.json).toMatchObject({ status, type: `urn:parley:problem:${code}` });
  expect([typeof answer.json.title, typeof answer.json.detail]).toEqual(['string', 'string']);
  expect(Array.isArray(answer.json.errors)).toBe(true);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'));
  if (field) expect(answer.json.errors.map((one: { field: string }) => one.field)).toContain(field);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at [A-Z]\w+ \(/);
}

describe('values that make no room', () => {
  test.each<[string, object, number, string, string?]>([
    ['a wrong duration', { durationMinutes: 45 }, 422, 'duration-not-allowed', 'durationMinutes'],
    ['a duration as text', { durationMinutes: '60' }, 400, 'invalid-request', 'durationMinutes'],
    ['a duration beyond counting', { durationMinutes: 1e308 }, 422, 'duration-not-allowed'],
    ['a start in the past', { startUtc: '2027-03-01T08:59:59Z' }, 422, 'start-in-past'],
    ['a start now', { startUtc: '2027-03-01T09:00:00Z' }, 422, 'start-in-past'],
    ['a start that is no time', { startUtc: 'tomorrow' }, 400, 'invalid-request', 'startUtc'],
    ['a start without zone', { startUtc: '2027-03-10T14:00:00' }, 400, 'invalid-request'],
    ['a leap second', { startUtc: '2027-06-30T23:59:60Z' }, 400, 'invalid-request', 'startUtc'],
    ['a start beyond calendars', { startUtc: '9999-12-31T23:59:59Z' }, 400, 'invalid-request'],
    ['a date that is none', { startUtc: '2027-02-30T10:00:00Z' }, 400, 'invalid-request'],
    ['the host as guest', { guest: helen }, 422, 'host-is-guest'],
    [
      'the host in disguise',
      { guest: { ...gil, email: 'HELEN+x@Host.example' } },
      422,
      'host-is-guest',
    ],
    ['no host', { host: undefined }, 400, 'invalid-request', 'host'],
    ['an unknown field', { hostId: 7 }, 400, 'invalid-request', 'hostId'],
    ['an unknown field of a person', guest({ phone: '1' }), 400, 'invalid-request', 'guest.phone'],
    [
      'a line break in a line',
      { sessionName: 'A\r\nBCC: x@y.z' },
      422,
      'invalid-text',
      'sessionName',
    ],
    ['a bell in a text', { description: 'ding \u0007' }, 422, 'invalid-text', 'description'],
    ['a line break in a place', { location: 'A\nB' }, 422, 'invalid-text', 'location'],
    ['a script as a link', { joinUrl: 'javascript:alert(1)' }, 422, 'invalid-url', 'joinUrl'],
    ['a link with a line break', { joinUrl: 'https://x.example/\r\nX: y' }, 422, 'invalid-url'],
    ['a link without a place', { joinUrl: 'https://' }, 422, 'invalid-url', 'joinUrl'],
    ['huge metadata', { metadata: { a: 'x'.repeat(17_000) } }, 422, 'metadata-too-large'],
    ['nested metadata', { metadata: nest(9) }, 422, 'metadata-too-large', 'metadata'],
    ['metadata that is a list', { metadata: [] }, 400, 'invalid-request', 'metadata'],
    ['a long name', guest({ name: 'x'.repeat(65) }), 400, 'invalid-request', 'guest.name'],
  ])('%s', async (...[, change, status, code, field]) => {
    expectProblem(await create({ ...booking, ...change }), status, code, field);
  });
});

describe('people who cannot be mailed', () => {
  test.each([
    'not an address',
    'gil@guest.example\r\nBcc: victim@far.example',
    'gil@guest.example,other@guest.example',
    'gil@guest.example;x@y.example',
    '<gil@guest.example>',
    '"Gil" <gil@guest.example>',
    '"gil\r\n"@guest.example',
    'gil@guest.example (comment)',
    'gil@[127.0.0.1]',
    'gil@localhost',
    'gil@',
    '@guest.example',
    'gil@@guest.example',
    'mailto:gil@guest.example?subject=x',
  ])('the address %j', async (email) => {
    expectProblem(await create(guest({ email })), 422, 'invalid-address', 'guest.email');
  });

  test.each(['Gil\r\nBcc: x@y.z', 'Gil\nGrant', 'Gil\tGrant', '   ', 'Gil \u202egnaG', 'A\u2028B'])(
    'the name %j',
    async (name) => {
      expectProblem(await create(guest({ name })), 422, 'invalid-name', 'guest.name');
    },
  );

  test.each(['Mars/Olympus', 'GMT+25', '../../etc/passwd', '', ' '])(
    'the zone %j',
    async (timeZone) => {
      expectProblem(await create(guest({ timeZone })), 422, 'unknown-time-zone', 'guest.timeZone');
    },
  );

  test.each(['english!', 'x', 'de_DE\r\n'])('the locale %j', async (locale) => {
    expectProblem(await create(guest({ locale })), 422, 'invalid-locale', 'guest.locale');
  });

  test('every wrong field is named at once, in plain words', async () => {
    const wrong = await create({ startUtc: 'tomorrow', durationMinutes: 45, host: { foo: 1 } });
    expectProblem(wrong, 400, 'invalid-request');
    const words = wrong.json.errors.map((one: { field: string; message: string }) => [
      one.field,
      one.message,
    ]);
    expect(words).toEqual([
      ['startUtc', 'must be an RFC 3339 time such as 2027-03-01T15:00:00Z, before the year 3000'],
      ['durationMinutes', 'must be equal to one of the allowed values: 30, 60, 90'],
      ['host.name', 'is missing'],
      ['host.email', 'is missing'],
      ['host.foo', 'is not a field of this request'],
    ]);
    const answer = await create(guest({ name: ' ', email: 'x', timeZone: 'Y' }));
    const fields = answer.json.errors.map((one: { field: string }) => one.field);
    expect(fields).toEqual(['guest.name', 'guest.email', 'guest.timeZone']);
    expect(answer.json.errors[1].code).toBe('invalid-address');
  });

  test('a guest who books is checked like one who comes with the room', async () => {
    const book = (facts: object) =>
      house.call('POST', `/v1/rooms/${roomId}/book`, { body: { guest: { ...gil, ...facts } } });
    expectProblem(await book({ email: 'a b@c.example' }), 422, 'invalid-address', 'guest.email');
    expectProblem(await book({ email: helen.email }), 422, 'host-is-guest');
    expectProblem(await book({ timeZone: 'Nowhere' }), 422, 'unknown-time-zone');
  });
});

describe('bodies that are none', () => {
  const json = JSON.stringify(booking);
  test.each<[string, unknown, number, string, Record<string, string>?]>([
    ['not JSON', '{"startUtc":', 400, 'malformed-json'],
    ['null', 'null', 400, 'invalid-request'],
    ['a number', '7', 400, 'invalid-request'],
    ['a word', '"x"', 400, 'invalid-request'],
    ['a list', '[]', 400, 'invalid-request'],
    ['nothing', undefined, 415, 'unsupported-media-type'],
    ['empty', '{}', 400, 'invalid-request'],
    [
      'a form',
      'a=1',
      415,
      'unsupported-media-type',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['plain text', json, 415, 'unsupported-media-type', { 'content-type': 'text/plain' }],
    [
      'an unknown charset',
      json,
      415,
      'unsupported-media-type',
      { 'content-type': 'application/json; charset=x' },
    ],
    ['an unknown encoding', json, 415, 'unsupported-media-type', { 'content-encoding': 'x' }],
    ['broken gzip', json, 400, 'invalid-request', { 'content-encoding': 'gzip' }],
    [
      'too much',
      JSON.stringify({ ...booking, description: 'x'.repeat(200_000) }),
      413,
      'body-too-large',
    ],
    [
      'a gzip bomb',
      gzipSync(`"${'x'.repeat(10_000_000)}"`),
      413,
      'body-too-large',
      { 'content-encoding': 'gzip' },
    ],
    ['a prototype', `{"__proto__":{"admin":true},${json.slice(1)}`, 400, 'invalid-request'],
    [
      'endless nesting',
      `{"metadata":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_001)}`,
      400,
      'invalid-request',
    ],
    ['half a surrogate pair', `{"reference":"\\ud800",${json.slice(1)}`, 400, 'invalid-request'],
    ['half a pair as a name', `{"metadata":{"\\ud800":1},${json.slice(1)}`, 400, 'invalid-request'],
    ['NUL in a text', `{"reference":"a\\u0000b",${json.slice(1)}`, 400, 'invalid-request'],
    ['NUL in metadata', `{"metadata":{"a":["\\u0000"]},${json.slice(1)}`, 400, 'invalid-request'],
  ])('%s', async (...[, body, status, code, headers]) => {
    expectProblem(await create(body, headers), status, code);
  });
});

describe('places that are none', () => {
  const unknown = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
  test.each<[string, string, number, string]>([
    ['GET', `/v1/rooms/${unknown}`, 404, 'unknown-room'],
    ['GET', `/v1/rooms/${unknown}/history`, 404, 'unknown-room'],
    ['DELETE', `/v1/rooms/${unknown}`, 404, 'unknown-room'],
    ['POST', `/v1/rooms/${unknown}/unbook`, 404, 'unknown-room'],
    ['POST', `/v1/proposals/${unknown}/approve`, 404, 'unknown-proposal'],
    ['GET', '/v1/rooms/7', 400, 'invalid-request'],
    ['GET', '/v1/rooms/%00', 400, 'invalid-request'],
    ['GET', '/v1/rooms/%ff', 400, 'invalid-request'],
    ['GET', '/v1/rooms/%ZZ', 400, 'invalid-request'],
    ['GET', '/v1/rooms/..%2f..%2fetc', 400, 'invalid-request'],
    ['GET', '/v1/nothing', 404, 'not-found'],
    ['GET', '/v1', 404, 'not-found'],
    ['PUT', '/v1/rooms', 405, 'method-not-allowed'],
    ['OPTIONS', '/v1/rooms', 405, 'method-not-allowed'],
    ['GET', '/v1/rooms?limit=0', 400, 'invalid-request'],
    ['GET', '/v1/rooms?limit=101', 400, 'invalid-request'],
    ['GET', '/v1/rooms?cursor=bm90aGluZw', 400, 'invalid-request'],
    ['GET', '/v1/rooms?status=gone', 400, 'invalid-request'],
    ['GET', '/v1/rooms?from=yesterday', 400, 'invalid-request'],
    ['GET', '/v1/rooms?status=open&status=booked', 400, 'invalid-request'],
    ['GET', '/v1/rooms?page=2', 400, 'invalid-request'],
    ['GET', '/v1/rooms?email=nobody', 422, 'invalid-address'],
    ['GET', '/v1/rooms?reference=%00', 400, 'invalid-request'],
  ])('%s %s', async (method, path, status, code) => {
    expectProblem(await house.call(method, path), status, code);
  });

  test('hundreds of unknown fields with long names are told in few words', async () => {
    const names = Array.from({ length: 300 }, (_, n) => [`${'x'.repeat(250)}${n}`, 1]);
    const answer = await create({ ...booking, ...Object.fromEntries(names) });
    expectProblem(answer, 400, 'invalid-request');
    expect(answer.text.length).toBeLessThan(8_000);
  });

  test('an id of ten thousand letters', async () => {
    const answer = await house.call('GET', `/v1/rooms/${'x'.repeat(10_000)}`);
    expectProblem(answer, 400, 'invalid-request', 'path.roomId');
  });

  test('405 says what is offered (RFC 9110 §15.5.6)', async () => {
    const answer = await house.call('PUT', `/v1/rooms/${roomId}`);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'PATCH']);
  });

  test('HEAD is GET without a body, and changes nothing', async () => {
    const head = await house.call('HEAD', `/v1/rooms/${roomId}`);
    const get = await house.call('GET', `/v1/rooms/${roomId}`);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  });
});

test('a request id that is no plain word is replaced', async () => {
  const answer = await house.call('GET', '/v1/rooms', {
    headers: { 'x-request-id': 'a b<script>' },
  });
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

function nest(levels: number): object {
  return levels === 1 ? {} : { a: nest(levels - 1) };
}
