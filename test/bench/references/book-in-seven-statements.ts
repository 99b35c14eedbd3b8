import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';

/**
 * Booking the straightforward way: one statement after the other through express, with a job for
 * each mail in the same transaction. No idempotency key and no validation.
 */
export async function startBooking(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  const app = express();
  app.use(express.json());
  app.post('/v1/rooms/:id/book', async (req, res) => {
    res.json(await book(pool, req.params.id, req.body.guest));
  });
  return await new Promise((resolve) => {
    const server = app.listen(0, () => resolve((server.address() as AddressInfo).port));
  });
}

const insertMail = `insert into reference_mails
  (id, room_id, recipient_name, recipient_email, method, sequence)
  values ($1, $2, $3, $4, 'REQUEST', $5)`;

async function book(pool: pg.Pool, roomId: string, guest: { name: string; email: string }) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(
      `update reference_rooms set guest_name = $2, guest_email = $3
       where id = $1 and guest_email is null
       returning id, host_name, host_email, guest_name, guest_email, start_utc, sequence`,
      [roomId, guest.name, guest.email],
    );
    const room = rows[0];
    if (!room) throw new Error('this room is booked');
    const toHost = randomUUID();
    const toGuest = randomUUID();
    await client.query(insertMail, [toHost, roomId, room.host_name, room.host_email, 0]);
    await client.query(insertMail, [toGuest, roomId, guest.name, guest.email, 0]);
    for (const id of [toHost, toGuest]) {
      await client.query(`select graphile_worker.add_job('send-mail', $1::json, job_key => $2)`, [
        JSON.stringify({ id }),
        id,
      ]);
    }
    await client.query('commit');
    return room;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
