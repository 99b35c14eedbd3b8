import {
  AuthenticationError,
  ConflictError,
  ConnectionError,
  createParley,
  isParleyError,
  NotFoundError,
  ParleyError,
  PermissionError,
  PreconditionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  ValidationError,
} from '../../sdk/src/index.ts';

type Fetch = (request: Request) => Promise<Response>;

async function errorOf(fetch: Fetch, timeoutMs = 1000): Promise<unknown> {
  const where = { baseUrl: 'http://parley.example', apiKey: 'k' };
  const parley = createParley({ ...where, fetch, maxRetries: 0, timeoutMs });
  return await parley.rooms.get('x').catch((error: unknown) => error);
}
const problem =
  (status: number, headers: Record<string, string> = {}): Fetch =>
  async () =>
    Response.json({ code: 'not-found', title: 'A', detail: 'B', errors: [] }, { status, headers });

test.each([
  [400, ValidationError],
  [401, AuthenticationError],
  [403, PermissionError],
  [404, NotFoundError],
  [410, NotFoundError],
  [405, ValidationError],
  [409, ConflictError],
  [412, PreconditionError],
  [413, ValidationError],
  [415, ValidationError],
  [422, ValidationError],
  [429, RateLimitError],
  [500, ServerError],
  [503, ServerError],
])('status %d has a family of its own', async (status, Family) => {
  const error = await errorOf(problem(status));
  expect(error).toBeInstanceOf(Family);
  expect(error).toBeInstanceOf(ParleyError);
  expect(error).toMatchObject({ name: Family.name, status, message: 'A: B' });
  const others = [ValidationError, NotFoundError, ServerError, ConflictError];
  for (const other of others) expect(error instanceof other).toBe(other === Family);
});

test('no connection and no answer in time are families too', async () => {
  const cut: Fetch = async () => {
    throw new TypeError('fetch failed');
  };
  expect(await errorOf(cut)).toBeInstanceOf(ConnectionError);
  const silent: Fetch = (request) =>
    new Promise((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
    });
  expect(await errorOf(silent, 10)).toBeInstanceOf(TimeoutError);
});

test('429 and 503 tell how long to wait', async () => {
  expect(await errorOf(problem(429, { 'retry-after': '90' }))).toMatchObject({
    retryAfterSeconds: 90,
  });
  expect(await errorOf(problem(503))).toMatchObject({ retryAfterSeconds: null });
});

test('a 404 from something in between is not taken for a thing that is not there', async () => {
  const error = await errorOf(async () => new Response('<h1>No</h1>', { status: 404 }));
  expect(error).not.toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ code: 'unexpected-answer' });
});

test('errors of another copy of the package are known, a subclass of yours knows its own', () => {
  const copied = Object.assign(new Error('x'), {
    [Symbol.for('@parley/sdk/error-family')]: 'ConflictError',
  });
  expect(copied).toBeInstanceOf(ConflictError);
  expect(copied).toBeInstanceOf(ParleyError);
  expect(copied).not.toBeInstanceOf(NotFoundError);
  expect([isParleyError(copied), isParleyError(new Error('x')), isParleyError(null)]).toEqual([
    true,
    false,
    false,
  ]);
  class Mine extends ConflictError {}
  expect(new ConflictError('already-booked', 'x')).not.toBeInstanceOf(Mine);
  expect(new Mine('already-booked', 'x')).toBeInstanceOf(ConflictError);
});

test.each([
  [{ baseUrl: 'http://parley.example', apiKey: '' }],
  [{ baseUrl: 'parley.example', apiKey: 'k' }],
  [{ baseUrl: '', apiKey: 'k' }],
])('a client is not made of %j', (options) => {
  expect(() => createParley(options)).toThrow(TypeError);
});
