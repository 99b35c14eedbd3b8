import { parseArgs } from 'node:util';
import type { Waist } from '../rooms/apply.ts';
import { noteMove, type RestoreDeps, restore, sendAgain, standAlone } from './restore.ts';
import { writeReport } from './write-report.ts';

/** What an operator asked for after `restored`. */
export type RestoredWish =
  | { readonly nothingLost: true }
  | {
      readonly nothingLost: false;
      readonly backupAt: Date;
      readonly sequenceGap: number;
      readonly asJson: boolean;
      /** Null: nobody; an empty list: everybody. */
      readonly sendAgainTo: readonly string[] | null;
    };

const restoredUsage = `Usage: npm run restored -- --at <time of the backup> [options]
       npm run restored -- --nothing-lost

  --at <time>          when the backup was taken, as 2027-03-01T09:00:00Z
  --gap <number>       by how much SEQUENCE is raised (1000)
  --send-again <what>  "all" or ids of rooms, comma-separated: who is told how it stands now
  --json               the whole report as JSON
  --nothing-lost       the database was moved or its server upgraded; no commit is missing
`;

/** A mistake in the words of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super(`${message}\n\n${restoredUsage}`);
  }
}

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads the words behind `restored`; throws `UsageError`. */
export function readRestored(words: readonly string[], now: Date): RestoredWish {
  const values = parse(words);
  const { at, gap = '1000' } = values;
  if (values['nothing-lost'] === true) {
    if (Object.keys(values).length > 1) throw new UsageError('--nothing-lost stands alone');
    return { nothingLost: true };
  }
  const backupAt = new Date(at !== undefined && timePattern.test(at) ? at : Number.NaN);
  if (Number.isNaN(backupAt.getTime())) throw new UsageError('--at needs a time with its zone');
  if (backupAt > now) throw new UsageError('--at lies in the future');
  const sequenceGap = /^\d{1,7}$/.test(gap) ? Number(gap) : 0;
  if (sequenceGap < 1 || sequenceGap > 1_000_000) {
    throw new UsageError('--gap is a number from 1 to 1000000');
  }
  const sendAgainTo = readRooms(values['send-again']);
  return { nothingLost: false, backupAt, sequenceGap, asJson: values.json === true, sendAgainTo };
}

function parse(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        at: { type: 'string' },
        gap: { type: 'string' },
        json: { type: 'boolean' },
        'send-again': { type: 'string' },
        'nothing-lost': { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readRooms(word: string | undefined): readonly string[] | null {
  if (word === undefined) return null;
  if (word === 'all') return [];
  const ids = word.split(',').map((one) => one.trim());
  if (ids.every((id) => idPattern.test(id))) return ids;
  throw new UsageError('--send-again is "all" or ids of rooms');
}

/** Does it and returns what is to be printed. Rejects with `NotAlone`. */
export async function runRestored(
  deps: RestoreDeps & { readonly waist: Pick<Waist, 'resend'> },
  wish: RestoredWish,
): Promise<string> {
  await standAlone(deps.database);
  if (wish.nothingLost) {
    await noteMove(deps);
    return 'Noted: this is the database that is written to from now on.\n';
  }
  const report = await restore(deps, wish.backupAt, wish.sequenceGap);
  const rooms = wish.sendAgainTo;
  const sent = rooms && (await sendAgain(deps, rooms.length === 0 ? null : rooms));
  if (wish.asJson) return `${JSON.stringify({ ...report, sentAgain: sent }, null, 2)}\n`;
  return writeReport(report, sent);
}
