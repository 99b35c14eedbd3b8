import express from 'express';
import request from 'supertest';
import { contractValidators, readContract } from '../../service/api/contract.ts';
import { problems } from '../../service/api/problems.ts';
import { linkProblems } from '../../service/pages/link-problem.ts';
import { type ApiHouse, openApiHouse } from '../api/api-house.ts';
import {
  document,
  isOperators,
  operations,
  problemsOf,
  successTypeOf,
  takesHeader,
} from './document.ts';
import { type Scene, scenes } from './scenes.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const named = operations.map((one) => [one.operation.operationId, one] as const);
const bodyOf = (scene: Scene) => (scene.body === undefined ? {} : { body: scene.body });

async function setScene(operationId: string): Promise<Scene> {
  const scene = scenes[operationId];
  if (scene === undefined) throw new Error(`no scene for ${operationId}`);
  return scene(house);
}

describe.each(named)('%s', (operationId, { path, method, operation }) => {
  /** With the key that opens this door; `otherKey` is one that does not, or to nothing of ours. */
  const optionsOf = (scene: Scene) => ({
    ...bodyOf(scene),
    key: isOperators(operation) ? house.adminKey : house.key,
  });

  /** The validator of answers turns what the document does not describe into a 500. */
  function expectDocumented(answer: { status: number; json: { code?: string } | null }): void {
    expect(Object.keys(operation.responses)).toContain(String(answer.status));
    if (answer.status < 400) return;
    const codes = problemsOf(operation).map(({ example }) => example?.code);
    expect(codes).toContain(answer.json?.code);
  }

  test('succeeds as documented', async () => {
    const scene = await setScene(operationId);
    const answer = await house.call(method, scene.path, optionsOf(scene));
    expect(answer.status).toBeLessThan(300);
    const [type] = (answer.headers.get('content-type') ?? '').split(';');
    expect(type).toBe(successTypeOf(operation));
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expectDocumented(answer);
  });

  test('is answered with 401 without a key', async () => {
    const scene = await setScene(operationId);
    const answer = await house.call(method, scene.path, { ...optionsOf(scene), key: null });
    expect(answer.status).toBe(401);
    expectDocumented(answer);
  });

  test('is answered with 400 when it is not what the document describes', async () => {
    const scene = await setScene(operationId);
    const mark = scene.path.includes('?') ? '&' : '?';
    const answer = await house.call(method, `${scene.path}${mark}surprise=1`, optionsOf(scene));
    expect(answer.status).toBe(400);
    expectDocumented(answer);
    if (scene.body === undefined) return;
    const body = { ...(scene.body as object), surprise: 1 };
    expectDocumented(await house.call(method, scene.path, { ...optionsOf(scene), body }));
  });

  test('does not know the things of another application', async () => {
    const scene = await setScene(operationId);
    const options = { ...optionsOf(scene), key: house.otherKey };
    const answer = await house.call(method, scene.path, options);
    if (isOperators(operation)) expect(answer.status).toBe(401);
    else if (path.includes('{')) expect(answer.status).toBe(404);
    expectDocumented(answer);
  });

  test('says which problems it has, each under its own status', () => {
    for (const { status, example } of problemsOf(operation)) {
      expect(example).toBeDefined();
      expect([example?.code, example?.status]).toEqual([example?.code, status]);
    }
  });

  if (method === 'GET') return;

  test('takes an idempotency key and replays its answer byte for byte', async () => {
    expect(takesHeader(operation, 'Idempotency-Key')).toBe(true);
    const scene = await setScene(operationId);
    const headers = { 'idempotency-key': `contract-${operationId}` };
    const first = await house.call(method, scene.path, { ...optionsOf(scene), headers });
    const before = await house.countRows();
    const again = await house.call(method, scene.path, { ...optionsOf(scene), headers });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await house.countRows()).toEqual(before);
  });
});

describe('the document', () => {
  test('has the same problem codes as the service, with the same status and title', () => {
    expect([...(document.components.schemas.ProblemCode?.enum ?? [])].sort()).toEqual(
      Object.keys(problems).sort(),
    );
    const told = operations.flatMap(({ operation }) => problemsOf(operation));
    for (const { example } of told) {
      if (example === undefined) throw new Error('a problem without an example');
      const [status, title, detail] = problems[example.code as keyof typeof problems];
      expect(example).toMatchObject({ status, title, detail });
    }
  });

  test('one code means the same at every door', () => {
    for (const [code, [status, title]] of Object.entries(linkProblems)) {
      const known = Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : null;
      if (known) expect([code, status, title]).toEqual([code, known[0], known[1]]);
    }
  });

  test('names every operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(scenes).sort()).toEqual([...names].sort());
  });

  test('is served as JSON, without a key', async () => {
    const answer = await house.call('GET', '/openapi.json', { key: null });
    expect(answer.json).toEqual(JSON.parse(JSON.stringify(readContract())));
  });

  test.each<[string, (res: express.Response) => void, string]>([
    ['a member', (res) => res.json({ data: [{ id: 7 }], nextCursor: null }), 'data/data/0'],
    ['a status', (res) => res.status(418).json({}), 'there is no answer 418'],
    ['a type', (res) => res.type('application/xml').json({}), 'is of type application/xml'],
  ])(
    'is what answers are held against: %s it does not know is an error',
    async (_, answer, why) => {
      const app = express();
      app.use(...contractValidators(true));
      app.get('/v1/rooms', (_req, res) => answer(res));
      app.use(((error, _req, res, _next) => {
        res.status(500).send(String(error.message));
      }) as express.ErrorRequestHandler);
      const told = await request(app).get('/v1/rooms');
      expect(told.status).toBe(500);
      expect(told.text).toContain(why);
    },
  );
});
