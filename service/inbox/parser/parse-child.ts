/**
 * Reads mails in a process of its own: hostile bytes that exhaust memory, loop for ever or spoil
 * a prototype harm only this child. It holds no secret, no connection and no environment; what it
 * must know of DNS it asks its parent.
 */

import type { MailAuthentication } from '../../mail/mail-authentication.ts';
import type { MailReading, Writer } from '../../mail/mail-reading.ts';
import { readMail } from '../../mail/read-mail.ts';
import type { DnsType } from '../../ports.ts';

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** How to learn who sent a mail: from DNS, or from what the relay in front of us wrote. */
export type CheckBy =
  | { readonly by: 'dns'; readonly ip: string | null; readonly helo: string | null }
  | { readonly by: 'front-relay'; readonly authservId: string };

export type ParseQuestion = { readonly id: number; readonly raw: Uint8Array } & (
  | { readonly do: 'read'; readonly envelope: Envelope; readonly writer: Writer | null }
  | {
      readonly do: 'authenticate';
      readonly envelopeFrom: string;
      readonly receivedAt: Date;
      /** Addresses of the From header as the reading has them. */
      readonly from: readonly string[];
      readonly check: CheckBy;
    }
);

/** What DNS told the parent; `code` is that of the error it rejected with. */
export type DnsAnswer = { readonly dns: number } & (
  | { readonly records: unknown }
  | { readonly code: string }
);

export type ParseAnswer =
  | { readonly ready: true }
  | { readonly dns: number; readonly name: string; readonly type: DnsType }
  | { readonly id: number; readonly reading: MailReading }
  | { readonly id: number; readonly authentication: MailAuthentication }
  | { readonly id: number; readonly failure: string };

type CheckQuestion = Extract<ParseQuestion, { readonly do: 'authenticate' }>;

interface Waiting {
  readonly resolve: (records: unknown) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let lastDns = 0;

function tell(answer: ParseAnswer): void {
  process.send?.(answer);
}

async function answer(question: ParseQuestion): Promise<void> {
  const { id } = question;
  const raw = Buffer.from(question.raw);
  try {
    if (question.do === 'authenticate') {
      tell({ id, authentication: await authenticate(raw, question) });
    } else {
      tell({ id, reading: await readMail(raw, question.envelope, question.writer) });
    }
  } catch (error) {
    tell({ id, failure: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
  }
}

/** What checks is loaded when it is first needed: a child must be ready soon. */
async function authenticate(raw: Buffer, question: CheckQuestion): Promise<MailAuthentication> {
  const { check, from } = question;
  if (check.by === 'front-relay') {
    const { readFrontRelay } = await import('../../mail/sender/front-relay.ts');
    return readFrontRelay(raw, check.authservId, from);
  }
  const { authenticateMail } = await import('../../mail/sender/authenticate-mail.ts');
  const evidence = await authenticateMail(raw, {
    ip: check.ip,
    helo: check.helo,
    sender: question.envelopeFrom,
    from,
    now: question.receivedAt,
    resolve: askParent,
  });
  waiting.clear();
  return evidence;
}

function askParent(name: string, type: DnsType): Promise<unknown> {
  const dns = ++lastDns;
  return new Promise((resolve, reject) => {
    waiting.set(dns, { resolve, reject });
    tell({ dns, name, type });
  });
}

function hear(told: DnsAnswer): void {
  const asker = waiting.get(told.dns);
  waiting.delete(told.dns);
  if ('records' in told) asker?.resolve(told.records);
  else asker?.reject(Object.assign(new Error(told.code), { code: told.code }));
}

process.on('message', (message: ParseQuestion | DnsAnswer) => {
  if ('dns' in message) hear(message);
  else void answer(message);
});
process.on('disconnect', () => process.exit(0));
tell({ ready: true });
