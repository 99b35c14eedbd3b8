import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  entryOf,
  hashKey,
  isRecord,
  type JsonRecord,
  keyOf,
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

type Meaning = readonly [StatusWord, RejectReason | null];

/**
 * Postmark's bounce types. Most of them are no bounce: mails on their way, answers of programs,
 * challenges. https://postmarkapp.com/developer/api/bounce-api#bounce-types
 */
const bounceTypes: Readonly<Record<string, Meaning>> = {
  HardBounce: ['bounced', 'bounced'],
  SoftBounce: ['bounced', 'bounced'],
  DnsError: ['deferred', null],
  Transient: ['deferred', null],
  AutoResponder: ['autoresponded', null],
  ChallengeVerification: ['autoresponded', null],
  AddressChange: ['autoresponded', null],
  Subscribe: ['unknown', null],
  Unsubscribe: ['unsubscribed', 'unsubscribed'],
  SpamNotification: ['bounced', 'spam'],
  Blocked: ['bounced', 'blocked'],
  DMARCPolicy: ['bounced', 'blocked'],
  VirusNotification: ['bounced', 'other'],
  BadEmailAddress: ['rejected', 'invalid'],
  ManuallyDeactivated: ['rejected', 'blocked'],
  Unconfirmed: ['rejected', 'other'],
  SpamComplaint: ['complained', 'spam'],
  SMTPApiError: ['failed', 'other'],
  TemplateRenderingFailed: ['failed', 'other'],
};

/** Types that say that mail will never arrive there, or is not sent there any more. */
const ofAddress = ['BadEmailAddress', 'ManuallyDeactivated'];

const recordTypes: Readonly<Record<string, Meaning>> = {
  Delivery: ['delivered', null],
  SpamComplaint: ['complained', 'spam'],
  SubscriptionChange: ['unsubscribed', 'unsubscribed'],
};

/**
 * Postmark's webhooks: one record. Null: it is none. Postmark does not sign them; the password in
 * the URL tells who calls. https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
export function readPostmarkStatus(body: string): StatusEvent[] | null {
  const record = parseJson(body);
  if (!isRecord(record) || typeof record.RecordType !== 'string') return null;
  // Whether and when a person reads is nobody's business here: it is not kept.
  if (/^(Open|Click)$/.test(record.RecordType)) return [];
  return [readRecord(record, record.RecordType)];
}

function readRecord(record: JsonRecord, recordType: string): StatusEvent {
  const type = textOf(record.Type) ?? '';
  const isBounce = recordType === 'Bounce';
  const meaning = isBounce ? entryOf(bounceTypes, type) : entryOf(recordTypes, recordType);
  const [status, rejectReason] = meaning ?? (['unknown', null] as const);
  const said = wordsOf(record.Details);
  const code = status === 'delivered' ? null : codeIn(said);
  const at = record.BouncedAt ?? record.DeliveredAt ?? record.ChangedAt;
  const recipient = addressOf(record.Email ?? record.Recipient);
  const key = { recordType, type, at, recipient, id: record.MessageID };
  const told = ofAddress.includes(type)
    ? 'address'
    : type === 'HardBounce'
      ? 'permanent'
      : 'temporary';
  return {
    ...blankEvent,
    provider: 'postmark',
    // Only bounces and complaints have ids of their own.
    eventKey: textOf(record.ID) ? keyOf(`${recordType}-${textOf(record.ID)}`) : hashKey(key),
    status,
    rejectReason,
    lasting:
      (status === 'bounced' || status === 'rejected') && isLasting({ told, code, words: said }),
    code,
    occurredAt: timeOf(at),
    recipient,
    // Its own id, which it also gives the mail as a Message-ID (X-PM-Message-Id) where it has none.
    remoteIds: textsOf(record.MessageID),
    // The whole returned mail may be in it.
    payload: { ...record, Content: undefined },
  };
}
