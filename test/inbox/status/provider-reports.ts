/** Reports as the providers document them; what differs from case to case is given. */

export interface Reported {
  /** Our Message-ID with its brackets. */
  readonly messageId: string;
  readonly recipient: string;
  /** The envelope sender of the mail. */
  readonly envelopeFrom?: string;
  readonly at?: string;
  /** What the provider calls this report. */
  readonly id?: string;
}

const at = '2027-03-01T09:00:00.000Z';
const seconds = (time: string) => Date.parse(time) / 1000;

type Fields = Record<string, unknown>;

export const sendgridEvent = (about: Reported, fields: Fields): Fields => ({
  email: about.recipient,
  timestamp: seconds(about.at ?? at),
  'smtp-id': about.messageId,
  category: ['sessions'],
  sg_event_id: about.id ?? 'c2dfZXZlbnRfaWQtMQ',
  sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
  ...fields,
});

export const mailgunEvent = (about: Reported, fields: Fields): Fields => ({
  id: 'Ase7i2zsRYeDXztHGENqRA',
  timestamp: seconds(about.at ?? at),
  'log-level': 'info',
  recipient: about.recipient,
  'recipient-domain': about.recipient.split('@')[1],
  tags: [],
  'user-variables': {},
  envelope: { sender: about.envelopeFrom ?? '', targets: about.recipient, transport: 'smtp' },
  message: {
    headers: { to: about.recipient, 'message-id': about.messageId.slice(1, -1), subject: 'x' },
    attachments: [],
    size: 3_111,
  },
  ...fields,
});

export const resendEvent = (about: Reported, type: string, fields: Fields = {}): Fields => ({
  type,
  created_at: about.at ?? at,
  data: {
    created_at: '2027-03-01 08:59:58.126+00',
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    from: 'Parley <scheduling@parley.example>',
    to: [about.recipient],
    subject: 'Session',
    headers: [{ name: 'Message-ID', value: about.messageId }],
    ...fields,
  },
});

export const postmarkRecord = (about: Reported, fields: Fields): Fields => ({
  MessageStream: 'outbound',
  ServerID: 23,
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  Metadata: {},
  Tag: '',
  ...(fields.RecordType === 'Delivery'
    ? { Recipient: about.recipient, DeliveredAt: about.at ?? at }
    : { ID: 42, Email: about.recipient, BouncedAt: about.at ?? at, Subject: 'Session' }),
  ...fields,
});

/** The event inside an SNS message; `form` is the name under which it says what it is. */
export const sesEvent = (
  about: Reported,
  type: string,
  fields: Fields,
  form: 'eventType' | 'notificationType' = 'eventType',
): Fields => ({
  [form]: type,
  mail: {
    timestamp: about.at ?? at,
    source: about.envelopeFrom ?? 'sender@parley.example',
    sourceArn: 'arn:aws:ses:eu-west-1:123456789012:identity/parley.example',
    sendingAccountId: '123456789012',
    messageId: '0102018f0c1e2d3b-7c191be4-9e9a-4d12-a87d-dd0099a07f8a-000000',
    destination: [about.recipient],
    headersTruncated: false,
    headers: [
      { name: 'From', value: 'Parley <scheduling@parley.example>' },
      { name: 'Message-ID', value: about.messageId },
    ],
    commonHeaders: { messageId: about.messageId, to: [about.recipient], subject: 'Session' },
  },
  ...fields,
});

export const sesBounce = (
  about: Reported,
  bounceType: string,
  bounceSubType: string,
  recipient: Fields = {},
): Fields => ({
  bounce: {
    bounceType,
    bounceSubType,
    bouncedRecipients: [{ emailAddress: about.recipient, action: 'failed', ...recipient }],
    timestamp: about.at ?? at,
    feedbackId: '0102018f0c1e2d3b-00000000-0000-0000-0000-000000000000-000000',
    reportingMTA: 'dns; a8-70.smtp-out.amazonses.com',
  },
});

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail-events';

/** An SNS message around an event, unsigned. */
export const snsMessage = (event: unknown, fields: Fields = {}): Fields => ({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topicArn,
  Subject: 'Amazon SES Email Event Notification',
  Message: typeof event === 'string' ? event : JSON.stringify(event),
  Timestamp: at,
  SignatureVersion: '1',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123abcd.pem',
  UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  ...fields,
});
