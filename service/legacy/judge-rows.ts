import type { Queryable } from '../db/transaction.ts';
import type { ImportedRoom } from '../rooms/import-room.ts';
import type { LegacyRow, Note, RowFate } from './legacy-row.ts';
import { findBroughtIn, findTakenUids, type LegacySource, type TakenUid } from './legacy-store.ts';
import { type People, type ReadingRules, readRow } from './read-row.ts';

/** A row that can come in. */
export interface Newcomer {
  readonly legacyId: string;
  readonly room: ImportedRoom;
  readonly notes: readonly Note[];
}

/** What is to become of a row: it comes in, or its fate is known already. */
export type Verdict = { readonly newcomer: Newcomer } | { readonly fate: RowFate };

export interface Batch {
  readonly rows: readonly LegacyRow[];
  readonly people: People;
  /** Id of the row before the first: ids come in order, so a second one follows its first. */
  readonly idBefore: string | null;
}

/**
 * Judges the rows of a batch by what they say and by what Parley has, in their order: of two rows
 * that want one UID the first gets it.
 */
export async function judgeRows(
  q: Queryable,
  source: LegacySource,
  rules: ReadingRules,
  { rows, people, idBefore }: Batch,
): Promise<Verdict[]> {
  const ids = rows.flatMap(({ id }) => id ?? []);
  const broughtIn = await findBroughtIn(q, source, ids);
  const read = rows.map((row, index) => {
    const last = index === 0 ? idBefore : rows[index - 1]?.id;
    return row.id !== null && row.id === last
      ? { fate: left('id-duplicate') }
      : readNew(row, broughtIn, people, rules);
  });
  const uids = read.flatMap((one) => ('newcomer' in one ? [one.newcomer.room.icsUid] : []));
  const taken = await findTakenUids(q, source.applicationId, uids);
  return read.map((one) => ('newcomer' in one ? judgeUid(one, taken) : one));
}

const left = (reason: Extract<RowFate, { outcome: 'left' }>['reason']): RowFate => ({
  outcome: 'left',
  reason,
});

function readNew(
  row: LegacyRow,
  broughtIn: ReadonlyMap<string, string>,
  people: People,
  rules: ReadingRules,
): Verdict {
  const roomId = broughtIn.get(row.id ?? '');
  if (roomId !== undefined) return { fate: { outcome: 'brought-in-before', roomId } };
  const reading = readRow(row, people, rules);
  if ('room' in reading) return { newcomer: { legacyId: row.id ?? '', ...reading } };
  const { reason } = reading;
  return { fate: reason === 'before-since' ? { outcome: 'skipped', reason } : left(reason) };
}

/** Whoever gets a UID keeps it from the rows after: `taken` is what they see. */
function judgeUid(
  verdict: Extract<Verdict, { newcomer: unknown }>,
  taken: Map<string, TakenUid>,
): Verdict {
  const { icsUid } = verdict.newcomer.room;
  const by = taken.get(icsUid);
  if (by === undefined) {
    taken.set(icsUid, { roomId: '', isOwn: true, isLegacy: true });
    return verdict;
  }
  if (!by.isOwn) return { fate: left('uid-of-another-application') };
  if (by.isLegacy) return { fate: left('uid-duplicate') };
  return { fate: { outcome: 'already-here', roomId: by.roomId } };
}
