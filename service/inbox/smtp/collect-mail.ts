import type { Readable } from 'node:stream';
import type { ByteBudget } from '../byte-budget.ts';
import { SmtpRefusal } from './smtp-refusal.ts';

/** The data of one message; the SMTP server sets `sizeExceeded` while it is still arriving. */
export type MailData = Readable & { readonly sizeExceeded: boolean };

/**
 * Reads a message to its end and passes it to `use`, holding its bytes on the budget meanwhile.
 * What is too large is read to the end and thrown away (552), so is what finds no room (452). A
 * message that breaks off is never passed on.
 */
export async function collectMail<T>(
  stream: MailData,
  budget: ByteBudget,
  use: (raw: Buffer) => Promise<T>,
): Promise<T> {
  let chunks: Buffer[] = [];
  const hold = budget.open();
  let full = false;
  const letGo = () => {
    hold.letGo();
    chunks = [];
  };
  const onData = (chunk: Buffer) => {
    full ||= !stream.sizeExceeded && !hold.grow(chunk.length);
    if (full || stream.sizeExceeded) return letGo();
    chunks.push(chunk);
  };
  try {
    await reachEnd(stream, onData);
    if (stream.sizeExceeded) throw new SmtpRefusal(552, '5.3.4 message too large');
    if (full) throw new SmtpRefusal(452, '4.3.1 no room at the moment, please try again later');
    const raw = Buffer.concat(chunks);
    // Stored from one piece: the others would be held as well until the database has answered.
    chunks = [];
    return await use(raw);
  } finally {
    letGo();
  }
}

/** A client that vanished is no fault of ours; nobody hears this answer. */
const brokeOff = () => new SmtpRefusal(421, '4.4.2 the message broke off');

function reachEnd(stream: MailData, onData: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('data', onData);
    stream.once('end', resolve);
    stream.once('error', () => reject(brokeOff()));
    stream.once('close', () => reject(brokeOff()));
  });
}
