import nodemailer from 'nodemailer';
import { type Recipient, type Wording, writeInvitation } from './compose.ts';

/** nodemailer's pool with ten connections, composing each mail; nothing is read or written. */
export async function sendFromMemory(
  sinkPort: number,
  recipients: readonly Recipient[],
  wording: Wording,
): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: sinkPort,
    pool: true,
    maxConnections: 10,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  let next = 0;
  const work = async () => {
    for (let one = recipients[next++]; one; one = recipients[next++]) {
      await transport.sendMail(writeInvitation(one, wording));
    }
  };
  await Promise.all(Array.from({ length: 20 }, work));
  transport.close();
}
