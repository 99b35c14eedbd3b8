import { limits } from '../../service/limits.ts';
import { type MailSink, parseSunk, startMailSink } from '../house/mail-sink.ts';
import { openEmptyDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { linkIn, newest, type ReceivedMail, receive } from '../transcripts/calendar-client.ts';
import { followLink } from '../transcripts/person-with-browser.ts';
import { answerInvitation } from './answer-mail.ts';
import { createHostApplication, gil, helen, inDays } from './host-application.ts';
import { endAll, type Parley, startParley, stopParley } from './parley-process.ts';

const publicUrl = 'https://meet.parley.example';
const apiKey = 'parley_roles_key_0123456789abcdef';
const patience = { timeoutMs: 30_000 };
/** The clock is the real one, and the service takes an answer in no time for a program's. */
const readPage = () => new Promise((resolve) => setTimeout(resolve, limits.formHasteMs + 100));

let database: TestDatabase;
let sink: MailSink;
let api: Parley;
let worker: Parley;
let smtp: Parley;

const start = (roles: string) =>
  startParley({
    PARLEY_ROLES: roles,
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
    PARLEY_API_KEY: apiKey,
    SMTP_URL: sink.url,
    PUBLIC_URL: publicUrl,
    INBOUND_DOMAIN: 'in.parley.example',
    INBOUND_SMTP_HOST: '127.0.0.1',
  });

beforeAll(async () => {
  database = await openEmptyDatabase();
  sink = await startMailSink();
  // The one the others live on comes last; the first ones find a database without a table.
  [worker, smtp] = await Promise.all([start('worker'), start('smtp')]);
  api = await start('api');
}, 120_000);
afterAll(async () => {
  await endAll();
  await sink.close();
  await database.drop();
}, 60_000);
afterEach(() => sink.clear());

const application = () => createHostApplication(api.url, apiKey);

/** Waits for `count` mails of a kind, which arrived since the last test, as their readers have them. */
async function receiveMails(
  count: number,
  isWanted: (mail: ReceivedMail) => boolean = ({ method }) => method !== null,
): Promise<ReceivedMail[]> {
  const read = () =>
    Promise.all(
      sink.mails.map(async (mail) => receive(await parseSunk(mail), mail.envelopeTo[0] ?? '')),
    );
  const enough = async () => {
    const wanted = (await read()).filter(isWanted);
    return wanted.length >= count ? wanted : null;
  };
  return waitFor(enough, { ...patience, what: () => `${count} of ${sink.mails.length} mails` });
}

const mailTo = (mails: readonly ReceivedMail[], to: string) =>
  newest(mails, `mail to ${to}`, (mail) => mail.to === to);
const summaries = (mails: readonly ReceivedMail[]) =>
  mails.map(({ to, method, sequence }) => `${to} ${method} ${sequence}`).sort();

test('each process opens the doors of its roles only, and all are ready', async () => {
  for (const { url } of [api, worker, smtp]) {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('parley_');
  }
  expect((await application().call('GET', '/v1/rooms')).status).toBe(200);
  for (const { url } of [worker, smtp]) {
    const headers = { authorization: `Bearer ${apiKey}` };
    expect((await fetch(`${url}/v1/rooms`, { headers })).status).toBe(404);
    expect((await fetch(`${url}/reschedule`)).status).toBe(404);
  }
  const listening = [api, worker, smtp].map(({ output }) => output().includes('Inbound mail'));
  expect(listening).toEqual([false, false, true]);
});

test('booked at one, invited by another, answered at the third: the room knows', async () => {
  const { id } = await application().book();
  const mails = await receiveMails(2);
  expect(summaries(mails)).toEqual([`${gil.email} REQUEST 0`, `${helen.email} REQUEST 0`]);
  const answer = { client: 'outlook', method: 'REPLY', answer: 'ACCEPTED' } as const;
  await answerInvitation(smtp.smtpPort, mailTo(mails, gil.email), answer);
  const isApplied = async () => (await application().room(id)).guest?.answer === 'accepted';
  await waitFor(isApplied, { ...patience, what: 'the answer to be applied' });
});

test('a time proposed by mail is decided by a link to the public address of all', async () => {
  const { id } = await application().book();
  const invitation = mailTo(await receiveMails(2), gil.email);
  sink.clear();
  const wish = { client: 'outlook', method: 'COUNTER', answer: 'TENTATIVE' } as const;
  const proposedStartUtc = new Date(inDays(9));
  await answerInvitation(smtp.smtpPort, invitation, { ...wish, proposedStartUtc });

  const [question] = await receiveMails(1, ({ to }) => to === helen.email);
  const link = (question && linkIn(question, 'approve')) ?? '';
  expect(link).toContain(`${publicUrl}/`);
  sink.clear();
  expect(await followLink(link.replace(publicUrl, api.url), readPage)).toBe('done');
  expect(await application().room(id)).toMatchObject({ status: 'booked', icsSequence: 1 });
  const updates = summaries(await receiveMails(2));
  expect(updates).toEqual([`${gil.email} REQUEST 1`, `${helen.email} REQUEST 1`]);
});

test('what is booked while no worker runs is sent by the next one, once', async () => {
  expect(await stopParley(worker)).toBe(0);
  await application().book();
  const owed = await database.pool.query("select 1 from messages where state = 'waiting'");
  expect(owed.rowCount).toBe(2);
  worker = await start('worker');
  await receiveMails(2);
  const isSettled = async () =>
    (await database.pool.query("select 1 from messages where state <> 'sent'")).rowCount === 0;
  await waitFor(isSettled, { ...patience, what: 'all mails to be sent' });
  expect(sink.mails).toHaveLength(2);
}, 90_000);
