import fc from 'fast-check';
import { toEvidence } from '../../../service/inbox/status/evidence.ts';
import { readMailgun } from '../../../service/inbox/status/mailgun.ts';
import { readNormalised } from '../../../service/inbox/status/normalised.ts';
import { readPostmarkStatus } from '../../../service/inbox/status/postmark.ts';
import { readResend } from '../../../service/inbox/status/resend.ts';
import { readSendgrid } from '../../../service/inbox/status/sendgrid.ts';
import { readSes } from '../../../service/inbox/status/ses.ts';
import { bounceClassOf } from '../../../service/inbox/status/status-effect.ts';
import {
  mailgunEvent,
  postmarkRecord,
  resendEvent,
  sendgridEvent,
  sesBounce,
  sesEvent,
  snsMessage,
} from './provider-reports.ts';
import { mailgunBody } from './sign-reports.ts';

const about = {
  messageId: '<0199a3c4-1f00-7a55-9c31-8f2f7a0e6b11@in.parley.example>',
  recipient: 'gil@guest.example',
  envelopeFrom: `b-${'a'.repeat(32)}@in.parley.example`,
};
const gone = '550 5.1.1 The email account that you tried to reach does not exist';
const full = '552 5.2.2 mailbox full';
const spam = '550 5.7.1 Message rejected as spam by content filter';

const ses = (type: string, fields: Record<string, unknown>) =>
  readSes(snsMessage(sesEvent(about, type, fields)));
const sesBounced = (kind: string, subKind: string, recipient = {}) =>
  ses('Bounce', sesBounce(about, kind, subKind, recipient));
const sendgrid = (fields: Record<string, unknown>) =>
  readSendgrid(JSON.stringify([sendgridEvent(about, fields)]));
const mailgun = (fields: Record<string, unknown>) =>
  readMailgun(mailgunBody(mailgunEvent(about, fields), '1803892800', 'a-token'));
const mailgunFailed = (severity: string, reason: string, code: number, message: string) =>
  mailgun({ event: 'failed', severity, reason, 'delivery-status': { code, message } });
const resend = (type: string, fields = {}) =>
  readResend(JSON.stringify(resendEvent(about, `email.${type}`, fields)), 'msg_1');
const resendBounced = (bounce: Record<string, unknown>) => resend('bounced', { bounce });
const postmark = (fields: Record<string, unknown>) =>
  readPostmarkStatus(JSON.stringify(postmarkRecord(about, fields)));
const postmarkBounced = (type: string, details = '') =>
  postmark({ RecordType: 'Bounce', Type: type, Details: details });

/** What is reported, and the status, reason, class and code it is. */
type Row = readonly [what: string, read: unknown, meaning: string];

