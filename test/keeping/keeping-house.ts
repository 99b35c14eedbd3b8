import { createCleanUpJob } from '../../service/keeping/clean-up-job.ts';
import { limits } from '../../service/limits.ts';
import { type ApiHouse, openApiHouse } from '../api/api-house.ts';

export const keep = { rawMailDays: 30, mailDays: 90, eventDays: 90, roomDays: 730 };

type Row = Record<string, unknown>;

export interface KeepingHouse extends ApiHouse {
  /** One run of the clean-up, to its end. */
  cleanUp(wishes?: { roundRows?: number; stop?: AbortSignal }): Promise<void>;
  /** Ends all messages that are owed, as if they had been sent now. */
  sendAll(): Promise<void>;
  rows(statement: string, ...values: unknown[]): Promise<Row[]>;
  /** What is there of a room, in every table that knows it. */
  look(roomId: string): Promise<Record<string, Row[]>>;
  advanceDays(days: number): void;
}

const tablesOfRoom = {
  rooms: 'id',
  attendees: 'room_id',
  messages: 'room_id',
  magic_links: 'room_id',
  imip_messages: 'room_id',
  pending_proposals: 'room_id',
  room_history: 'room_id',
};

/** The API and the clean-up on one database and one clock. */
export async function openKeepingHouse(): Promise<KeepingHouse> {
  // What answers look like is shown elsewhere; here time matters.
  const house = await openApiHouse(undefined, { validateResponses: false });
  const { pool } = house.db;
  const rows = async (statement: string, ...values: unknown[]) =>
    (await pool.query<Row>(statement, values)).rows;
  return {
    ...house,
    rows,
    cleanUp: ({ roundRows = limits.cleanUpRows, stop } = {}) =>
      createCleanUpJob({ ...house.ground, keep, roundRows }).run(stop),
    async sendAll() {
      await pool.query(
        `with sent as (update messages set state = 'sent', settled_at = $1, fence = 1
           where state = 'waiting' returning application_id, id)
         insert into message_attempts (application_id, outbox_id, fence, worker, started_at)
         select application_id, id, 1, 'worker', $1 from sent`,
        [house.clock.now()],
      );
    },
    async look(roomId) {
      const found: Record<string, Row[]> = {};
      for (const [table, column] of Object.entries(tablesOfRoom)) {
        const statement = `select to_jsonb(t) as row from ${table} t where ${column} = $1
          order by to_jsonb(t) ->> 'id'`;
        found[table] = (await rows(statement, roomId)).map(({ row }) => row as Row);
      }
      return found;
    },
    advanceDays: (days) => house.clock.advance({ hours: 24 * days }),
  };
}

/** How many rows of each table a look found. */
export const counted = (found: Record<string, Row[]>): Record<string, number> =>
  Object.fromEntries(Object.entries(found).map(([table, all]) => [table, all.length]));
