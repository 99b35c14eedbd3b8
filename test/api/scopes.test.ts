import { isOperators, operations } from '../contract/document.ts';
import { type Scene, scenes } from '../contract/scenes.ts';
import { type ApiHouse, openApiHouse } from './api-house.ts';

/** What a key may do, for every operation of the document. */

let house: ApiHouse;
const keys = { read: '', write: '' };
beforeAll(async () => {
  house = await openApiHouse(undefined, { validateResponses: false });
  keys.read = await house.addKey(['read']);
  keys.write = await house.addKey(['write']);
});
afterAll(() => house.close());

const named = operations.map((one) => [one.operation.operationId, one] as const);

async function ask(operationId: string, method: string, key: string) {
  const scene: Scene | undefined = await scenes[operationId]?.(house);
  if (scene === undefined) throw new Error(`no scene for ${operationId}`);
  const before = await house.countRows();
  const options = { key, ...(scene.body === undefined ? {} : { body: scene.body }) };
  const { status, json } = await house.call(method, scene.path, options);
  return { status, code: json?.code, before };
}

describe.each(named)('%s', (operationId, { method, operation }) => {
  if (isOperators(operation)) {
    test.each(['read', 'write'] as const)('is not for a key that may %s', async (scope) => {
      const answer = await ask(operationId, method, keys[scope]);
      expect(answer).toMatchObject({ status: 401, code: 'unauthorized' });
      expect(await house.countRows()).toEqual(answer.before);
    });
    return;
  }

  const [needed, other] =
    method === 'GET' ? (['read', 'write'] as const) : (['write', 'read'] as const);

  test(`is done for a key that may ${needed}`, async () => {
    expect((await ask(operationId, method, keys[needed])).status).toBeLessThan(300);
  });

  test(`is refused to a key that may only ${other}, and changes nothing`, async () => {
    const answer = await ask(operationId, method, keys[other]);
    expect(answer).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await house.countRows()).toEqual(answer.before);
  });

  test('is not for the operator’s key', async () => {
    const answer = await ask(operationId, method, house.adminKey);
    expect(answer).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await house.countRows()).toEqual(answer.before);
  });
});