const rows: readonly Row[] = [
  ['SES sent', ses('Send', { send: {} }), 'sent'],
  ['SES delivered', ses('Delivery', { delivery: { recipients: [about.recipient] } }), 'delivered'],
  [
    'SES delayed',
    ses('DeliveryDelay', {
      deliveryDelay: {
        delayType: 'MailboxFull',
        delayedRecipients: [{ emailAddress: about.recipient, status: '4.2.2' }],
      },
    }),
    'deferred temporary 4.2.2',
  ],
  [
    'SES gone',
    sesBounced('Permanent', 'General', { status: '5.1.1', diagnosticCode: `smtp; ${gone}` }),
    'bounced/bounced permanent 5.1.1',
  ],
  ['SES without a word', sesBounced('Permanent', 'General'), 'bounced/bounced permanent'],
  ['SES no address', sesBounced('Permanent', 'NoEmail'), 'bounced/bounced permanent'],
  ['SES suppressed', sesBounced('Permanent', 'Suppressed'), 'bounced/bounced permanent'],
  [
    'SES on our list',
    sesBounced('Permanent', 'OnAccountSuppressionList', { status: '5.7.1' }),
    'bounced/bounced permanent 5.7.1',
  ],
  [
    'SES refused for spam',
    sesBounced('Permanent', 'General', { status: '5.7.1', diagnosticCode: `smtp; ${spam}` }),
    'bounced/bounced temporary 5.7.1',
  ],
  [
    'SES full',
    sesBounced('Transient', 'MailboxFull', { status: '5.2.2', diagnosticCode: full }),
    'bounced/bounced temporary 5.2.2',
  ],
  ['SES undetermined', sesBounced('Undetermined', 'Undetermined'), 'bounced/bounced temporary'],
  [
    'SES complaint',
    ses('Complaint', { complaint: { complainedRecipients: [{ emailAddress: about.recipient }] } }),
    'complained complaint',
  ],
  [
    'SES complaint taken back',
    ses('Complaint', { complaint: { complaintFeedbackType: 'not-spam' } }),
    'unknown',
  ],
  ['SES virus', ses('Reject', { reject: { reason: 'Bad content' } }), 'rejected/other rejected'],
  ['SES news', ses('Somersault', {}), 'unknown'],
  ['SendGrid accepted', sendgrid({ event: 'processed' }), 'queued'],
  ['SendGrid delivered', sendgrid({ event: 'delivered', response: '250 OK' }), 'delivered'],
  [
    'SendGrid delayed',
    sendgrid({ event: 'deferred', response: '450 4.2.1 try again later', attempt: '3' }),
    'deferred temporary 4.2.1',
  ],
  [
    'SendGrid gone',
    sendgrid({ event: 'bounce', type: 'bounce', status: '5.1.1', reason: gone }),
    'bounced/bounced permanent 5.1.1',
  ],
  [
    'SendGrid gone, by its class',
    sendgrid({
      event: 'bounce',
      type: 'bounce',
      status: '5.0.0',
      reason: '550',
      bounce_classification: 'Invalid Address',
    }),
    'bounced/bounced permanent 5.0.0',
  ],
  [
    'SendGrid full',
    sendgrid({ event: 'bounce', type: 'bounce', status: '5.2.2', reason: full }),
    'bounced/bounced temporary 5.2.2',
  ],
  [
    'SendGrid blocked',
    sendgrid({ event: 'bounce', type: 'blocked', status: '5.7.1', reason: spam }),
    'bounced/blocked temporary 5.7.1',
  ],
  [
    'SendGrid tired',
    sendgrid({ event: 'bounce', type: 'expired', reason: 'unable to get mx info' }),
    'bounced/timed_out temporary',
  ],
  [
    'SendGrid knew it gone',
    sendgrid({ event: 'dropped', reason: 'Bounced Address' }),
    'rejected/bounced permanent',
  ],
  [
    'SendGrid was unsubscribed',
    sendgrid({ event: 'dropped', reason: 'Unsubscribed Address' }),
    'rejected/unsubscribed permanent',
  ],
  [
    'SendGrid finds it spam',
    sendgrid({ event: 'dropped', reason: 'Spam Content (if Spam Checker app is enabled)' }),
    'rejected/spam rejected',
  ],
  [
    'SendGrid over quota',
    sendgrid({ event: 'dropped', reason: 'Recipient List over Package Quota' }),
    'rejected/other rejected',
  ],
  ['SendGrid complaint', sendgrid({ event: 'spamreport' }), 'complained complaint'],
  ['SendGrid unsubscribed', sendgrid({ event: 'group_unsubscribe' }), 'unsubscribed'],
  ['Mailgun accepted', mailgun({ event: 'accepted' }), 'queued'],
  ['Mailgun delivered', mailgun({ event: 'delivered' }), 'delivered'],
  [
    'Mailgun gone',
    mailgunFailed('permanent', 'bounce', 550, gone),
    'bounced/bounced permanent 5.1.1',
  ],
  [
    'Mailgun knew it gone',
    mailgunFailed('permanent', 'suppress-bounce', 605, 'Not delivering to previously bounced'),
    'bounced/bounced permanent 605',
  ],
  [
    'Mailgun spam',
    mailgunFailed('permanent', 'bounce', 550, spam),
    'bounced/bounced temporary 5.7.1',
  ],
  [
    'Mailgun does not know why',
    mailgunFailed('permanent', 'generic', 550, '550 sorry'),
    'bounced/other temporary 550',
  ],
  [
    'Mailgun tired',
    mailgunFailed('permanent', 'old', 602, 'Too old'),
    'bounced/timed_out temporary 602',
  ],
  ['Mailgun delayed', mailgunFailed('temporary', 'generic', 450, full), 'deferred temporary 5.2.2'],
  [
    'Mailgun rejected',
    mailgun({ event: 'rejected', reject: { reason: 'x' } }),
    'rejected/other rejected',
  ],
  ['Mailgun complaint', mailgun({ event: 'complained' }), 'complained complaint'],
  ['Resend sent', resend('sent'), 'sent'],
  ['Resend delivered', resend('delivered'), 'delivered'],
  ['Resend delayed', resend('delivery_delayed'), 'deferred temporary'],
  [
    'Resend gone',
    resendBounced({ type: 'Permanent', subType: 'General', message: 'x', diagnosticCode: [gone] }),
    'bounced/bounced permanent 5.1.1',
  ],
  [
    'Resend suppressed',
    resendBounced({ type: 'Permanent', subType: 'Suppressed', message: 'Resend has suppressed …' }),
    'bounced/bounced permanent',
  ],
  [
    'Resend gone, in the older form',
    resendBounced({ message: 'The recipient’s email provider sent a hard bounce message, but …' }),
    'bounced/bounced permanent',
  ],
  [
    'Resend full',
    resendBounced({ type: 'Transient', subType: 'MailboxFull', message: 'inbox was full' }),
    'bounced/bounced temporary',
  ],
  ['Resend failed', resend('failed', { failed: { reason: 'quota' } }), 'failed/other rejected'],
  ['Resend never sent', resend('suppressed'), 'rejected/bounced permanent'],
  ['Resend complaint', resend('complained'), 'complained complaint'],
  ['Postmark delivered', postmark({ RecordType: 'Delivery', Details: '250 OK' }), 'delivered'],
  [
    'Postmark gone',
    postmarkBounced('HardBounce', `smtp;${gone}`),
    'bounced/bounced permanent 5.1.1',
  ],
  [
    'Postmark full',
    postmarkBounced('SoftBounce', `smtp;${full}`),
    'bounced/bounced temporary 5.2.2',
  ],
  ['Postmark delayed', postmarkBounced('Transient'), 'deferred temporary'],
  ['Postmark name servers', postmarkBounced('DnsError'), 'deferred temporary'],
  ['Postmark blocked', postmarkBounced('Blocked', spam), 'bounced/blocked temporary 5.7.1'],
  ['Postmark spam', postmarkBounced('SpamNotification'), 'bounced/spam temporary'],
  ['Postmark absence note', postmarkBounced('AutoResponder'), 'autoresponded'],
  ['Postmark bad address', postmarkBounced('BadEmailAddress'), 'rejected/invalid permanent'],
  ['Postmark switched off', postmarkBounced('ManuallyDeactivated'), 'rejected/blocked permanent'],
  [
    'Postmark unsubscribed',
    postmark({ RecordType: 'SubscriptionChange' }),
    'unsubscribed/unsubscribed',
  ],
  ['Postmark complaint', postmark({ RecordType: 'SpamComplaint' }), 'complained/spam complaint'],
  ['Postmark news', postmark({ RecordType: 'Somersault' }), 'unknown'],
];

