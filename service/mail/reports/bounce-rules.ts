import { cleanLine } from '../../calendar/sanitise.ts';
import { type Fields, readFields, splitBlocks } from '../header-block.ts';
import { type MailPart, readAddress, type TakenApart } from '../mail-parts.ts';
import type { ReportedRecipient } from '../mail-reading.ts';
import { isFull, refineStatus } from './bounce-words.ts';

/** More recipients than any mail of ours has; a report naming 100,000 is an attack. */
const recipientCount = 50;
const dispositionType = /^message\/(global-)?disposition-notification$/;

/** Whether the mail is a delivery status notification by its structure (RFC 3464 §2). */
export function isDeliveryReport(mail: TakenApart): boolean {
  return (
    mail.parameters.get('report-type')?.toLowerCase() === 'delivery-status' ||
    mail.parts.some(isDeliveryStatus)
  );
}

/** Reads a report, each recipient's block apart: no recipient gets another one's code. */
export function readDeliveryReport(mail: TakenApart): readonly ReportedRecipient[] {
  const blocks = mail.parts
    .filter(isDeliveryStatus)
    .flatMap((part) => decodeBlocks(splitBlocks(part.content).slice(0, recipientCount + 1)))
    .map(readFields)
    .filter(isRecipientBlock)
    .slice(0, recipientCount);
  const [only] = blocks;
  // One recipient alone: then the sentences before the report are about this one too.
  if (blocks.length === 1 && only !== undefined) return [readRecipient(only, mail.text)];
  return blocks.map((fields) => readRecipient(fields, ''));
}

function isDeliveryStatus(part: MailPart): boolean {
  return /^message\/(global-)?delivery-status$/.test(part.contentType);
}

/**
 * Reads the refusal of a mailbox by its own rules or for want of room (RFC 5429 §2.1.2): formally a
 * disposition notification, in truth a bounce, and never one that says nobody is there. Null: this
 * is none. What its owner deleted unread has the same disposition without these words.
 */
export function readRejection(mail: TakenApart): readonly ReportedRecipient[] | null {
  const part = mail.parts.find(({ contentType }) => dispositionType.test(contentType));
  if (part === undefined) return null;
  const fields = readFields(part.content.toString('utf8', 0, 64_000).replaceAll('\r', ''));
  const hasFailed = /;\s*(deleted|denied|failed|error)\b/i.test(fields.get('disposition') ?? '');
  const submitted = mail.headers.get('auto-submitted')?.[0] ?? '';
  const words = mail.text.slice(0, 4_000);
  const isTold = /\(rejected\)/i.test(submitted) || /was automatically rejected/i.test(words);
  if (!hasFailed || !isTold) return null;
  const address = readTypedAddress(fields.get('final-recipient') ?? '');
  const diagnostic = cleanLine(words, 500) || null;
  return [{ address, action: 'failed', status: isFull(words) ? '5.2.2' : '5.7.1', diagnostic }];
}

/** Postfix behind some filters: the first block ends with an encoding, and the next one has it. */
function decodeBlocks(blocks: readonly string[]): readonly string[] {
  const at = blocks.findIndex((block) => /^content-transfer-encoding:[ \t]*base64/im.test(block));
  if (at < 0) return blocks;
  const encoded = blocks.slice(at + 1).join('\n');
  return [...blocks.slice(0, at), ...splitBlocks(Buffer.from(encoded, 'base64'))];
}

function isRecipientBlock(fields: Fields): boolean {
  return ['final-recipient', 'original-recipient', 'action', 'status'].some((n) => fields.has(n));
}

function readRecipient(fields: Fields, sentences: string): ReportedRecipient {
  const name = fields.get('original-recipient') ?? fields.get('final-recipient') ?? '';
  const status = fields.get('status') ?? '';
  const diagnostic = cleanLine(fields.get('diagnostic-code') ?? '', 500);
  const action = readAction(fields.get('action'), status);
  // A code of class 2 is one in this field alone; elsewhere it is the version of some program.
  const success = /^\s*(2\.\d{1,3}\.\d{1,3})\b/.exec(status)?.[1];
  const hasSucceeded = action !== 'failed' && action !== 'delayed' && success !== undefined;
  const code = hasSucceeded ? success : pickStatus(status, diagnostic);
  // A comment after the code (RFC 3464 §2.3.4) is sometimes all that is said.
  const words = `${status} ${diagnostic}`;
  const told = refineStatus(code, words);
  return {
    address: readTypedAddress(name),
    action,
    status: told === code && diagnostic === '' ? refineStatus(code, sentences) : told,
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
const classActions: Readonly<Record<string, ReportedRecipient['action']>> = {
  2: 'delivered',
  4: 'delayed',
  5: 'failed',
};

function readAction(field: string | undefined, status: string): ReportedRecipient['action'] {
  const word = /[a-z]+/.exec(field?.toLowerCase() ?? '')?.[0];
  const known = actions.find((action) => action === word);
  if (word === 'expired' || word?.startsWith('fail')) return 'failed';
  if (known !== undefined) return known;
  // Some reports leave Action out; the class of the code says as much (RFC 3463 §3.1), and so does
  // an SMTP reply code in its place.
  const told = /^\s*([245])(?:\.|\d\d\b)/.exec(status)?.[1] ?? '';
  return classActions[told] ?? 'unknown';
}

/**
 * The most telling code: `5.1.1` of the diagnostic says more than a Status of `5.0.0` or `5.1.0`
 * (RFC 3463 §3: 0 is `other`). An SMTP reply code alone still tells the class. Failures only.
 */
export function pickStatus(...texts: readonly string[]): string | null {
  const codes = texts.flatMap((text) => text.match(/\b[45]\.\d{1,3}\.\d{1,3}\b(?!\.\d)/g) ?? []);
  const telling = codes.find((code) => !code.endsWith('.0'));
  const best = telling ?? codes.find((code) => !code.endsWith('.0.0')) ?? codes[0];
  if (best !== undefined) return best;
  const reply = /(?:^|[^\d.])([45])\d\d(?=[ \-_:])/.exec(texts.join(' '));
  return reply === null ? null : `${reply[1]}.0.0`;
}
