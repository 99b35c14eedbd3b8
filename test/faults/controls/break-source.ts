import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import type { BrokenService } from '../../attacks/broken-service.ts';

const root = new URL('../../../', import.meta.url);

/**
 * From now on these sources of the service are read with one expression changed; nothing of it may
 * have been loaded before. Throws when a source no longer says what is to be broken: the control
 * would control nothing. The returned function throws when one was never loaded.
 */
export function breakSources(changes: readonly BrokenService[]): () => void {
  const sources = new Map<string, string>();
  for (const { file, text, instead } of changes) {
    const { href } = new URL(file, root);
    const pieces = (sources.get(href) ?? readFileSync(new URL(href), 'utf8')).split(text);
    if (pieces.length !== 2) throw new Error(`${file} does not say once: ${text}`);
    sources.set(href, pieces.join(instead));
  }
  const left = new Set(sources.keys());
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const source = sources.get(url);
      left.delete(url);
      return source === undefined ? loaded : { ...loaded, source };
    },
  });
  return () => {
    if (left.size > 0) throw new Error(`never loaded: ${[...left].join()}`);
  };
}
