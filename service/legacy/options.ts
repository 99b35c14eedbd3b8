import { parseArgs } from 'node:util';
import { limits } from '../limits.ts';

/** The parts of an old room, under the names their columns have unless told otherwise. */
const roomParts = [
  'id',
  'host_id',
  'guest_id',
  'start_utc',
  'ics_uid',
  'duration_minutes',
  'ics_sequence',
] as const;
export type RoomPart = (typeof roomParts)[number];

/** What the operator asks for. Null: find it in the catalog. */
export interface LegacyOptions {
  readonly isApplied: boolean;
  /** Where the old tables are; null: in Parley's own database. */
  readonly fromUrl: string | null;
  readonly table: string;
  /** The name under which Parley remembers which rows it brought in. */
  readonly source: string | null;
  readonly applicationId: string | null;
  readonly columns: ReadonlyMap<RoomPart, string>;
  readonly statusColumn: string | null;
  readonly statusWords: ReadonlyMap<string, StatusWord>;
  readonly people: {
    readonly table: string | null;
    readonly id: string | null;
    readonly email: string | null;
    readonly name: string | null;
    readonly timeZone: string | null;
    readonly locale: string | null;
  };
  /** Sessions that start before it are skipped. */
  readonly since: Date | null;
  /** How many rooms one run brings in at most. */
  readonly limit: number | null;
  readonly batch: number;
  readonly reportPath: string | null;
}

/** What a word of the status column means. */
const meanings = ['open', 'booked', 'cancelled', 'as-guest'] as const;
export type StatusWord = (typeof meanings)[number];

/** Everything the operator has to tell or mend before it can begin, one sentence each. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(mistakes: readonly string[]) {
    const list = mistakes.map((one) => `  - ${one}`).join('\n');
    super(`The old rooms cannot be brought in:\n${list}\n(--help tells all options)`);
  }
}

export const usage = `npm run migrate:legacy -- [options]

Brings rooms of an application's own table into Parley. Without --apply it changes nothing and
tells what it would do. Nobody is mailed. It can be stopped and run again at any time.

  --apply                    do it
  --from <url>               the PostgreSQL that has the table (default: Parley's own)
  --table <name>             the table (default: practice_rooms)
  --column <part>=<column>   where a part of a room is, several times: ${roomParts.join(', ')}
  --status-column <column>   tells which rooms are cancelled (text, boolean or a time)
  --status <word>=<meaning>  what a word there means, several times: ${meanings.join(', ')}
  --people-table <name>      the table of people (default: where host_id leads, or users)
  --people-id, --people-email, --people-name, --people-time-zone, --people-locale <column>
                             its columns; a name may be two: first_name,last_name
  --application <id>         whose rooms they become (default: the only application)
  --source <name>            the name under which the rows are remembered (default: the table's)
  --since <time>             skips sessions that start before
  --limit <count>            brings in so many rooms at most
  --batch <count>            rows of one transaction (default: ${limits.legacyBatch})
  --report <file>            a line for each row: .csv or .ndjson (default: a new file here)
`;

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const known = {
  help: { type: 'boolean' },
  apply: { type: 'boolean' },
  from: text,
  table: text,
  column: texts,
  'status-column': text,
  status: texts,
  'people-table': text,
  'people-id': text,
  'people-email': text,
  'people-name': text,
  'people-time-zone': text,
  'people-locale': text,
  application: text,
  source: text,
  since: text,
  limit: text,
  batch: text,
  report: text,
} as const;

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const timePattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/;

/** Reads the command line; null: it asks for help. Throws one UsageError that has all mistakes. */
export function readOptions(args: readonly string[]): LegacyOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const mistakes: string[] = [];
  const count = (name: 'limit' | 'batch', most: number): number | null => {
    const value = values[name];
    if (value === undefined) return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (number < 1 || number > most) mistakes.push(`--${name} must be from 1 to ${most}`);
    return number;
  };
  const { application = null, source = null, since = null } = values;
  if (application !== null && !uuidPattern.test(application)) {
    mistakes.push('--application must be an id (a UUID)');
  }
  if (source !== null && (source === '' || source.length > 128)) {
    mistakes.push('--source must have 1 to 128 characters');
  }
  const isTime = since === null || (timePattern.test(since) && !Number.isNaN(Date.parse(since)));
  if (!isTime) mistakes.push('--since must be a date or an RFC 3339 time');
  if (values.from !== undefined && !/^postgres(ql)?:\/\//.test(values.from)) {
    mistakes.push('--from must begin with postgres://');
  }
  if (values.status && values['status-column'] === undefined) {
    mistakes.push('--status needs --status-column');
  }
  const options: LegacyOptions = {
    isApplied: values.apply ?? false,
    fromUrl: values.from ?? null,
    table: values.table ?? 'practice_rooms',
    source,
    applicationId: application,
    columns: pairs('column', values.column, roomParts, mistakes),
    statusColumn: values['status-column'] ?? null,
    statusWords: words(values.status, mistakes),
    people: {
      table: values['people-table'] ?? null,
      id: values['people-id'] ?? null,
      email: values['people-email'] ?? null,
      name: values['people-name'] ?? null,
      timeZone: values['people-time-zone'] ?? null,
      locale: values['people-locale'] ?? null,
    },
    since: since !== null && isTime ? new Date(since) : null,
    limit: count('limit', 999_999_999),
    batch: count('batch', limits.legacyBatchMax) ?? limits.legacyBatch,
    reportPath: values.report ?? null,
  };
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return options;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new UsageError([error instanceof Error ? error.message : String(error)]);
  }
}

/** `part=column`, as given; a part nobody knows is a mistake. */
function pairs<Key extends string>(
  option: string,
  given: readonly string[] = [],
  allowed: readonly Key[],
  mistakes: string[],
): ReadonlyMap<Key, string> {
  return new Map(
    given.flatMap((one) => {
      const [, left = '', right = ''] = /^([^=]+)=(.+)$/.exec(one) ?? [];
      const key = allowed.find((name) => name === left);
      if (key === undefined) mistakes.push(`--${option} ${one}: must be one of ${allowed}=…`);
      return key === undefined ? [] : [[key, right] as const];
    }),
  );
}

function words(given: readonly string[] = [], mistakes: string[]): LegacyOptions['statusWords'] {
  return new Map(
    given.flatMap((one) => {
      const [, left = '', right = ''] = /^([^=]+)=(.+)$/.exec(one) ?? [];
      const meaning = meanings.find((name) => name === right);
      if (meaning === undefined) mistakes.push(`--status ${one}: must be <word>=${meanings}`);
      return meaning === undefined ? [] : [[left.trim().toLowerCase(), meaning] as const];
    }),
  );
}
