import { type FileHandle, open } from 'node:fs/promises';
import type { LegacyRow, RowFate } from './legacy-row.ts';

/** Longer ids are cut: what a report is for fits, and nothing makes it huge. */
const idLength = 255;

/** Takes down what became of each row: ids and codes, never a name or an address. */
export interface Report {
  add(rows: readonly LegacyRow[], fates: readonly RowFate[]): Promise<void>;
  readonly counts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Opens a report; its ending says whether it is CSV or NDJSON. Rejects when the file exists. */
export async function openReport(path: string): Promise<Report> {
  const isJson = /\.(ndjson|jsonl)$/i.test(path);
  const file: FileHandle = await open(path, 'wx', 0o600);
  if (!isJson) await file.appendFile('legacy_id,outcome,reason,room_id,notes\r\n');
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  return {
    counts,
    async add(rows, fates) {
      const lines = fates.map((fate, index) => {
        const line = toLine(rows[index]?.id ?? null, fate);
        count(line.outcome);
        if (line.reason !== null) count(`${line.outcome} ${line.reason}`);
        for (const note of line.notes) count(`note ${note}`);
        return isJson ? `${JSON.stringify(line)}\n` : toCsv(line);
      });
      await file.appendFile(lines.join(''));
    },
    close: () => file.close(),
  };
}

interface Line {
  readonly legacyId: string | null;
  readonly outcome: RowFate['outcome'];
  readonly reason: string | null;
  readonly roomId: string | null;
  readonly notes: readonly string[];
}

const toLine = (id: string | null, fate: RowFate): Line => ({
  legacyId: id?.slice(0, idLength) ?? null,
  outcome: fate.outcome,
  reason: 'reason' in fate ? fate.reason : null,
  roomId: 'roomId' in fate ? fate.roomId : null,
  notes: 'notes' in fate ? fate.notes : [],
});

const toCsv = ({ legacyId, outcome, reason, roomId, notes }: Line): string =>
  `${[quote(legacyId ?? ''), outcome, reason, roomId, notes.join(' ')].join(',')}\r\n`;

/** RFC 4180; an id that a spreadsheet would take for a formula is told to be text. */
function quote(id: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(id) && !/^-?\d+$/.test(id);
  const text = isFormula ? `'${id}` : id;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