/** What a reading came to, in one line. */
function tell(read: unknown): string {
  const [event, ...more] = read as NonNullable<ReturnType<typeof readSendgrid>>;
  if (event === undefined || more.length > 0) return 'not one event';
  const word = [event.status, event.rejectReason].filter(Boolean).join('/');
  return [word, bounceClassOf(event), event.code].filter(Boolean).join(' ');
}

it.each(rows)('%s', (_what, read, meaning) => {
  expect(tell(read)).toBe(meaning);
});

it('every provider says which mail it is about, to whom and when, in its own place', () => {
  const bySes = sesBounced('Permanent', 'General')?.[0];
  const found = [
    bySes,
    sendgrid({ event: 'bounce' })?.[0],
    mailgun({ event: 'delivered' })?.[0],
    resend('delivered')?.[0],
    postmark({ RecordType: 'Delivery' })?.[0],
  ];
  expect(new Set(found.map((one) => one?.recipient))).toEqual(new Set([about.recipient]));
  expect(found.map((one) => one?.occurredAt?.toISOString())).toEqual(
    Array(5).fill('2027-03-01T09:00:00.000Z'),
  );
  expect(found.map((one) => one?.messageId)).toEqual([...Array(4).fill(about.messageId), null]);
  expect([bySes?.envelopeFrom, found[2]?.envelopeFrom]).toEqual(Array(2).fill(about.envelopeFrom));
  expect(found.map((one) => one?.remoteIds.at(-1))).toEqual([
    '0102018f0c1e2d3b-7c191be4-9e9a-4d12-a87d-dd0099a07f8a-000000',
    '14c5d75ce93.dfd.64b469',
    about.messageId.slice(1, -1),
    '56761188-7520-42d8-8898-ff6fc54ce618',
    '883953f4-6105-42a2-a16a-77a8eac79483',
  ]);
  const keys = found.map((one) => one?.eventKey);
  expect(new Set(keys).size).toBe(5);
  expect(postmark({ RecordType: 'Delivery' })?.[0]?.eventKey).toBe(keys[4]);
  expect(postmark({ RecordType: 'Delivery', MessageID: 'other' })?.[0]?.eventKey).not.toBe(keys[4]);
});

