import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One message of a corpus, as its `INDEX.tsv` tells of it. */
export interface Sample {
  readonly file: string;
  readonly kind: string;
  /** What whoever collected it says it must lead to, in words. */
  readonly expected: string;
  readonly method: string;
  readonly partstats: readonly string[];
  readonly raw: Buffer;
}

/**
 * The messages of a corpus folder: tab-separated columns file, source, kind, expected, method,
 * prodid, partstat, organizer, the first line naming them. Throws when the folder has no index or
 * a file of it is missing.
 */
export function readCorpus(folder: string): Sample[] {
  const index = join(folder, 'INDEX.tsv');
  if (!existsSync(index)) throw new Error(`${folder} has no INDEX.tsv`);
  const [heading = '', ...rows] = readFileSync(index, 'utf8').trim().split(/\r?\n/);
  const names = heading.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t').map((cell) => cell.replace(/^"(.*)"$/, '$1'));
    const cell = (name: string) => cells[names.indexOf(name)]?.replaceAll('""', '"') ?? '';
    const partstats = cell('partstat').split(',');
    return {
      file: cell('file'),
      kind: cell('kind'),
      expected: cell('expected'),
      method: cell('method'),
      partstats: partstats.filter((value) => value !== ''),
      raw: readFileSync(join(folder, cell('file'))),
    };
  });
}
