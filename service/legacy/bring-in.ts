import { isConflict, isDatabaseAway, isServerAnswer } from '../db/database-away.ts';
import { type Database, inTransaction, type Queryable, type Tx } from '../db/transaction.ts';
import type { Clock } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import { type Batch, judgeRows, type Newcomer, type Verdict } from './judge-rows.ts';
import type { RowFate } from './legacy-row.ts';
import {
  findDryRunUids,
  type LegacySource,
  recordBroughtIn,
  rememberDryRunUids,
} from './legacy-store.ts';
import type { ReadingRules } from './read-row.ts';

/** Decides the fates of a batch, one for each row; `most` rooms come in, the rows after wait. */
export type BringIn = (batch: Batch, most: number) => Promise<RowFate[]>;

interface BringInDeps {
  readonly database: Database;
  readonly waist: Waist;
  readonly clock: Clock;
  readonly source: LegacySource;
  readonly rules: ReadingRules;
  /** Names this run in the history of each room. */
  readonly runId: string;
}

const conflictRetries = 3;

/**
 * Brings in each batch by one transaction, with the note that it was: a run that is killed leaves
 * whole batches. Should the database refuse a row for what no rule foresees, the batch is halved
 * until that row is alone, and left.
 */
export function createBringIn(deps: BringInDeps): BringIn {
  const { database, source, rules } = deps;
  const attempt = (batch: Batch, most: number) =>
    inTransaction(database, 'bring-in-legacy-rooms', async (tx) =>
      settle(deps, tx, upTo(most, await judgeRows(tx, source, rules, batch))),
    );

  async function bringIn(batch: Batch, most: number, tries = 0): Promise<RowFate[]> {
    try {
      return await attempt(batch, most);
    } catch (error) {
      if (isConflict(error) && tries < conflictRetries) return bringIn(batch, most, tries + 1);
      if (!isServerAnswer(error) || isDatabaseAway(error)) throw error;
      if (batch.rows.length === 1) return [{ outcome: 'left', reason: 'refused-by-database' }];
      const [first, second] = halve(batch);
      const fates = await bringIn(first, most);
      const rest = most - fates.filter(({ outcome }) => outcome === 'brought-in').length;
      return [...fates, ...(rest > 0 ? await bringIn(second, rest) : [])];
    }
  }
  return (batch, most) => bringIn(batch, most);
}

/** Tells what would become of the rows; on a connection that `beginDryRun` has prepared. */
export function createDryRun(q: Queryable, source: LegacySource, rules: ReadingRules): BringIn {
  return async (batch, most) => {
    const judged = await judgeRows(q, source, rules, batch);
    const uids = newcomersOf(judged).map(({ room }) => room.icsUid);
    const earlier = await findDryRunUids(q, uids);
    const verdicts = upTo(
      most,
      judged.map((one): Verdict => {
        if (!('newcomer' in one) || !earlier.has(one.newcomer.room.icsUid)) return one;
        return { fate: { outcome: 'left', reason: 'uid-duplicate' } };
      }),
    );
    await rememberDryRunUids(
      q,
      newcomersOf(verdicts).map(({ room }) => room.icsUid),
    );
    return verdicts.map((one) =>
      'fate' in one ? one.fate : { outcome: 'would-come-in', notes: one.newcomer.notes },
    );
  };
}

async function settle(
  { waist, clock, source, runId }: BringInDeps,
  tx: Tx,
  verdicts: readonly Verdict[],
): Promise<RowFate[]> {
  const newcomers = newcomersOf(verdicts);
  if (newcomers.length === 0) return verdicts.flatMap((one) => ('fate' in one ? [one.fate] : []));
  const rooms = newcomers.map(({ room }) => room);
  const outcomes = await waist.import(tx, source.applicationId, rooms, causeOf(runId));
  const fates = new Map<Newcomer, RowFate>();
  const broughtIn: { legacyId: string; roomId: string }[] = [];
  for (const [index, newcomer] of newcomers.entries()) {
    const { legacyId, notes } = newcomer;
    const { status, roomId } = outcomes[index] ?? { status: 'exists', roomId: '' };
    // Between the look and the import somebody else may have brought it in through the API.
    if (status === 'exists') fates.set(newcomer, { outcome: 'already-here', roomId });
    else {
      fates.set(newcomer, { outcome: 'brought-in', roomId, notes });
      broughtIn.push({ legacyId, roomId });
    }
  }
  await recordBroughtIn(tx, source, broughtIn, clock.now());
  return verdicts.flatMap((one) => ('fate' in one ? one.fate : (fates.get(one.newcomer) ?? [])));
}

const newcomersOf = (verdicts: readonly Verdict[]): Newcomer[] =>
  verdicts.flatMap((one) => ('newcomer' in one ? [one.newcomer] : []));

/** The verdicts until so many come in; what follows is for another run. */
function upTo(most: number, verdicts: readonly Verdict[]): readonly Verdict[] {
  let room = most;
  const end = verdicts.findIndex((one) => {
    if ('newcomer' in one) room -= 1;
    return room < 0;
  });
  return end === -1 ? verdicts : verdicts.slice(0, end);
}

function halve({ rows, people, idBefore }: Batch): [Batch, Batch] {
  const middle = Math.floor(rows.length / 2);
  return [
    { rows: rows.slice(0, middle), people, idBefore },
    { rows: rows.slice(middle), people, idBefore: rows[middle - 1]?.id ?? null },
  ];
}

const causeOf = (runId: string): Cause => ({
  channel: 'job',
  actor: null,
  requestId: runId,
  inboundMailId: null,
  linkId: null,
  outboxId: null,
});
