import express from 'express';
import request from 'supertest';
import { createHookRoutes } from '../../service/inbox/hook-routes.ts';
import { createTestRandom } from '../house/test-random.ts';
import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, inboundDomain, openInboxHouse, quiet } from './inbox-house.ts';
import {
  mailgunFields,
  multipart,
  postmarkJson,
  sendgridFields,
  urlencoded,
} from './provider-requests.ts';

const path = '/api/imip/inbound';
const random = createTestRandom();
let house: InboxHouse;
let app: express.Express;
let guest: string;
let host: string;
let attendeeIds: string[];

/** A mail with 8-bit bytes of two charsets in it: what a DKIM signature would cover. */
const raw = Buffer.from(
  'From: Gil <gil@guest.example>\r\nSubject: J\xe9r\xf4me \xc3\xa9\r\n\r\ncaf\xe9 \x80\xff\r\n',
  'latin1',
);

beforeAll(async () => {
  house = await openInboxHouse();
  const people = await house.people(await house.create({ guest: gil }));
  guest = people.guest.address;
  host = people.host.address;
  attendeeIds = [people.guest.attendeeId, people.host.attendeeId];
  const deps = { intake: house.intake, random, log: quiet, hookSecret: 'a-secret' };
  app = express().use(createHookRoutes(deps));
});
afterAll(() => house.close());
beforeEach(() => {
  house.clock.advance({ hours: 1 });
  return house.db.pool.query('delete from imip_messages');
});

interface Sent {
  readonly type: string;
  readonly body: Buffer;
}

// The bytes as they are: of some types supertest would write its own.
const post = ({ type, body }: Sent, to = path) =>
  request(app)
    .post(to)
    .auth('parley', 'a-secret')
    .set('Content-Type', type)
    .serialize((bytes) => bytes)
    .send(body);

/** What was stored, as far as a provider's form tells it. */
async function stored() {
  const { rows } = await house.db.pool.query(
    `select envelope_from as "from", attendee_id as "attendeeId", raw,
       remote_address as "remoteAddress", helo from imip_messages order by received_at, id`,
  );
  return rows;
}

const envelopeOf = (to: unknown, from: unknown = 'gil@guest.example') =>
  JSON.stringify({ to, from });

describe('SendGrid', () => {
  it('hands over the raw mail byte for byte, its envelope and who delivered it', async () => {
    const answer = await post(multipart(sendgridFields(raw, envelopeOf([guest]))));
    expect(answer.status).toBe(202);
    const [mail] = await house.mails();
    expect(answer.body).toEqual({ id: mail?.id });
    expect(await stored()).toEqual([
      {
        from: 'gil@guest.example',
        attendeeId: attendeeIds[0],
        raw,
        remoteAddress: '198.51.100.7',
        helo: null,
      },
    ]);
  });

  it('may name several recipients, ours among others, and the null sender', async () => {
    const envelope = envelopeOf([guest, 'user@elsewhere.example', host], '');
    expect((await post(multipart(sendgridFields(raw, envelope)))).status).toBe(202);
    expect((await stored()).map((mail) => [mail.from, mail.attendeeId])).toEqual(
      attendeeIds.map((id) => ['', id]),
    );
  });

  it.each(['', 'unknown', '198.51.100.7, 10.0.0.1'])(
    'when its sender_ip is %j, nobody is said to have delivered the mail',
    async (senderIp) => {
      await post(multipart(sendgridFields(raw, envelopeOf([guest]), senderIp)));
      expect(await stored()).toMatchObject([{ remoteAddress: null }]);
    },
  );

  it.each(['', '{', '[]', 'null', '"x"', `{"to":"${'x'.repeat(5000)}`])(
    'with the envelope %j is malformed',
    async (envelope) => {
      const answer = await post(multipart(sendgridFields(raw, envelope)));
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    },
  );

  it.each([[{}], [[]], [[null, 1, {}]], ['user@elsewhere.example']])(
    'with the recipients %j has none of ours',
    async (to) => {
      const answer = await post(multipart(sendgridFields(raw, envelopeOf(to))));
      expect([answer.status, answer.body.code]).toEqual([422, 'unknown-recipient']);
    },
  );

  it('that tries again after an answer got lost is stored twice, for the reader to see', async () => {
    const sent = multipart(sendgridFields(raw, envelopeOf([guest])));
    expect([(await post(sent)).status, (await post(sent)).status]).toEqual([202, 202]);
    const [first, second] = await stored();
    expect(first.raw).toEqual(second.raw);
  });
});

describe('Mailgun', () => {
  it.each([
    ['multipart', multipart],
    ['urlencoded', urlencoded],
  ])(
    'hands over the raw mail byte for byte, %s, to a URL that ends in mime',
    async (_how, form) => {
      const fields = mailgunFields(raw, '<gil@guest.example>', `${guest}, ${host}`);
      expect((await post(form(fields), `${path}/mime`)).status).toBe(202);
      expect(await stored()).toMatchObject(
        attendeeIds.map((attendeeId) => ({
          from: 'gil@guest.example',
          attendeeId,
          raw,
          remoteAddress: null,
        })),
      );
    },
  );

  it('may add a query that ends in mime to the URL instead', async () => {
    const fields = mailgunFields(raw, '', guest);
    expect((await post(urlencoded(fields), `${path}?format=mime`)).status).toBe(202);
    expect(await stored()).toMatchObject([{ from: '', raw }]);
  });
});

