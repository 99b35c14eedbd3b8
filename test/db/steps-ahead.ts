import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../service/db/migrate.ts';

const ours = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What a later version of the service may do while this one runs: it only adds. */
const additions = `-- Up Migration
alter table rooms add column later_note text;
alter table messages add column later_mark integer not null default 0;
create table later_things (id uuid primary key, application_id uuid references applications (id));
create index rooms_later_note on rooms (application_id, later_note);
`;

/** Brings a database to the schema of a version that is one step ahead of this one. */
export async function migrateAhead(databaseUrl: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-steps-'));
  try {
    await cp(ours, dir, { recursive: true });
    await writeFile(join(dir, '9999_later.sql'), additions);
    await migrate(databaseUrl, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
