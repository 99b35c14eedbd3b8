import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

/** smtp-server with one insert for each mail, committed before 250. */
export async function startStoringMails(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        pool
          .query(
            `insert into reference_inbound (id, received_at, envelope_from, envelope_to, raw)
             values ($1, now(), $2, $3, $4)`,
            [randomUUID(), from, rcptTo[0]?.address, Buffer.concat(chunks)],
          )
          .then(() => callback(), callback);
      });
    },
  });
  return await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
}