describe('Postmark', () => {
  const text = 'From: Gil <gil@guest.example>\r\nSubject: J\u00e9r\u00f4me\r\n\r\n\ud83d\ude00\r\n';

  it('hands over the raw mail, to whom it first was sent; nobody is said to have delivered it', async () => {
    expect((await post(postmarkJson(text, [host, guest], guest))).status).toBe(202);
    expect(await stored()).toMatchObject([
      {
        from: 'gil@guest.example',
        attendeeId: attendeeIds[0],
        raw: Buffer.from(text),
        remoteAddress: null,
      },
    ]);
  });

  it('that got it by forwarding is told by the addresses of the mail', async () => {
    const sent = postmarkJson(text, ['x@elsewhere.example', guest], 'hash@inbound.example');
    expect((await post(sent)).status).toBe(202);
    expect(await stored()).toMatchObject([{ attendeeId: attendeeIds[0] }]);
  });

  it.each([
    ['<>', ''],
    ['<bounce@guest.example>', 'bounce@guest.example'],
  ])('leaves the envelope sender %s in Return-Path', async (path, from) => {
    await post(postmarkJson(`Return-Path: ${path}\r\n${text}`, [guest]));
    expect(await stored()).toMatchObject([{ from }]);
  });

  it('holds nobody up by a head made to cost time', async () => {
    const startedAt = performance.now();
    const head = `Return-Path:${' '.repeat(200_000)}x y`;
    expect((await post(postmarkJson(`${head}\r\n${text}`, [guest]))).status).toBe(202);
    // A pattern that tries every blank needs minutes, in which nothing else is answered.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it.each(['{', '[]', 'null', '"RawEmail"', '\xff'])(
    'with the body %j is malformed',
    async (body) => {
      const answer = await post({ type: 'application/json', body: Buffer.from(body, 'latin1') });
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed-request']);
    },
  );
});

describe('nothing is stored', () => {
  afterEach(async () => expect(await house.mails()).toEqual([]));

  it.each([
    ['SendGrid', () => multipart(sendgridFields(null, envelopeOf([guest])))],
    ['Mailgun', () => urlencoded(mailgunFields(null, 'gil@guest.example', guest))],
    ['Postmark', () => postmarkJson(null, [guest])],
    ['somebody else', () => multipart([['x', 'y']])],
  ])('of the form of %s without the raw mail, and it says what to switch on', async (who, sent) => {
    const answer = await post(sent());
    expect([answer.status, answer.body.code]).toEqual([422, 'raw-mail-missing']);
    expect(answer.body.detail).toContain(who === 'somebody else' ? 'Switch on' : who);
  });

  it.each([
    ['SendGrid', () => multipart(sendgridFields('', envelopeOf([guest])))],
    ['Mailgun', () => urlencoded(mailgunFields('', 'gil@guest.example', guest))],
    ['Postmark', () => postmarkJson('', [guest])],
  ])('of the form of %s with an empty mail', async (_who, sent) => {
    const answer = await post(sent());
    expect([answer.status, answer.body.code]).toEqual([400, 'empty-mail']);
  });

  it.each([
    ['SendGrid', (mail: Buffer) => multipart(sendgridFields(mail, envelopeOf([guest])))],
    ['Mailgun', (mail: Buffer) => urlencoded(mailgunFields(mail, 'x@y.example', guest))],
    ['Postmark', (mail: Buffer) => postmarkJson(mail.toString('latin1'), [guest])],
  ])('of a mail of %s that is too large', async (_who, send) => {
    const answer = await post(send(Buffer.alloc(10 * 1024 * 1024 + 1, 'x')));
    expect([answer.status, answer.body.code]).toEqual([413, 'mail-too-large']);
  });

  it('of a body that is larger than any form of such a mail', async () => {
    const body = Buffer.alloc(32 * 1024 * 1024, 'x');
    const answer = await post({ type: 'multipart/form-data; boundary=x', body });
    expect([answer.status, answer.body.code]).toEqual([413, 'mail-too-large']);
  });

  it('of our own mail handed back', async () => {
    const looping = Buffer.concat([Buffer.from('X-Parley-Loop: 1\r\n'), raw]);
    const answer = await post(multipart(sendgridFields(looping, envelopeOf([guest]))));
    expect([answer.status, answer.body.code]).toEqual([422, 'mail-loop']);
  });

  it.each([
    ['a wrong password', ['parley', 'b-secret']],
    ['the secret as the name', ['a-secret', 'parley']],
    ['no password', ['parley', '']],
    ['a longer password', ['parley', 'a-secret:x']],
  ])('for %s', async (_what, [name = '', password = '']) => {
    const { type, body } = multipart(sendgridFields(raw, envelopeOf([guest])));
    const answer = await request(app)
      .post(path)
      .auth(name, password)
      .set('Content-Type', type)
      .send(body);
    expect(answer.status).toBe(401);
    expect(answer.get('www-authenticate')).toMatch(/Basic realm=/);
  });

  it.each(['Basic', 'Basic !!!', 'Basic YS1zZWNyZXQ', 'a-secret', 'Digest a-secret', 'Bearer'])(
    'for the authorization %j',
    async (authorization) => {
      const { type, body } = multipart(sendgridFields(raw, envelopeOf([guest])));
      const asked = request(app).post(path).set('Content-Type', type);
      expect((await asked.set('Authorization', authorization).send(body)).status).toBe(401);
    },
  );

  it('and the domain of others is of no interest', async () => {
    const answer = await post(postmarkJson('\r\nx', [`x@sub.${inboundDomain}`]));
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown-recipient']);
  });
});

it('a raw mail says nothing of who delivered it: its caller is not the one', async () => {
  const answer = await request(app)
    .post(path)
    .set({ Authorization: 'Bearer a-secret', 'Content-Type': 'message/rfc822' })
    .query({ to: guest, from: 'gil@guest.example' })
    .send(raw);
  expect(answer.status).toBe(202);
  expect(await stored()).toMatchObject([{ remoteAddress: null, raw }]);
});
