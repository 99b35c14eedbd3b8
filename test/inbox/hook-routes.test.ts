import express from 'express';
import request from 'supertest';
import { createHookRoutes } from '../../service/inbox/hook-routes.ts';
import { createTestRandom } from '../house/test-random.ts';
import { gil } from '../rooms/waist-house.ts';
import { humanMail } from './client-mails.ts';
import { type InboxHouse, inboundDomain, openInboxHouse, quiet } from './inbox-house.ts';

const path = '/api/imip/inbound';
const raw = humanMail(gil.email, 'hello');
const random = createTestRandom();
let house: InboxHouse;
let guest: string;
let attendeeId: string;

beforeAll(async () => {
  house = await openInboxHouse();
  const people = await house.people(await house.create({ guest: gil }));
  guest = people.guest.address;
  attendeeId = people.guest.attendeeId;
});
afterAll(() => house.close());
beforeEach(() => house.db.pool.query('delete from imip_messages'));

const app = (hookSecret: string | null) =>
  express().use(createHookRoutes({ intake: house.intake, random, log: quiet, hookSecret }));

const post = (secret: string | null = 'a-secret') =>
  request(app('a-secret'))
    .post(path)
    .set('Content-Type', 'message/rfc822')
    .set(secret === null ? {} : { Authorization: `Bearer ${secret}` });

describe('a mail handed over by HTTP', () => {
  it('is stored as it is and read like any other', async () => {
    const answer = await post().query({ from: gil.email, to: guest }).send(raw);
    expect(answer.status).toBe(202);
    const [mail] = await house.mails();
    expect(answer.body).toEqual({ id: mail?.id });
    expect(mail).toMatchObject({ envelopeFrom: gil.email, attendeeId, outcome: null });
    expect(mail?.raw.toString()).toBe(raw);
    await house.job.run();
    expect((await house.mails())[0]?.outcome).toBe('human');
  });

  it('takes its envelope from headers, else its recipient from the mail', async () => {
    await post().set('X-Envelope-To', `<${guest}>`).set('X-Envelope-From', gil.email).send(raw);
    const named = `To: "x" <a@b.example>,\r\n <${guest.toUpperCase()}>\r\n${raw}`;
    expect((await post().send(named)).status).toBe(202);
    expect(
      (await house.mails()).map((mail) => [mail.envelopeFrom, mail.attendeeId !== null]),
    ).toEqual([
      [gil.email, true],
      ['', true],
    ]);
  });
});

describe('nothing is stored', () => {
  afterEach(async () => expect(await house.mails()).toEqual([]));

  it('without a hook secret: there is no such door', async () => {
    const answer = await request(app(null)).post(path).set('Authorization', 'Bearer ').send(raw);
    expect(answer.status).toBe(404);
  });

  it.each([null, '', 'A-SECRET', 'a-secret2', 'x'.repeat(5000)])(
    'for the secret %s',
    async (secret) => {
      const answer = await post(secret).query({ to: guest }).send(raw);
      expect(answer.status).toBe(401);
      expect(answer.type).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'unauthorized', status: 401 });
    },
  );

  it.each([
    ['a foreign recipient', 'user@elsewhere.example'],
    ['an unknown token', `r-${'a'.repeat(32)}@${inboundDomain}`],
    ['no recipient', ','],
    ['bytes that are no address', '\u0000'],
  ])('for %s', async (_what, to) => {
    const answer = await post().query({ to }).send(raw);
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown-recipient']);
  });

  it('when it is empty, too large, of another type or in a loop', async () => {
    const codes: unknown[] = [];
    const ask = () => post().query({ to: guest });
    codes.push((await ask().send('')).body.code);
    codes.push((await ask().send(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'))).body.code);
    codes.push((await ask().set('Content-Type', 'text/plain').send(raw)).body.code);
    codes.push((await ask().send(`X-Parley-Loop: 1\r\n${raw}`)).body.code);
    expect(codes).toEqual(['empty-mail', 'mail-too-large', 'unsupported-media-type', 'mail-loop']);
  });

  it('when one of its mailboxes had its share for this hour, for all of them', async () => {
    const full: typeof house.intake = {
      ...house.intake,
      findRecipient: (address) =>
        address.startsWith('r-') ? Promise.resolve('full') : house.intake.findRecipient(address),
    };
    const answer = await request(
      express().use(createHookRoutes({ intake: full, random, log: quiet, hookSecret: 's' })),
    )
      .post(path)
      .query({ to: `postmaster@${inboundDomain},${guest}` })
      .set({ Authorization: 'Bearer s', 'Content-Type': 'message/rfc822' })
      .send(raw);
    expect([answer.status, answer.get('retry-after')]).toEqual([429, '3600']);
    expect(await house.mails()).toEqual([]);
  });

  it('while bodies of others take all the room: before it is read, and small ones pass', async () => {
    const finish = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const intake = {
      ...house.intake,
      async receive() {
        begun.resolve();
        await finish.promise;
        return ['1'];
      },
    };
    const deps = { intake, random, log: quiet, hookSecret: 's', bufferedBytes: 150_000 };
    const server = express().use(createHookRoutes(deps)).listen(0, '127.0.0.1');
    const large = `${raw}${'x'.repeat(200_000)}`;
    const ask = (body: string, type = 'message/rfc822') =>
      request(server)
        .post(path)
        .query({ to: guest })
        .set({ Authorization: 'Bearer s', 'Content-Type': type })
        .send(body);
    const first = ask(large).then((answer) => answer.status);
    await begun.promise;
    for (const type of ['message/rfc822', 'application/json']) {
      const refused = await ask(large, type);
      expect([refused.status, refused.get('retry-after')]).toEqual([503, '5']);
      expect(refused.body.code).toBe('temporarily-unavailable');
    }
    const small = ask(raw).then((answer) => answer.status);
    finish.resolve();
    expect(await Promise.all([first, small])).toEqual([202, 202]);
    expect((await ask(large)).status).toBe(202);
    server.close();
  });

  it('while the database is away, and the caller is told to come back', async () => {
    const intake = {
      ...house.intake,
      receive: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })),
    };
    const away = express().use(createHookRoutes({ intake, random, log: quiet, hookSecret: 's' }));
    const answer = await request(away)
      .post(path)
      .query({ to: guest })
      .set({ Authorization: 'Bearer s', 'Content-Type': 'message/rfc822' })
      .send(raw);
    expect([answer.status, answer.get('retry-after')]).toEqual([503, '5']);
    expect(answer.body).toMatchObject({
      type: 'urn:parley:problem:temporarily-unavailable',
      code: 'temporarily-unavailable',
      errors: [],
      requestId: answer.get('x-request-id'),
    });
  });
});