it('both forms of SES mean the same, and each recipient of one event is one report', () => {
  const bounce = sesBounce(about, 'Permanent', 'NoEmail');
  const other = readSes(snsMessage(sesEvent(about, 'Bounce', bounce, 'notificationType')));
  expect(tell(other)).toBe(tell(sesBounced('Permanent', 'NoEmail')));
  const two = ses('Complaint', {
    complaint: { complainedRecipients: ['a@x.example', 'b@x.example'].map(asRecipient) },
  });
  expect(two?.map((one) => one.recipient)).toEqual(['a@x.example', 'b@x.example']);
  expect(new Set(two?.map((one) => one.eventKey)).size).toBe(2);
});
const asRecipient = (emailAddress: string) => ({ emailAddress });

it('whether and when a person reads is not kept', () => {
  expect([
    ses('Open', { open: { ipAddress: '192.0.2.1' } }),
    sendgrid({ event: 'click', url: 'https://x.example' }),
    mailgun({ event: 'opened' }),
    resend('clicked'),
    postmark({ RecordType: 'Open' }),
  ]).toEqual([[], [], [], [], []]);
});

describe('our own words', () => {
  const { messageId } = about;
  const one = (fields: Record<string, unknown>) =>
    readNormalised(JSON.stringify({ messageId, status: 'bounced', ...fields }));

  it.each([
    [{ code: '5.1.1' }, 'bounced permanent 5.1.1'],
    [{ response: gone }, 'bounced permanent 5.1.1'],
    [{ permanent: true }, 'bounced permanent'],
    [{ permanent: false, code: '5.1.1' }, 'bounced temporary 5.1.1'],
    [{ permanent: true, code: '5.7.1' }, 'bounced temporary 5.7.1'],
    [{}, 'bounced temporary'],
    [{ status: 'rejected', rejectReason: 'invalid' }, 'rejected/invalid permanent'],
    [{ status: 'rejected', rejectReason: 'spam' }, 'rejected/spam rejected'],
    [{ status: 'delivered', tomorrow: ['another field'] }, 'delivered'],
  ])('%j', (fields, meaning) => {
    expect(tell(one(fields))).toBe(meaning);
  });

  it.each([
    ['no status', { status: undefined }],
    ['a status nobody knows', { status: 'opened' }],
    ['a reason nobody knows', { rejectReason: 'mood' }],
    ['nothing to find the mail by', { messageId: undefined }],
    ['a number for a text', { code: 511 }],
    ['a time that is none', { occurredAt: 'yesterday' }],
  ])('with %s are not taken, nor is what stands beside them', (_what, fields) => {
    expect(one(fields)).toBeNull();
    const good = { messageId, status: 'sent' };
    expect(readNormalised(JSON.stringify([good, { ...good, ...fields }]))).toBeNull();
  });
});

it('whatever JSON comes, reading it ends, and what is kept is small and has no token', () => {
  const readers = [
    readSendgrid,
    readMailgun,
    readNormalised,
    readPostmarkStatus,
    (text: string) => readResend(text, 'id'),
    (text: string) => readSes({ Message: text, MessageId: 'id' }),
  ];
  const names = ['event', 'event-data', 'RecordType', 'data', 'bounce', 'message', 'mail', 'type'];
  const words = fc.constantFrom('bounce', 'Bounce', 'email.bounced', 'failed', '\0\ud800', about);
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.jsonValue(),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names, 'x'), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      for (const read of readers) read(JSON.stringify(value));
      expect(JSON.stringify(toEvidence(value))).not.toMatch(/\\u0000|\\ud[89ab]|b-a{32}/);
    }),
    { numRuns: 150 },
  );
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  const link = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(90)}.${'c'.repeat(43)}`;
  const kept = JSON.stringify(toEvidence({ deep, link, long: 'x'.repeat(100_000) }));
  expect(kept).not.toContain('eyJ');
  expect(kept.length).toBeLessThan(3_000);
});
