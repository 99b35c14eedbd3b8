import { run } from 'graphile-worker';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { type Wording, writeInvitation } from './compose.ts';

/** The straightforward chain's other half: graphile-worker as it comes, a job for each mail. */
export async function startSendingJobs(
  databaseUrl: string,
  sinkPort: number,
  wording: Wording,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: sinkPort,
    pool: true,
    maxConnections: 10,
  });
  const sendMail = async (payload: unknown) => {
    const { rows } = await pool.query(
      `select m.id, m.recipient_name as name, m.recipient_email as email
       from reference_mails m join reference_rooms r on r.id = m.room_id
       where m.id = $1 and m.state = 'waiting'`,
      [(payload as { id: string }).id],
    );
    if (!rows[0]) return;
    await transport.sendMail(writeInvitation(rows[0], wording));
    await pool.query(`update reference_mails set state = 'sent' where id = $1`, [rows[0].id]);
  };
  await run({ pgPool: pool, concurrency: 10, taskList: { 'send-mail': sendMail } });
}
