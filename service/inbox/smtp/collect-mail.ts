import type { Readable } from 'node:stream';
import { SmtpRefusal } from './smtp-refusal.ts';

/** How many bytes of unfinished mail all sessions together may hold in memory. */
export interface ByteBudget {
  /** False when there is no room for `bytes` more. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export function createByteBudget(total: number): ByteBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > total) return false;
      taken += bytes;
      return true;
    },
    give: (bytes) => {
      taken -= bytes;
    },
  };
}

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
  let held = 0;
  let full = false;
  const letGo = () => {
    budget.give(held);
    held = 0;
    chunks = [];
  };
  const onData = (chunk: Buffer) => {
    full ||= !stream.sizeExceeded && !budget.take(chunk.length);
    if (full || stream.sizeExceeded) return letGo();
    held += chunk.length;
    chunks.push(chunk);
  };
  try {
    await reachEnd(stream, onData);
    if (stream.sizeExceeded) throw new SmtpRefusal(552, '5.3.4 message too large');
    if (full) throw new SmtpRefusal(452, '4.3.1 no room at the moment, please try again later');
    return await use(Buffer.concat(chunks));
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
