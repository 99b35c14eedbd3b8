import { generateKeyPairSync, sign } from 'node:crypto';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { createFakeClock } from '../../house/fake-clock.ts';
import {
  mailgunEvent,
  postmarkRecord,
  resendEvent,
  sendgridEvent,
  sesBounce,
  sesEvent,
  snsMessage,
  topicArn,
} from './provider-reports.ts';
import { mailgunBody, signSendgrid, signSns, signWebhook, snsPem } from './sign-reports.ts';
import { basic, bearer, openStatusStage, type StatusStage } from './status-stage.ts';

const clock = createFakeClock('2027-03-01T09:00:00Z');
const about = { messageId: '<m@in.parley.example>', recipient: 'gil@guest.example' };
const now = String(clock.now().getTime() / 1000);
const ago = (secondsAgo: number) => String(Number(now) - secondsAgo);
const day = 24 * 60 * 60;

let stage: StatusStage;
beforeEach(() => {
  stage = openStatusStage({ clock });
});

const sendgridBody = JSON.stringify([sendgridEvent(about, { event: 'delivered' })]);
const resendBody = JSON.stringify(resendEvent(about, 'email.delivered'));
const delivered = { messageId: about.messageId, status: 'delivered' };
const record = postmarkRecord(about, { RecordType: 'Delivery' });
const sesMessage = (fields = {}) =>
  snsMessage(sesEvent(about, 'Bounce', sesBounce(about, 'Permanent', 'NoEmail')), fields);
const otherEc = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const token = 'c'.repeat(50);
const event = mailgunEvent(about, { event: 'delivered' });

/** A signed request as the provider sends it; each door must take exactly these. */
const good: Readonly<Record<string, () => ReturnType<StatusStage['post']>>> = {
  generic: () => stage.post('generic', delivered, bearer),
  'generic, by Basic': () => stage.post('generic', [delivered, delivered], basic),
  postmark: () => stage.post('postmark', record, basic),
  sendgrid: () => stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, now)),
  'sendgrid, repeated for hours': () =>
    stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, ago(day - 60))),
  mailgun: () => stage.post('mailgun', mailgunBody(event, now, token)),
  resend: () => stage.post('resend', resendBody, signWebhook(resendBody, now)),
  'resend, with secrets in rotation': () => {
    const stamp = signWebhook(resendBody, now);
    const signatures = `v1,${'A'.repeat(43)}= v2,xyz ${stamp['svix-signature']}`;
    return stage.post('resend', resendBody, { ...stamp, 'svix-signature': signatures });
  },
  'resend, under the names of the standard': () => {
    const stamp = Object.entries(signWebhook(resendBody, now));
    const named = stamp.map(([name, value]) => [name.replace('svix', 'webhook'), value]);
    return stage.post('resend', resendBody, Object.fromEntries(named));
  },
  'ses, version 1': () => stage.post('ses', signSns(sesMessage())),
  'ses, version 2': () => stage.post('ses', signSns(sesMessage({ SignatureVersion: '2' }))),
  'ses, as text and without a subject': () => {
    const { Subject: _none, ...message } = sesMessage();
    return stage.post('ses', signSns(message), { 'Content-Type': 'text/plain; charset=UTF-8' });
  },
};

it.each(Object.entries(good))('%s is taken', async (_what, send) => {
  const answer = await send();
  expect([answer.status, answer.body]).toEqual([200, {}]);
  expect(stage.taken.length).toBeGreaterThan(0);
});

/** One bit of a text's last letter but one, so that it stays readable. */
const bend = (text: string) => {
  const at = text.length - 5;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
};
const stampedWith = (changes: object) => ({ ...signWebhook(resendBody, now), ...changes });
const pem = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123abcd.pem';

