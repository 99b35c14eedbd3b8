import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  entryOf,
  headerIn,
  isRecord,
  type JsonRecord,
  keyOf,
  listOf,
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

/** Which status each kind of event is, and which member holds more about it. */
const kinds: Readonly<Record<string, readonly [StatusWord, string]>> = {
  Send: ['sent', 'send'],
  Delivery: ['delivered', 'delivery'],
  DeliveryDelay: ['deferred', 'deliveryDelay'],
  Bounce: ['bounced', 'bounce'],
  Complaint: ['complained', 'complaint'],
  Reject: ['rejected', 'reject'],
  'Rendering Failure': ['failed', 'failure'],
  Subscription: ['unsubscribed', 'subscription'],
};

/** Whether and when a person reads is nobody's business here, nor is mail that came in. */
const notOurs = ['Open', 'Click', 'Received', 'AmazonSnsSubscriptionSucceeded'];

/** Where the recipients of an event stand who are not simply the mail's. */
const lists = ['bouncedRecipients', 'complainedRecipients', 'delayedRecipients', 'recipients'];

/**
 * The events in an SNS notification, one for each recipient. Amazon has two forms that differ in
 * one name, and sends a sentence when a topic is set up. Null: the notification is no event.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function readSes(notification: JsonRecord): StatusEvent[] | null {
  const message = wordsOfMessage(notification.Message);
  if (/^\s*Successfully validated SNS topic/.test(message)) return [];
  const event = parseJson(message);
  if (!isRecord(event)) return null;
  const kind = textOf(event.eventType ?? event.notificationType);
  if (kind === null) return null;
  if (notOurs.includes(kind)) return [];
  const id = textOf(notification.MessageId) ?? '';
  const [word, member] = entryOf(kinds, kind) ?? (['unknown', kind.toLowerCase()] as const);
  const about = recordOf(event[member]);
  // RFC 5965 §7.3: somebody takes a complaint back.
  const status = about.complaintFeedbackType === 'not-spam' ? 'unknown' : word;
  return recipientsOf(event, about).map((recipient, index) => ({
    ...readEvent(event, about, recipient, status),
    eventKey: keyOf(`${id}/${index}`),
  }));
}

const wordsOfMessage = (value: unknown) => (typeof value === 'string' ? value : '');

/** Each with what is said of them alone; they are addresses or records. */
function recipientsOf(event: JsonRecord, about: JsonRecord): JsonRecord[] {
  const list = lists.map((name) => listOf(about[name])).find(({ length }) => length > 0);
  const all = list ?? listOf(recordOf(event.mail).destination);
  return all.slice(0, 100).map((one) => (isRecord(one) ? one : { emailAddress: one }));
}

function readEvent(
  event: JsonRecord,
  about: JsonRecord,
  recipient: JsonRecord,
  status: StatusWord,
): Omit<StatusEvent, 'eventKey'> {
  const mail = recordOf(event.mail);
  const said = wordsOf(recipient.diagnosticCode);
  const code = textOf(recipient.status) ?? codeIn(said);
  const headers = recordOf(mail.commonHeaders);
  // SES gives every mail a Message-ID of its own; ours is told only with the original headers.
  const original = headerIn(mail.headers, 'message-id') ?? headers.messageId;
  return {
    ...blankEvent,
    provider: 'ses',
    status,
    ...judge(about, status, code, said),
    code,
    occurredAt: timeOf(about.timestamp) ?? timeOf(mail.timestamp),
    recipient: addressOf(recipient.emailAddress),
    messageId: messageIdOf(original),
    envelopeFrom: addressOf(mail.source),
    remoteIds: textsOf(mail.messageId),
    payload: event,
  };
}

/** Reasons why SES sends nothing to an address, and that it does not exist. */
const ofAddress = ['NoEmail', 'Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'];

function judge(
  about: JsonRecord,
  status: StatusWord,
  code: string | null,
  said: string,
): { rejectReason: RejectReason | null; lasting: boolean } {
  if (status === 'rejected') return { rejectReason: 'other', lasting: false };
  if (status !== 'bounced') return { rejectReason: null, lasting: false };
  const isPermanent = about.bounceType === 'Permanent';
  const isOfAddress = isPermanent && ofAddress.includes(textOf(about.bounceSubType) ?? '');
  const told = isOfAddress ? 'address' : isPermanent ? 'permanent' : 'temporary';
  return { rejectReason: 'bounced', lasting: isLasting({ told, code, words: said }) };
}
