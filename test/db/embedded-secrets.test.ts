import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseConfig } from '../../service/config.ts';
import { readOrMakeSecrets } from '../../service/db/embedded-secrets.ts';
import { createTestRandom } from '../house/test-random.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-secrets-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('secrets are made once and kept for their owner only', async () => {
  const made = await readOrMakeSecrets(dir, createTestRandom('one'));
  expect(await readOrMakeSecrets(dir, createTestRandom('two'))).toEqual(made);
  expect((await stat(join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('two first starts at once go on with the same secrets', async () => {
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, i) => readOrMakeSecrets(dir, createTestRandom(String(i)))),
  );
  expect(new Set(made.map((secrets) => secrets.apiKey)).size).toBe(1);
});

test('what is made is what the configuration would accept', async () => {
  const { tokenSecrets, adminKey, apiKey } = await readOrMakeSecrets(dir, createTestRandom());
  const env = { TOKEN_SECRETS: tokenSecrets, PARLEY_ADMIN_KEY: adminKey, PARLEY_API_KEY: apiKey };
  expect(parseConfig(env)).toMatchObject({ tokenSecrets, adminKey, apiKey });
  expect(new Set(Object.values(env)).size).toBe(3);
});

test.each(['', '{', '{"tokenSecrets":"k1:x"}', 'null'])(
  'a damaged file (%j) is never replaced',
  async (text) => {
    await writeFile(join(dir, 'secrets.json'), text);
    await expect(readOrMakeSecrets(dir, createTestRandom())).rejects.toThrow('is damaged');
  },
);