const forged: Readonly<Record<string, () => ReturnType<StatusStage['post']>>> = {
  'generic without a secret': () => stage.post('generic', delivered),
  'generic with another secret': () =>
    stage.post('generic', delivered, { Authorization: 'Bearer the-secret-of-the-hookz' }),
  'postmark without a secret': () => stage.post('postmark', record),
  'postmark with an empty password': () =>
    stage.post('postmark', record, { Authorization: `Basic ${btoa('parley:')}` }),
  'sendgrid without a signature': () => stage.post('sendgrid', sendgridBody),
  'sendgrid with a signature of nothing': () =>
    stage.post('sendgrid', sendgridBody, { ...signSendgrid('', now) }),
  'sendgrid with another body': () =>
    stage.post('sendgrid', `${sendgridBody} `, signSendgrid(sendgridBody, now)),
  'sendgrid with another time': () =>
    stage.post('sendgrid', sendgridBody, {
      ...signSendgrid(sendgridBody, now),
      'X-Twilio-Email-Event-Webhook-Timestamp': ago(1),
    }),
  'sendgrid with another key': () =>
    stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, now, otherEc)),
  'sendgrid of yesterday': () =>
    stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, ago(day + 1))),
  'sendgrid of tomorrow': () =>
    stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, ago(-day))),
  'sendgrid of no time': () =>
    stage.post('sendgrid', sendgridBody, signSendgrid(sendgridBody, 'now')),
  'mailgun without a signature': () => stage.post('mailgun', { 'event-data': event }),
  'mailgun with another key': () =>
    stage.post('mailgun', mailgunBody(event, now, token, `${'x'.repeat(20)}`)),
  'mailgun with one bit off': () =>
    stage.post('mailgun', mailgunBody(event, now, token).replace(token, bend(token))),
  'mailgun of yesterday': () => stage.post('mailgun', mailgunBody(event, ago(day + 1), token)),
  'resend without a signature': () =>
    stage.post('resend', resendBody, stampedWith({ 'svix-signature': '' })),
  'resend with one bit off': () => {
    const signature = signWebhook(resendBody, now)['svix-signature'];
    return stage.post('resend', resendBody, stampedWith({ 'svix-signature': bend(signature) }));
  },
  'resend with a signature of no version': () => {
    const signature = signWebhook(resendBody, now)['svix-signature'].slice('v1,'.length);
    return stage.post('resend', resendBody, stampedWith({ 'svix-signature': signature }));
  },
  'resend with another body': () => stage.post('resend', bend(resendBody), stampedWith({})),
  'resend with another id': () =>
    stage.post('resend', resendBody, stampedWith({ 'svix-id': 'msg_1' })),
  'resend with another key': () =>
    stage.post('resend', resendBody, signWebhook(resendBody, now, 'msg_1', `whsec_${btoa(token)}`)),
  'resend of six minutes ago': () =>
    stage.post('resend', resendBody, signWebhook(resendBody, ago(360))),
  'resend of in six minutes': () =>
    stage.post('resend', resendBody, signWebhook(resendBody, ago(-360))),
  'ses without a signature': () => stage.post('ses', sesMessage()),
  'ses with another message': () =>
    stage.post('ses', { ...signSns(sesMessage()), Message: '{"eventType":"Delivery"}' }),
  'ses of another version': () => stage.post('ses', signSns(sesMessage({ SignatureVersion: '3' }))),
  'ses said to be of the other version': () =>
    stage.post('ses', { ...signSns(sesMessage()), SignatureVersion: '2' }),
  'ses of another topic': () =>
    stage.post('ses', signSns(sesMessage({ TopicArn: `${topicArn}-2` }))),
  'ses of a type that every object has': () =>
    stage.post('ses', { ...signSns(sesMessage()), Type: 'constructor' }),
  'ses of a version that every object has': () =>
    stage.post('ses', { ...signSns(sesMessage()), SignatureVersion: 'constructor' }),
  'ses with a list for a text': () => {
    const message = signSns(sesMessage());
    return stage.post('ses', { ...message, MessageId: [message.MessageId] });
  },
  'ses of yesterday': () =>
    stage.post('ses', signSns(sesMessage({ Timestamp: '2027-02-28T08:00:00Z' }))),
};

