import { type Documented, isOperators, operations, takesHeader } from '../contract/document.ts';
import { freeQueryOf, idPathsOf, isParameter, setAt } from '../contract/request-fields.ts';
import { type Scene, scenes } from '../contract/scenes.ts';
import { type ApiHouse, openApiHouse } from './api-house.ts';
import { handlesIn, idsIn, openWorld, rowsOf, type World } from './worlds.ts';

/**
 * What one application does can neither read nor change anything of another. Every operation of
 * the document is tried; how it is asked comes from its scene, and what to try from its schemas.
 */

let house: ApiHouse;
beforeAll(async () => {
  // The contract test holds the answers against the document; here it would take half the time.
  house = await openApiHouse(undefined, { validateResponses: false });
});
afterAll(() => house.close());

const named = operations
  .filter(({ operation }) => !isOperators(operation))
  .map((one) => [one.operation.operationId, one] as const);

const word = 'Aureole';
const key = 'the-same-key';
/** Every row of ours that there was before the others asked. */
const all: string[] = [];

interface Stage {
  readonly ours: World;
  readonly theirs: World;
  readonly scene: Scene;
  readonly theirScene: Scene;
  readonly before: readonly string[];
}

/** Two applications that both have what the operation needs. */
async function setStage(operationId: string): Promise<Stage> {
  const scene = sceneOf(operationId);
  const ours = await openWorld(house, word);
  const theirs = await openWorld(house, 'Borealis');
  const theirScene = await scene(theirs.house);
  const stage = { ours, theirs, scene: await scene(ours.house), theirScene };
  const before = await rowsOf(ours);
  all.push(...before);
  return { ...stage, before };
}

function sceneOf(operationId: string): (house: ApiHouse) => Promise<Scene> {
  const scene = scenes[operationId];
  if (scene === undefined) throw new Error(`no scene for ${operationId}`);
  return scene;
}

/** Asks as the other application; no answer may hold anything of ours but what was asked with. */
async function ask(
  { theirs, before }: Pick<Stage, 'theirs' | 'before'>,
  method: string,
  { path, body }: Scene,
  headers: Record<string, string> = {},
) {
  const options = { headers, ...(body === undefined ? {} : { body }) };
  const answer = await theirs.house.call(method, path, options);
  const asked = idsIn(`${decodeURIComponent(path)} ${write(body)}`);
  const ours = new Set(idsIn(before.join('\n')));
  const seen = idsIn(answer.text).filter((id) => ours.has(id) && !asked.includes(id));
  expect([method, path, seen]).toEqual([method, path, []]);
  expect(answer.text).not.toContain(word);
  return answer;
}

/** Their own path with one of our ids in it, for each id a path has; and the path that is all ours. */
function foreignPaths({ scene, theirScene }: Stage, template: string): string[] {
  const [ours = [], theirs = []] = [scene, theirScene].map(({ path }) => path.split('/'));
  const places = template.split('/').flatMap((part, at) => (isParameter(part) ? [at] : []));
  const mixed = places.map((at) => theirs.with(at, ours[at] ?? '').join('/'));
  return [...new Set([...mixed, ...(places.length > 0 ? [scene.path] : [])])];
}

const write = (body: unknown): string => JSON.stringify(body) ?? '';

function withQuery({ path, body }: Scene, name: string, value: string): Scene {
  const [place, query] = path.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return { path: `${place}?${parameters}`, body };
}

describe.each(named)('%s by another application', (operationId, { path, method, operation }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(operationId);
  });

  /** By our ids everything is asked before anything of theirs is used up. */
  if (path.includes('{')) {
    test('does not know our ids in its path, whatever else it is asked with', async () => {
      const bodies = new Map(
        [stage.scene, stage.theirScene].map(({ body }) => [write(body), body]),
      );
      for (const foreign of foreignPaths(stage, path)) {
        for (const body of bodies.values()) {
          for (const headers of headersOf(operation)) {
            const answer = await ask(stage, method, { path: foreign, body }, headers);
            expect([foreign, answer.status]).toEqual([foreign, 404]);
          }
        }
      }
      expect(await rowsOf(stage.ours)).toEqual(stage.before);
    });
  }

  const queries = freeQueryOf(operation);
  const places = idPathsOf(operation);
  if (queries.length + places.length > 0) {
    test('finds nothing by our ids in its query or its body', async () => {
      const { theirScene, before } = stage;
      for (const handle of handlesIn(before)) {
        for (const name of queries) {
          await ask(stage, method, withQuery(theirScene, name, handle));
        }
        for (const place of places) {
          await ask(stage, method, { ...theirScene, body: setAt(theirScene.body, place, handle) });
        }
      }
      expect(await rowsOf(stage.ours)).toEqual(before);
    });
  }

  test('answers their own request with their own things, and leaves ours as they are', async () => {
    const answer = await ask(stage, method, stage.theirScene);
    expect(answer.status).toBeLessThan(300);
    expect(await rowsOf(stage.ours)).toEqual(stage.before);
  });

  if (queries.includes('cursor')) {
    test('finds nothing of ours behind our own place in a list', async () => {
      const { ours, theirScene } = stage;
      const scene = await sceneOf(operationId)(ours.house);
      const first = await ours.house.call(method, withQuery(scene, 'limit', '1').path);
      expect(first.status).toBe(200);
      const now = { ...stage, before: await rowsOf(ours) };
      // Null where the list is a room's and short.
      if (first.json.nextCursor === null) return;
      await ask(now, method, withQuery(theirScene, 'cursor', first.json.nextCursor));
    });
  }

  if (method === 'GET') return;

  test('knows nothing of our idempotency keys, nor disturbs them', async () => {
    const { ours, scene, theirScene } = stage;
    const headers = { 'idempotency-key': key };
    const body = scene.body === undefined ? {} : { body: scene.body };
    const first = await ours.house.call(method, scene.path, { ...body, headers });
    expect(first.status).toBeLessThan(300);
    const now = { ...stage, before: await rowsOf(ours) };
    // The very request that we made, which a shared key would answer as it answered us.
    const copied = await ask(now, method, scene, headers);
    expect(copied.headers.get('idempotent-replayed')).toBeNull();
    if (path.includes('{')) {
      expect(copied.status).toBe(404);
      const own = await ask(now, method, theirScene, headers);
      expect(own.headers.get('idempotent-replayed')).toBeNull();
      expect(own.json?.code).not.toBe('idempotency-key-reused');
    }
    const again = await ours.house.call(method, scene.path, { ...body, headers });
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect(await rowsOf(ours)).toEqual(now.before);
  });
});

/** With nothing special, and with what may lead around a check. */
function headersOf(operation: Documented['operation']): Record<string, string>[] {
  const match = takesHeader(operation, 'If-Match') ? { 'if-match': '*' } : {};
  const once = takesHeader(operation, 'Idempotency-Key') ? { 'idempotency-key': key } : {};
  const headers = { ...match, ...once };
  return Object.keys(headers).length > 0 ? [{}, headers] : [{}];
}

test('no list of another application shows anything of ours', async () => {
  const theirs = await openWorld(house, 'Borealis');
  for (const [, { path, method }] of named) {
    if (method !== 'GET' || path.includes('{')) continue;
    const answer = await ask({ theirs, before: all }, method, { path });
    expect([path, answer.status]).toEqual([path, 200]);
  }
});

test('metrics name no application, no thing and no person', async () => {
  const text = await house.metrics.render();
  expect(text).toContain('parley_http_request_seconds');
  expect(idsIn(text)).toEqual([]);
  expect(text).not.toMatch(/@|Aureole|Borealis/);
});
