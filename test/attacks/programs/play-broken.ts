/**
 * Plays forgeries and replays against copies of the service that are broken on purpose: of each
 * one source is changed while it is loaded, so that everything else is the very service. Prints
 * for each copy what should not have happened.
 */

import { registerHooks } from 'node:module';
import { openParser } from '../attack-house.ts';
import type { BrokenService } from '../broken-service.ts';

const copies: readonly BrokenService[] = JSON.parse(process.argv[2] ?? '[]');
const root = new URL('../../../', import.meta.url).href;
const broken = new Set<string>();

/** The modules of one copy bear its number, and so do those that they import. */
const copyOf = (url: string | undefined) => new URL(url ?? root).searchParams.get('copy');

registerHooks({
  resolve(name, context, nextResolve) {
    const resolved = nextResolve(name, context);
    const copy = copyOf(context.parentURL);
    const isOurs = resolved.url.startsWith(root) && !resolved.url.includes('/node_modules/');
    return copy && isOurs ? { ...resolved, url: `${resolved.url}?copy=${copy}` } : resolved;
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const copy = copyOf(url);
    const change = copies[Number(copy)];
    if (!copy || url !== `${root}${change?.file}?copy=${copy}`) return loaded;
    const pieces = String(loaded.source).split(change?.text ?? '');
    // The control would control nothing: the source no longer says what was to be broken.
    if (pieces.length !== 2) throw new Error(`${change?.file} does not say once: ${change?.text}`);
    broken.add(copy);
    return { ...loaded, source: pieces.join(change?.instead) };
  },
});

/** Everything of the copy of this number, loaded anew. */
async function loadCopy(copy: string) {
  const load = <T>(file: string): Promise<T> => import(`../${file}.ts?copy=${copy}`);
  return {
    ...(await load<typeof import('../attack-house.ts')>('attack-house')),
    ...(await load<typeof import('../forgeries.ts')>('forgeries')),
    ...(await load<typeof import('../play-forgeries.ts')>('play-forgeries')),
    ...(await load<typeof import('../play-replays.ts')>('play-replays')),
  };
}

const door = openParser();
const all: string[][] = [];
for (const copy of copies.keys()) {
  const { forgeries, openAttackHouse, playForgeries, playReplays } = await loadCopy(String(copy));
  if (!broken.has(String(copy))) throw new Error(`${copies[copy]?.file} was not loaded`);
  const some = forgeries.filter(
    ({ door: at, evidence, from, says }) =>
      (at === 'guest' || at === 'host') &&
      says === 'DECLINED' &&
      (evidence === 'none' || (evidence === 'fail' && at === from)),
  );
  const house = await openAttackHouse({
    ...door,
    parser: { ...door.parser, close: async () => {} },
  });
  all.push([...(await playForgeries(house, some)), ...(await playReplays(house))]);
  await house.close();
}
await door.parser.close();
process.stdout.write(JSON.stringify(all));
