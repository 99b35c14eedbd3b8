import express from 'express';
import { HtmlValidate } from 'html-validate';
import request from 'supertest';
import { createMailboxRoutes } from '../../service/dev/mailbox-routes.ts';
import { createMailboxTransport } from '../../service/dev/mailbox-transport.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import type { MailTransport } from '../../service/ports.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

const at = '2027-03-01T09:00:00.000Z';
const clock = createFakeClock(at);
const secrets = parseSecrets(`k1:${'s'.repeat(40)}`);
let house: TestDatabase;
let transport: MailTransport;
let app: express.Express;

beforeAll(async () => {
  house = await openTestDatabase();
  transport = createMailboxTransport(house.database, clock);
  app = express().use(createMailboxRoutes({ database: house.database }));
});
afterEach(() => house.pool.query('truncate development_mails restart identity'));
afterAll(() => house.drop());

const facts: MailFacts = {
  kind: 'invitation',
  wordingVersion: 1,
  messageId: '<m1@in.parley.test>',
  inReplyTo: null,
  date: at,
  fromAddress: 'scheduling@parley.test',
  inboundDomain: 'in.parley.test',
  publicUrl: 'http://localhost:3000',
  application: {
    organizerName: 'Practice',
    brand: { productName: null, color: null, logoUrl: null, supportEmail: null },
  },
  recipient: {
    attendeeId: '0190a000-0000-7000-8000-000000000001',
    role: 'guest',
    name: 'Gerda',
    email: 'gerda@example.org',
    timeZone: 'Europe/Vienna',
    locale: 'en-GB',
    answer: 'needs-action',
    replyKeyId: 'k1',
  },
  otherFirstName: 'Hans',
  sessionName: '<b>Session</b> & "more"',
  description: null,
  location: null,
  joinUrl: null,
  icsUid: 'uid-1@parley.test',
  sequence: 2,
  stampedAt: at,
  startUtc: '2027-03-04T09:00:00.000Z',
  durationMinutes: 60,
  previous: { startUtc: '2027-03-03T09:00:00.000Z', durationMinutes: 60 },
  proposal: null,
  reason: null,
  allowCounter: true,
  links: [
    {
      id: '0190a000-0000-7000-8000-000000000002',
      purpose: 'propose',
      keyId: 'k1',
      issuedAt: at,
      expiresAt: '2027-03-04T10:00:00.000Z',
    },
  ],
  outboxId: '0190a000-0000-7000-8000-000000000003',
  bounceKeyId: 'k1',
};

const freely = { mayFinish: async () => true };

async function keep(change: Partial<MailFacts> = {}, email = 'gerda@example.org') {
  const recipient = { ...facts.recipient, email };
  const mail = await writeMail({ ...facts, ...change, recipient }, secrets, { redirectTo: null });
  return transport.send(mail, freely);
}

const getJson = (path: string) => request(app).get(path).accept('application/json');

test('what is sent without a relay is kept and reported as accepted', async () => {
  expect(await keep()).toEqual({
    outcome: 'accepted',
    response: 'kept in the development mailbox',
    relay: 'development-mailbox',
  });
  const { body } = await getJson('/dev/mailbox/1').expect(200);
  expect(body).toMatchObject({
    id: 1,
    receivedAt: at,
    to: 'gerda@example.org',
    method: 'REQUEST',
    sequence: 2,
    uid: 'uid-1@parley.test',
  });
  expect(body.from).toContain('scheduling@parley.test');
  expect(body.ics).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(body.text).toContain('Hello Gerda,');
  expect(body.html).toContain('<html');
  expect(body.headers).toContainEqual({ name: 'Message-ID', value: facts.messageId });
  expect(body.links).toEqual([
    expect.stringMatching(/^http:\/\/localhost:3000\/reschedule\?r=[\w.-]+$/),
    expect.stringMatching(/^http:\/\/localhost:3000\/session\?r=[\w.-]+$/),
  ]);
});

test('a mail that may not be finished is not kept', async () => {
  const mail = await writeMail(facts, secrets, { redirectTo: null });
  for (const mayFinish of [async () => false, () => Promise.reject(new Error('away'))]) {
    expect((await transport.send(mail, { mayFinish })).outcome).toBe('withdrawn');
  }
  const { body } = await getJson('/dev/mailbox').expect(200);
  expect(body.data).toEqual([]);
});