it.each(Object.entries(forged))('%s is refused', async (_what, send) => {
  const answer = await send();
  expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
  expect(answer.body.errors).toEqual([]);
  expect(stage.taken).toEqual([]);
});

describe('the certificate of Amazon', () => {
  it.each([
    pem.replace('https:', 'http:'),
    pem.replace('amazonaws.com', 'amazonaws.com.evil.example'),
    pem.replace('sns.eu', 'bucket.s3.eu'),
    // Buckets named `sns`, and another region than the topic's.
    pem.replace('eu-west-1', 's3'),
    pem.replace('eu-west-1', 's3-us-west-2'),
    pem.replace('eu-west-1', 'us-east-1'),
    pem.replace('.com/', '.com./'),
    `${pem}#2`,
    pem.replace('sns.eu-west-1', 'sns.eu-west-1.evil'),
    pem.replace('https://', 'https://amazon@'),
    pem.replace('.com/', '.com:8443/'),
    `${pem}?x=.pem`,
    pem.replace('.pem', '.html'),
    '//sns.eu-west-1.amazonaws.com/x.pem',
    7,
  ])('is never fetched from %s', async (SigningCertURL) => {
    const answer = await stage.post('ses', signSns(sesMessage({ SigningCertURL })));
    expect(answer.status).toBe(401);
    expect(stage.fetched).toEqual([]);
  });

  it('is fetched once, and not without end for strangers', async () => {
    for (let n = 0; n < 3; n++) await stage.post('ses', signSns(sesMessage()));
    expect(stage.fetched).toEqual([pem]);
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) {
      const SigningCertURL = pem.replace('0123abcd', String(n));
      statuses.push((await stage.post('ses', { ...sesMessage({ SigningCertURL }) })).status);
    }
    expect(stage.fetched).toHaveLength(10);
    expect(statuses.slice(-1)).toEqual([503]);
    clock.advance({ minutes: 1 });
    expect((await stage.post('ses', signSns(sesMessage()))).status).toBe(200);
    clock.advance({ minutes: -1 });
  });

  it('counts while it is valid', async () => {
    const { cert, key } = tlsOptions();
    const send = async (at: string) => {
      const Timestamp = at;
      const message = sesMessage({ Timestamp });
      const { Message, MessageId, Subject, TopicArn, Type } = message;
      const fields = { Message, MessageId, Subject, Timestamp, TopicArn, Type };
      const text = Object.entries(fields).map(([name, value]) => `${name}\n${value}\n`);
      const Signature = sign('sha1', Buffer.from(text.join('')), String(key)).toString('base64');
      const its = openStatusStage({
        clock: createFakeClock(at),
        fetchText: () => Promise.resolve(String(cert)),
      });
      return (await its.post('ses', { ...message, Signature })).status;
    };
    expect([await send('2024-03-01T09:00:00Z'), await send('2027-03-01T09:00:00Z')]).toEqual([
      200, 401,
    ]);
  });

  it('is not there: Amazon may send it again; no certificate at all is refused', async () => {
    const away = openStatusStage({ clock, fetchText: () => Promise.reject(new Error('away')) });
    const answer = await away.post('ses', signSns(sesMessage()));
    expect([answer.status, answer.get('retry-after')]).toEqual([503, '5']);
    const odd = openStatusStage({ clock, fetchText: () => Promise.resolve('<html>') });
    expect((await odd.post('ses', signSns(sesMessage()))).status).toBe(401);
  });
});

