import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  entryOf,
  hashKey,
  isRecord,
  type JsonRecord,
  keyOf,
  listOf,
  messageIdOf,
  parseJson,
  textOf,
  textsOf,
  timeOf,
  wordsOf,
} from './read-fields.ts';
import {
  blankEvent,
  type RejectReason,
  type StatusEvent,
  type StatusWord,
} from './status-event.ts';

/** The key as the SendGrid console shows it: base64 of a public key (SPKI, DER). */
export function readSendgridKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

/**
 * Whether SendGrid signed this body: ECDSA over P-256 with SHA-256, of the timestamp header and
 * the raw body.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function isSignedBySendgrid(
  key: KeyObject,
  { signature, timestamp, body }: { signature: string; timestamp: string; body: Buffer },
): boolean {
  const signed = Buffer.concat([Buffer.from(timestamp, 'utf8'), body]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

const words: Readonly<Record<string, StatusWord>> = {
  processed: 'queued',
  deferred: 'deferred',
  delivered: 'delivered',
  bounce: 'bounced',
  blocked: 'bounced',
  dropped: 'rejected',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
};

/** Whether and when a person reads is nobody's business here: it is not kept. */
const engagement = ['open', 'click', 'group_resubscribe'];

/** Why SendGrid dropped a mail, by its words for it. */
const dropped: readonly (readonly [RegExp, RejectReason])[] = [
  [/^bounced address/i, 'bounced'],
  [/^invalid$|^invalid (address|email)/i, 'invalid'],
  [/^unsubscribed address/i, 'unsubscribed'],
  [/^spam reporting address/i, 'spam'],
  [/^spam content/i, 'spam'],
];

/**
 * SendGrid's Event Webhook: a list of events. Null: it is none.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function readSendgrid(body: string): StatusEvent[] | null {
  const value = parseJson(body);
  if (!Array.isArray(value) || !value.every(isRecord)) return null;
  return listOf(value)
    .filter(isRecord)
    .filter((one) => !engagement.includes(textOf(one.event) ?? ''))
    .map(readEvent);
}

function readEvent(event: JsonRecord): StatusEvent {
  const status = entryOf(words, textOf(event.event) ?? '') ?? 'unknown';
  const said = wordsOf(event.reason) || wordsOf(event.response);
  const code = codeIn(wordsOf(event.status)) ?? codeIn(said);
  const messageId = messageIdOf(event['smtp-id']);
  const ids = { messageId, remote: textOf(event.sg_message_id), email: textOf(event.email) };
  const id = textOf(event.sg_event_id);
  return {
    ...blankEvent,
    provider: 'sendgrid',
    eventKey: id ? keyOf(id) : hashKey(ids, event.event, event.timestamp, event.attempt),
    status,
    ...judge(event, status, code, said),
    code: status === 'delivered' ? null : code,
    occurredAt: timeOf(event.timestamp),
    recipient: addressOf(event.email),
    messageId,
    // What it says by SMTP (`queued as …`) is the beginning of this one.
    remoteIds: textsOf(ids.remote, ids.remote?.replace(/\.(filter|recvd)[\w-].*$/, '')),
    payload: event,
  };
}

function judge(event: JsonRecord, status: StatusWord, code: string | null, said: string) {
  if (status === 'rejected') {
    const rejectReason = dropped.find(([pattern]) => pattern.test(said))?.[1] ?? 'other';
    // «Spam content» is about the mail; the other lists are about the address.
    const isListed = rejectReason !== 'other' && !/^spam content/i.test(said);
    return { rejectReason, lasting: isListed };
  }
  if (status !== 'bounced') return { rejectReason: null, lasting: false };
  const kind = textOf(event.event) === 'blocked' ? 'blocked' : textOf(event.type);
  if (kind === 'expired') return { rejectReason: 'timed_out' as const, lasting: false };
  if (kind === 'blocked') return { rejectReason: 'blocked' as const, lasting: false };
  const isInvalid = /^invalid/i.test(wordsOf(event.bounce_classification));
  const told = isInvalid ? ('address' as const) : ('permanent' as const);
  return {
    rejectReason: 'bounced' as const,
    lasting: isLasting({ told, code, words: said }),
  };
}