test('the list shows the newest first, and only one person when asked for', async () => {
  await keep();
  await keep({ kind: 'cancellation', sequence: 3 }, 'hans@example.org');
  const { body } = await getJson('/dev/mailbox').expect(200);
  expect(body.data.map((mail: { id: number }) => mail.id)).toEqual([2, 1]);
  const filtered = await getJson('/dev/mailbox?to=Hans@example.org').expect(200);
  expect(filtered.body.data).toMatchObject([{ id: 2, method: 'CANCEL', sequence: 3 }]);
});

test('the session is shown in the local time of its reader, the one that holds now', async () => {
  await keep({ kind: 'update' });
  const { body } = await getJson('/dev/mailbox/1').expect(200);
  expect(body.localTime).toMatch(/4 March 2027.*10:00.*Central European/);
  const page = await request(app).get('/dev/mailbox').expect(200);
  expect(page.text).toContain('4 March 2027');
});

test('a mail without a calendar object says so', async () => {
  await keep({ kind: 'guest-left' });
  const { body } = await getJson('/dev/mailbox/1').expect(200);
  expect(body).toMatchObject({ method: null, sequence: null, uid: null, ics: null });
  const page = await request(app).get('/dev/mailbox/1').expect(200);
  expect(page.text).toContain('no calendar object');
});

test('the pages are valid HTML without script, and take nothing from elsewhere', async () => {
  await keep();
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:a11y'],
    // The text of a mail is shown as it is, with the "-- " of its signature.
    rules: { 'no-trailing-whitespace': 'off' },
  });
  for (const path of ['/dev/mailbox', '/dev/mailbox?to=nobody', '/dev/mailbox/1']) {
    const { text, headers } = await request(app).get(path).expect(200);
    const report = await validator.validateString(text);
    expect(report.results.flatMap((result) => result.messages)).toEqual([]);
    expect(text).not.toMatch(/<script|src="http|<link/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['cache-control']).toBe('no-store');
  }
});

test('what a mail says is never markup of the mailbox', async () => {
  await keep();
  const { text } = await request(app).get('/dev/mailbox/1').expect(200);
  expect(text).not.toContain('<b>Session</b>');
  const list = await request(app).get('/dev/mailbox?to=%22%3E%3Cscript%3E').expect(200);
  expect(list.text).not.toContain('<script>');
});

test("a mail's own HTML stands in a sandbox where nothing runs or loads", async () => {
  await keep();
  const page = await request(app).get('/dev/mailbox/1').expect(200);
  expect(page.text).toMatch(/<iframe src="\/dev\/mailbox\/1\/html"[^>]*sandbox="allow-popups/);
  const { headers, text } = await request(app).get('/dev/mailbox/1/html').expect(200);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox allow-popups/);
  expect(headers['content-security-policy']).not.toContain('allow-scripts');
  expect(text).toContain('<base target="_blank">');
});

test('the raw mail is what was handed over', async () => {
  await keep();
  const { text } = await request(app).get('/dev/mailbox/1/raw').expect(200);
  const { raw } = await writeMail(facts, secrets, { redirectTo: null });
  expect(text).toBe(raw.toString());
});

test('a mail that is not there is 404, in both forms', async () => {
  for (const id of ['7', 'x', '99999999999999999999', '1%27']) {
    await request(app).get(`/dev/mailbox/${id}`).expect(404);
    await getJson(`/dev/mailbox/${id}`).expect(404).expect('Content-Type', /json/);
    await request(app).get(`/dev/mailbox/${id}/raw`).expect(404);
    await request(app).get(`/dev/mailbox/${id}/html`).expect(404);
  }
});

test('with the database away a mail is put off and the page says so', async () => {
  const broken = await openTestDatabase();
  const away = createMailboxTransport(broken.database, clock);
  const brokenApp = express().use(createMailboxRoutes({ database: broken.database }));
  await broken.drop();
  const mail = await writeMail(facts, secrets, { redirectTo: null });
  expect((await away.send(mail, freely)).outcome).toBe('temporary');
  await request(brokenApp).get('/dev/mailbox').expect(503);
});
