/**
 * Reads mails in a process of its own: hostile bytes that exhaust memory, loop for ever or spoil
 * a prototype harm only this child. It holds no secret, no connection and no environment.
 */

import type { MailReading } from '../mail/mail-reading.ts';
import { readMail } from '../mail/read-mail.ts';

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export interface ParseQuestion {
  readonly id: number;
  readonly raw: Uint8Array;
  readonly envelope: Envelope;
}

export type ParseAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly reading: MailReading }
  | { readonly id: number; readonly failure: string };

function tell(answer: ParseAnswer): void {
  process.send?.(answer);
}

async function read({ id, raw, envelope }: ParseQuestion): Promise<void> {
  try {
    tell({ id, reading: await readMail(Buffer.from(raw), envelope) });
  } catch (error) {
    tell({ id, failure: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
  }
}

process.on('message', (question: ParseQuestion) => void read(question));
process.on('disconnect', () => process.exit(0));
tell({ ready: true });
