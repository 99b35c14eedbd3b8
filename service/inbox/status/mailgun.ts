import { createHmac, timingSafeEqual } from 'node:crypto';
import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  entryOf,
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
import {
  blankEvent,
  type RejectReason,
  type StatusEvent,
  type StatusWord,
} from './status-event.ts';

/** What stands in the body besides the event: who says that it is Mailgun's. */
export interface MailgunSignature {
  readonly timestamp: string;
  readonly token: string;
  readonly signature: string;
}

/** The signature in the body; null: there is none. */
export function readMailgunSignature(body: string): MailgunSignature | null {
  const fields = recordOf(recordOf(parseJson(body)).signature);
  const [timestamp, token, signature] = [fields.timestamp, fields.token, fields.signature].map(
    textOf,
  );
  return timestamp && token && signature ? { timestamp, token, signature } : null;
}

/**
 * Whether Mailgun made this signature: HMAC-SHA256 of timestamp and token. It does not cover the
 * event, so one token stands for one event only.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export function isSignedByMailgun(
  key: string,
  { timestamp, token, signature }: MailgunSignature,
): boolean {
  const expected = createHmac('sha256', key).update(`${timestamp}${token}`).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const words: Readonly<Record<string, StatusWord>> = {
  accepted: 'queued',
  delivered: 'delivered',
  failed: 'bounced',
  rejected: 'rejected',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** Whether and when a person reads is nobody's business here: it is not kept. */
const engagement = ['opened', 'clicked'];

/** Mailgun's `reason` of a failure that stays one. */
const reasons: Readonly<Record<string, RejectReason>> = {
  bounce: 'bounced',
  'suppress-bounce': 'bounced',
  'suppress-complaint': 'spam',
  'suppress-unsubscribe': 'unsubscribed',
  old: 'timed_out',
  greylisted: 'timed_out',
  espblock: 'blocked',
};

/**
 * Mailgun's webhook: one event. Null: it is none.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure
 */
export function readMailgun(body: string): StatusEvent[] | null {
  const value = parseJson(body);
  const event = recordOf(value)['event-data'];
  const token = readMailgunSignature(body)?.token;
  if (!isRecord(event) || token === undefined) return null;
  const word = textOf(event.event) ?? '';
  return engagement.includes(word) ? [] : [readEvent(event, word, token)];
}

function readEvent(event: JsonRecord, word: string, token: string): StatusEvent {
  const headers = recordOf(recordOf(event.message).headers);
  const told = recordOf(event['delivery-status']);
  const said = [told.message, told.description].map(wordsOf).join('\n').trim();
  const code = textOf(told['enhanced-code']) ?? codeIn(said) ?? textOf(told.code);
  const isTemporary = word === 'failed' && event.severity === 'temporary';
  const status = isTemporary ? 'deferred' : (entryOf(words, word) ?? 'unknown');
  return {
    ...blankEvent,
    provider: 'mailgun',
    eventKey: keyOf(token),
    status,
    ...judge(event, status, code, said),
    code: status === 'delivered' ? null : code,
    occurredAt: timeOf(event.timestamp),
    recipient: addressOf(event.recipient ?? headers.to),
    messageId: messageIdOf(headers['message-id']),
    envelopeFrom: addressOf(recordOf(event.envelope).sender),
    remoteIds: textsOf(headers['message-id']),
    payload: event,
  };
}

function judge(event: JsonRecord, status: StatusWord, code: string | null, said: string) {
  if (status === 'rejected') return { rejectReason: 'other' as const, lasting: false };
  if (status !== 'bounced') return { rejectReason: null, lasting: false };
  const reason = textOf(event.reason) ?? '';
  const rejectReason = entryOf(reasons, reason) ?? 'other';
  if (reason.startsWith('suppress-')) return { rejectReason, lasting: true };
  // The other reasons of a «permanent» failure are not about the mailbox, or do not say.
  const told = reason === 'bounce' ? 'permanent' : reason === 'old' ? 'temporary' : 'nothing';
  return { rejectReason, lasting: isLasting({ told, code, words: said }) };
}