describe('a subscription', () => {
  const url = `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=t`;
  const ask = (SubscribeURL: string) =>
    signSns({
      ...snsMessage('You have chosen to subscribe …', { Subject: undefined }),
      Type: 'SubscriptionConfirmation',
      Token: 't',
      SubscribeURL,
    });

  it('of our topic is confirmed', async () => {
    expect((await stage.post('ses', ask(url))).status).toBe(200);
    expect(stage.fetched).toEqual([pem, url]);
    expect(stage.taken).toEqual([]);
  });

  it.each([
    'https://evil.example/',
    url.replace('eu-west-1', 'us-east-1'),
    url.replace(topicArn, `${topicArn}-2`),
    url.replace('ConfirmSubscription', 'Unsubscribe'),
  ])('is not confirmed at %s', async (odd) => {
    expect((await stage.post('ses', ask(odd))).status).toBe(401);
    expect(stage.fetched).toEqual([pem]);
  });

  it('that cannot be confirmed now is asked for again', async () => {
    const fetchText = (asked: string) =>
      asked === pem ? Promise.resolve(snsPem) : Promise.reject(new Error('away'));
    const away = openStatusStage({ clock, fetchText });
    expect((await away.post('ses', ask(url))).status).toBe(503);
  });
});

it('a provider whose secret is not set has no door', async () => {
  const none = { hookSecret: null, sesTopicArn: null, sendgridKey: null, mailgunKey: null };
  const closed = openStatusStage({ clock, configured: { ...none, resendSecret: null } });
  for (const provider of ['generic', 'postmark', 'ses', 'sendgrid', 'mailgun', 'resend']) {
    const answer = await closed.post(provider, delivered, bearer);
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  }
});

it.each(['constructor', '__proto__', 'toString'])(
  'a kind of report nobody has a word for is taken as unknown: %s',
  async (kind) => {
    const sesEventOfKind = snsMessage(sesEvent(about, kind, {}));
    const sendgridOfKind = JSON.stringify([sendgridEvent(about, { event: kind })]);
    const answers = [
      await stage.post(
        'postmark',
        postmarkRecord(about, { RecordType: 'Bounce', Type: kind }),
        basic,
      ),
      await stage.post('postmark', postmarkRecord(about, { RecordType: kind }), basic),
      await stage.post('sendgrid', sendgridOfKind, signSendgrid(sendgridOfKind, now)),
      await stage.post('mailgun', mailgunBody(mailgunEvent(about, { event: kind }), now, token)),
      await stage.post('ses', signSns(sesEventOfKind)),
    ];
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(stage.taken.map(({ status }) => status)).toEqual(Array(5).fill('unknown'));
  },
);

it.each([
  ['no JSON', 'generic', '{', bearer, 400, 'malformed-request'],
  ['no report', 'generic', '"delivered"', bearer, 400, 'malformed-request'],
  ['no list', 'sendgrid', '{}', signSendgrid('{}', now), 400, 'malformed-request'],
  ['no event', 'mailgun', mailgunBody('x', now, token), {}, 400, 'malformed-request'],
  ['no type', 'resend', '[]', signWebhook('[]', now), 400, 'malformed-request'],
  ['no event', 'ses', JSON.stringify(signSns(snsMessage('hello'))), {}, 400, 'malformed-request'],
  [
    'a form',
    'generic',
    'status=delivered',
    { ...bearer, 'Content-Type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported-media-type',
  ],
  ['six megabytes', 'generic', ' '.repeat(6 * 1024 * 1024), bearer, 413, 'body-too-large'],
  [
    'more reports than one request may bring',
    'generic',
    JSON.stringify(Array(10_000).fill(delivered)),
    bearer,
    413,
    'body-too-large',
  ],
] as const)('%s is told to %s', async (_what, provider, body, headers, status, code) => {
  const answer = await stage.post(provider, body, headers);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(stage.taken).toEqual([]);
});

it('while the database is away the provider is told to come back', async () => {
  const gone = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
  const away = openStatusStage({ clock, intake: { receive: () => Promise.reject(gone) } });
  const answer = await away.post('generic', delivered, bearer);
  expect([answer.status, answer.get('retry-after')]).toEqual([503, '5']);
});
