import { openPool } from '../../../service/db/pool.ts';
import { inTransaction, type Tx } from '../../../service/db/transaction.ts';
import { type Applied, createWaist } from '../../../service/rooms/apply.ts';
import type { Command } from '../../../service/scheduling/command.ts';
import type { Room } from '../../../service/scheduling/room.ts';
import { serverVariable } from '../../house/test-server.ts';
import { gil, openWaistHouse, roomFacts } from '../../rooms/waist-house.ts';
import { sharedServer } from '../stage-database.ts';

/** Connections of the racers: enough for several rooms at once on two processors. */
const connections = 16;
/** Racers stand in line for a connection, on a busy machine for long. */
const patienceMs = 120_000;

/** What a racer was told, or the error that met them: no race may end in one. */
export type Told = Applied | { readonly outcome: 'failed'; readonly reason: string };

export type RaceHouse = Awaited<ReturnType<typeof openRaceHouse>>;

/** A database of the shared server with the real waist on it; its clock ticks at each look. */
export async function openRaceHouse() {
  process.env[serverVariable] ??= (await sharedServer()).serverUrl;
  const house = await openWaistHouse();
  const pool = openPool(house.db.databaseUrl, {
    max: connections,
    connectionTimeoutMs: patienceMs,
    statementTimeoutMs: patienceMs,
    queryTimeoutMs: patienceMs,
    idleTransactionTimeoutMs: patienceMs,
  });
  const database = { pool, afterCommit: () => {} };
  let nowMs = house.clock.now().getTime();
  const now = () => new Date(nowMs++);
  const waist = createWaist({ ...house.deps, clock: { now } });
  const { applicationId, random } = house;

  function applyIn(tx: Tx, roomId: string, command: Command, requestId: string) {
    // As by link: what changes nothing is written down too, so that history shows the whole order.
    const rest = { actor: null, inboundMailId: null, linkId: null, outboxId: null };
    const cause = { channel: 'link' as const, requestId, ...rest };
    return waist.apply(tx, { applicationId, roomId }, command, cause);
  }

  return {
    pool,
    applicationId,
    random,
    now,
    /** A booked room, prepared by these commands, all in one commit. */
    prepare: (commandsOf: (room: Room) => readonly Command[]) =>
      inTransaction(database, 'prepare', async (tx) => {
        const cause = { channel: 'api' as const, actor: null, requestId: 'prepare' };
        const facts = { ...roomFacts, guest: gil };
        const rest = { inboundMailId: null, linkId: null, outboxId: null };
        const made = await waist.create(tx, applicationId, facts, { ...cause, ...rest });
        if (made.decision.outcome !== 'changed') throw new Error('no room was made');
        const { room } = made.decision;
        for (const command of commandsOf(room)) await applyIn(tx, room.id, command, 'prepare');
        return room;
      }),
    async apply(roomId: string, command: Command, requestId: string): Promise<Told> {
      try {
        return await inTransaction(database, 'race', (tx) =>
          applyIn(tx, roomId, command, requestId),
        );
      } catch (error) {
        return { outcome: 'failed', reason: (error as Error).message };
      }
    },
    async close() {
      await pool.end();
      await house.close();
    },
  };
}
