import { createHmac, timingSafeEqual } from 'node:crypto';
import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  entryOf,
  headerIn,
  isRecord,
  type JsonRecord,
  keyOf,
  messageIdOf,
  parseJson,
  recordOf,
  textOf,
  textsOf,
  timeOf,
  wordsOf,
} from './read-fields.ts';
import { blankEvent, type StatusEvent, type StatusWord } from './status-event.ts';

/** The headers of a hook signed as the Standard Webhooks specification says. */
export interface WebhookStamp {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  /** One or more `v1,<base64>`, separated by blanks: secrets may be in rotation. */
  readonly signatures: string;
}

/**
 * Whether the body was signed with `secret` (`whsec_` and base64): HMAC-SHA256 of id, timestamp
 * and body.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isSignedWebhook(
  secret: string,
  { id, timestamp, signatures }: WebhookStamp,
  body: Buffer,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    const isOurs = one.startsWith('v1,') && given.length === expected.length;
    return isOurs && timingSafeEqual(given, expected);
  });
}

const words: Readonly<Record<string, StatusWord>> = {
  'email.scheduled': 'queued',
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'deferred',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  'email.failed': 'failed',
  'email.suppressed': 'rejected',
};

/** Whether and when a person reads is nobody's business here, nor is mail that came in. */
const notOurs = /^email\.(opened|clicked|received)$/;

/**
 * Resend's webhook: one event, named by the id in its headers. Null: it is none.
 * https://resend.com/docs/webhooks/event-types
 */
export function readResend(body: string, id: string): StatusEvent[] | null {
  const event = parseJson(body);
  if (!isRecord(event) || typeof event.type !== 'string') return null;
  // Contacts, domains and suppression lists have events of their own.
  if (!event.type.startsWith('email.') || notOurs.test(event.type)) return [];
  return [readEvent(event, event.type, id)];
}

function readEvent(event: JsonRecord, type: string, id: string): StatusEvent {
  const data = recordOf(event.data);
  const bounce = recordOf(data.bounce);
  const { diagnosticCode } = bounce;
  const said = wordsOf(Array.isArray(diagnosticCode) ? diagnosticCode[0] : diagnosticCode);
  const status = entryOf(words, type) ?? 'unknown';
  return {
    ...blankEvent,
    provider: 'resend',
    eventKey: keyOf(id),
    status,
    ...judge(bounce, status, `${said}\n${wordsOf(bounce.message)}`),
    code: codeIn(said),
    occurredAt: timeOf(event.created_at),
    recipient: addressOf(Array.isArray(data.to) ? data.to[0] : data.to),
    messageId: messageIdOf(data.message_id ?? headerIn(data.headers, 'message-id')),
    remoteIds: textsOf(data.email_id),
    payload: event,
  };
}

/** Its `type` and `subType` are those of Amazon SES; older events have a sentence only. */
function judge(bounce: JsonRecord, status: StatusWord, said: string) {
  if (status === 'rejected') return { rejectReason: 'bounced' as const, lasting: true };
  if (status === 'failed') return { rejectReason: 'other' as const, lasting: false };
  if (status !== 'bounced') return { rejectReason: null, lasting: false };
  const type = textOf(bounce.type)?.toLowerCase();
  const subType = textOf(bounce.subType)?.toLowerCase() ?? '';
  const isListed = /suppress/.test(subType) || /has suppressed sending/i.test(said);
  const isPermanent = type === 'permanent' || (!type && /\bhard bounce\b/i.test(said));
  const told = isListed ? 'address' : isPermanent ? 'permanent' : 'temporary';
  return {
    rejectReason: 'bounced' as const,
    lasting: isLasting({ told, code: codeIn(said), words: said }),
  };
}
