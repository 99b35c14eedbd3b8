/**
 * `npm run gallery -- [--only <word>] [--quick]`: pictures of every page and every mail, and the
 * files they are of, in `gallery/`; `gallery/index.html` shows them. Needs nothing running.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { serverVariable, startTestServer } from '../house/test-server.ts';
import { openPageHouse, type PageHouse } from '../pages/page-house.ts';
import { openCamera } from './camera.ts';
import { type Caption, openSight } from './open-sights.ts';
import { listShots, type Shot } from './shots.ts';
import { writeIndex } from './write-index.ts';

process.env.TZ = 'UTC';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
  },
});
const folder = new URL('../../gallery/', import.meta.url);
const startedAt = performance.now();

async function takeAll(house: PageHouse, shots: readonly Shot[]): Promise<number> {
  const captions = new Map<string, Caption>();
  let wrong = 0;
  const camera = await openCamera();
  try {
    for (const [path, some] of Map.groupBy(shots, (shot) => shot.path)) {
      const [first] = some;
      if (first === undefined) continue;
      const opened = await openSight(house, first, folder);
      captions.set(path, opened.caption);
      for (const complaint of await camera.take(opened, some, folder)) {
        process.stderr.write(`${complaint}\n`);
        wrong += 1;
      }
    }
  } finally {
    await camera.close();
  }
  await writeFile(new URL('index.html', folder), writeIndex(shots, captions));
  return wrong;
}

const shots = listShots({ only: options.only, isQuick: options.quick });
if (shots.length === 0) throw new Error(`nothing is called ${options.only}`);
await rm(folder, { recursive: true, force: true });
for (const kind of ['pages', 'mails'])
  await mkdir(new URL(`${kind}/`, folder), { recursive: true });
const server = await startTestServer();
try {
  process.env[serverVariable] = server.serverUrl;
  const house = await openPageHouse();
  try {
    await house.db.pool.query('update applications set brand = $1', [
      { productName: 'OphthalmoPro', supportEmail: 'help@ophthalmo.example' },
    ]);
    // What a browser refuses is a mistake of ours: the pages' own policy is in force here.
    process.exitCode = (await takeAll(house, shots)) === 0 ? 0 : 1;
  } finally {
    await house.close();
  }
} finally {
  await server.stop();
}
const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(`${shots.length} pictures in ${seconds} s: gallery/index.html\n`);
