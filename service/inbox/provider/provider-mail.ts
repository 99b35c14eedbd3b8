import { isIP } from 'node:net';
import { limits } from '../../limits.ts';
import { headOf } from '../loop-guard.ts';
import { type FormFault, readForm } from './read-form.ts';

/** A mail as somebody else's server took it in and handed it over. */
export interface HandedMail {
  readonly raw: Buffer;
  /** Empty for the null sender. */
  readonly envelopeFrom: string;
  /** Envelope recipients; only when none of them is known, `mentioned` counts. */
  readonly recipients: readonly string[];
  readonly mentioned: readonly string[];
  /**
   * Who delivered the mail to the provider, when it says so. Never who calls us: SPF would be
   * judged for the provider's own machine, and fail for every mail or pass for any.
   */
  readonly remoteAddress: string | null;
}

export type HandedFault = FormFault | 'raw-mail-missing' | 'empty-mail';

const formFields = ['email', 'envelope', 'sender_ip', 'body-mime', 'sender', 'recipient'];

/**
 * The raw mail in the form of SendGrid Inbound Parse or of a Mailgun route, told apart by the field
 * that holds it; or why there is none.
 */
export async function readProviderForm(
  contentType: string,
  body: Buffer,
): Promise<HandedMail | HandedFault> {
  const fieldBytes = limits.inboundMailBytes;
  const fields = await readForm(contentType, body, formFields, { fieldBytes });
  if (typeof fields === 'string') return fields;
  if (fields.has('email')) return readSendgrid(fields);
  if (fields.has('body-mime')) return readMailgun(fields);
  return 'raw-mail-missing';
}

/**
 * SendGrid with «POST the raw, full MIME message»: `email`, `envelope` (JSON) and `sender_ip`.
 * https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
 */
function readSendgrid(fields: ReadonlyMap<string, Buffer>): HandedMail | HandedFault {
  const envelope = parseRecord(fields.get('envelope')?.toString('utf8') ?? '');
  if (envelope === null) return 'malformed-request';
  const { to, from } = envelope;
  return handedMail(fields.get('email'), {
    envelopeFrom: textOf(from),
    recipients: (Array.isArray(to) ? to : [to]).map(textOf),
    remoteAddress: textOf(fields.get('sender_ip')?.toString('latin1')),
  });
}

/**
 * Mailgun, when the URL of the route ends in `mime`: `body-mime`, `sender` and `recipient`; its
 * signature is not looked at, the hook secret already says who calls.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
 */
function readMailgun(fields: ReadonlyMap<string, Buffer>): HandedMail | HandedFault {
  return handedMail(fields.get('body-mime'), {
    envelopeFrom: fields.get('sender')?.toString('utf8') ?? '',
    recipients: (fields.get('recipient')?.toString('utf8') ?? '').split(','),
    // Mailgun names nobody, and a Received header may be anybody's.
    remoteAddress: null,
  });
}

/**
 * Postmark with «Include raw email content in JSON payload»: `RawEmail`, `OriginalRecipient` and
 * the addresses of the mail. There is no envelope sender and no remote address: its `Received-SPF`
 * is a header like those a sender can write.
 * https://postmarkapp.com/developer/webhooks/inbound-webhook
 */
export function readPostmark(body: Buffer): HandedMail | HandedFault {
  const hook = parseRecord(body.toString('utf8'));
  if (hook === null) return 'malformed-request';
  if (typeof hook.RawEmail !== 'string') return 'raw-mail-missing';
  // JSON holds characters, not bytes: exact for ASCII and for UTF-8.
  const raw = Buffer.from(hook.RawEmail, 'utf8');
  const mail = handedMail(raw, {
    envelopeFrom: returnPathOf(raw) ?? emailOf(hook.FromFull),
    recipients: [textOf(hook.OriginalRecipient)],
    remoteAddress: null,
  });
  if (typeof mail === 'string') return mail;
  const mentioned = ['ToFull', 'CcFull', 'BccFull'].flatMap((name) => {
    const list: unknown = hook[name];
    return Array.isArray(list) ? list.map(emailOf) : [];
  });
  return { ...mail, mentioned };
}

interface Envelope {
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly remoteAddress: string | null;
}

function handedMail(raw: Buffer | undefined, envelope: Envelope): HandedMail | HandedFault {
  if (raw === undefined || raw.length === 0) return 'empty-mail';
  if (raw.length > limits.inboundMailBytes) return 'mail-too-large';
  const { envelopeFrom, recipients, remoteAddress } = envelope;
  return {
    raw,
    envelopeFrom: bareAddress(envelopeFrom),
    recipients: recipients.map(bareAddress).filter((address) => address !== ''),
    mentioned: [],
    remoteAddress: remoteAddress !== null && isIP(remoteAddress) > 0 ? remoteAddress : null,
  };
}

/** An envelope address as it is stored: without brackets, and with nothing a column refuses. */
export const bareAddress = (address: string): string =>
  address
    .replace(/\p{Cc}/gu, '')
    .trim()
    .replace(/^<|>$/g, '')
    .slice(0, 1024);

/**
 * The envelope sender as the server that took the mail in wrote it down (RFC 5321 §4.4). In two
 * steps: a pattern for all of it would try every place in a long run of blanks.
 */
function returnPathOf(raw: Buffer): string | null {
  const value = /^return-path[ \t]*:(.*)$/im.exec(headOf(raw))?.[1]?.trim() ?? null;
  return value === null ? null : (/^<?([^<>\s]*)>?$/.exec(value)?.[1] ?? null);
}

function parseRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const emailOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'Email' in value ? textOf(value.Email) : '';
