import { cleanLine } from '../calendar/sanitise.ts';
import { type Fields, readFields, readHead, splitBlocks } from './header-block.ts';
import { type MailPart, readAddress, readMessageId, type TakenApart } from './mail-parts.ts';
import type { ReportedRecipient } from './mail-reading.ts';

export interface DeliveryReport {
  readonly recipients: readonly ReportedRecipient[];
  /** Message-ID of the mail the report is about. */
  readonly originalMessageId: string | null;
}

/** More recipients than any mail of ours has; a report naming 100,000 is an attack. */
const recipientCount = 50;

/** Whether the mail is a delivery status notification by its structure (RFC 3464 §2). */
export function isDeliveryReport(mail: TakenApart): boolean {
  return (
    mail.parameters.get('report-type')?.toLowerCase() === 'delivery-status' ||
    mail.parts.some(isDeliveryStatus)
  );
}

/** Reads a report, each recipient's block apart: no recipient gets another one's code. */
export function readDeliveryReport(mail: TakenApart): DeliveryReport {
  const recipients = mail.parts
    .filter(isDeliveryStatus)
    .flatMap((part) => splitBlocks(part.content).slice(0, recipientCount + 1))
    .map(readFields)
    .filter(isRecipientBlock)
    .map(readRecipient)
    .slice(0, recipientCount);
  return { recipients, originalMessageId: findOriginalMessageId(mail) };
}

/** Message-ID of the mail that is returned or complained about; at last, what is answered to. */
export function findOriginalMessageId(mail: TakenApart): string | null {
  for (const part of mail.parts.filter(isReturnedMail)) {
    const id = readMessageId(readHead(part.content).get('message-id') ?? '');
    if (id !== null) return id;
  }
  const quoted = /^[ \t>]*message-id:[ \t]*(<[^\s<>]{1,250}>)/im.exec(mail.text.slice(0, 64_000));
  if (quoted?.[1] !== undefined) return readMessageId(quoted[1]);
  return readMessageId(mail.headers.get('in-reply-to')?.[0] ?? '');
}

/** A returned mail or its head: never something its carrier says. */
export function isReturnedMail(part: MailPart): boolean {
  return /^(message\/(rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/.test(
    part.contentType,
  );
}

function isDeliveryStatus(part: MailPart): boolean {
  return /^message\/(global-)?delivery-status$/.test(part.contentType);
}

function isRecipientBlock(fields: Fields): boolean {
  return ['final-recipient', 'original-recipient', 'action', 'status'].some((n) => fields.has(n));
}

function readRecipient(fields: Fields): ReportedRecipient {
  const name = fields.get('original-recipient') ?? fields.get('final-recipient') ?? '';
  const status = fields.get('status') ?? '';
  const diagnostic = cleanLine(fields.get('diagnostic-code') ?? '', 500);
  return {
    address: readTypedAddress(name),
    action: readAction(fields.get('action'), status),
    status: pickStatus(status, diagnostic),
    diagnostic: diagnostic === '' ? null : diagnostic,
  };
}

/** `rfc822; a@b.example` (RFC 3464 §2.3.2), with or without angle brackets. */
function readTypedAddress(field: string): string | null {
  const text = field
    .slice(field.indexOf(';') + 1)
    .replace(/[<>]/g, '')
    .trim();
  return text.includes('@') ? readAddress(text) : null;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

function readAction(field: string | undefined, status: string): ReportedRecipient['action'] {
  const word = /[a-z]+/.exec(field?.toLowerCase() ?? '')?.[0];
  const known = actions.find((action) => action === word);
  if (word === 'expired') return 'failed';
  if (known !== undefined) return known;
  // Some reports leave Action out; the class of the code says as much (RFC 3463 §3.1).
  if (/^\s*5\./.test(status)) return 'failed';
  return /^\s*4\./.test(status) ? 'delayed' : 'unknown';
}

/**
 * The most telling code: `5.1.1` of the diagnostic says more than a Status of `5.0.0` or `5.1.0`
 * (RFC 3463 §3: 0 is `other`). An SMTP reply code alone still tells the class.
 */
export function pickStatus(...texts: readonly string[]): string | null {
  const codes = texts.flatMap((text) => text.match(/\b[245]\.\d{1,3}\.\d{1,3}\b/g) ?? []);
  const telling = codes.find((code) => !code.endsWith('.0'));
  const best = telling ?? codes.find((code) => !code.endsWith('.0.0')) ?? codes[0];
  if (best !== undefined) return best;
  const reply = /(?:^|[^\d.])([45])\d\d(?=[ \-_:])/.exec(texts.join(' '));
  return reply === null ? null : `${reply[1]}.0.0`;
}
