import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import { migrateLegacy } from '../../service/legacy/migrate-legacy.ts';
import { readOptions } from '../../service/legacy/options.ts';
import { openWaistHouse, type WaistHouse } from '../rooms/waist-house.ts';

export interface ReportLine {
  readonly legacyId: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly roomId: string | null;
  readonly notes: readonly string[];
}

export interface LegacyHouse extends Pick<WaistHouse, 'db' | 'applicationId' | 'clock' | 'deps'> {
  readonly waist: WaistHouse['waist'];
  /** Runs the command on this house's database, and gives what it said and reported. */
  run(
    args?: readonly string[],
    databaseUrl?: string,
  ): Promise<{ said: string; lines: ReportLine[] }>;
  /** What the rooms are now, by their UIDs. */
  rooms(): Promise<Record<string, StoredFacts>>;
  close(): Promise<void>;
}

interface StoredFacts {
  readonly status: string;
  readonly start: string;
  readonly minutes: number;
  readonly sequence: number;
  readonly host: string;
  readonly guest: string | null;
  readonly reference: string | null;
}

/** A database with one application and room for old tables. */
export async function openLegacyHouse(): Promise<LegacyHouse> {
  const house = await openWaistHouse();
  const folder = await mkdtemp(join(tmpdir(), 'parley-legacy-'));
  let runs = 0;
  const { db, deps, applicationId, clock, waist, random } = house;
  const { inboundDomain } = deps.home;
  return {
    db,
    deps,
    applicationId,
    clock,
    waist,
    async run(args = [], databaseUrl = db.databaseUrl) {
      runs += 1;
      const path = join(folder, `report-${runs}.ndjson`);
      const options = readOptions([...args, '--report', path]);
      if (options === null) throw new Error('it asks for help');
      let said = '';
      const say = (text: string) => {
        said += text;
      };
      const ports = { clock, random, isTimeZone };
      await migrateLegacy(options, { ...ports, databaseUrl, waist, inboundDomain, say });
      return { said, lines: readLines(await readFile(path, 'utf8')) };
    },
    rooms: () => readRooms(db.pool),
    async close() {
      await rm(folder, { recursive: true });
      await house.close();
    },
  };
}

export const readLines = (text: string): ReportLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function readRooms(pool: pg.Pool): Promise<Record<string, StoredFacts>> {
  const { rows } = await pool.query(
    `select r.ics_uid, r.status, r.start_utc, r.duration_minutes, r.ics_sequence, r.reference,
       h.email as host, g.email as guest
     from rooms r
     join attendees h on h.application_id = r.application_id and h.id = r.host_id
     left join attendees g on g.application_id = r.application_id and g.id = r.guest_id`,
  );
  return Object.fromEntries(
    rows.map((row) => [
      row.ics_uid,
      {
        status: row.status,
        start: row.start_utc.toISOString(),
        minutes: row.duration_minutes,
        sequence: row.ics_sequence,
        host: row.host,
        guest: row.guest,
        reference: row.reference,
      },
    ]),
  );
}

/** The users of the old application: enough to go wrong with. */
export const usersTable = `
  create table users (id bigint primary key, email text, name text, time_zone text);
  insert into users values
    (1, 'helen@host.example', 'Helen Hart', 'Europe/London'),
    (2, 'gil@guest.example', 'Gil Grant', 'Mars/Base'),
    (3, 'Helen+two@host.example', 'Helen Again', null),
    (4, 'not an address', 'Nora Nowhere', null),
    (5, 'noname@guest.example', ' ', null),
    (6, 'Ada@Guest.example', 'Ada Byron', 'Europe/Paris');`;

/** The table as the contract names it: no length, no SEQUENCE. */
export const practiceRooms = `
  create table practice_rooms (id bigint primary key, host_id bigint, guest_id bigint,
    datetime_utc timestamp, ics_uid text);`;
