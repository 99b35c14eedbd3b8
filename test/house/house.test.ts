import { afterAll, beforeAll, expect, test } from '@jest/globals';
import nodemailer from 'nodemailer';
import { createFakeClock } from './fake-clock.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';
import { createTestRandom } from './test-random.ts';
import { waitFor } from './wait-for.ts';

let own: TestDatabase;
let other: TestDatabase;
let sink: MailSink;
beforeAll(async () => {
  own = await openTestDatabase();
  other = await openTestDatabase();
  sink = await startMailSink();
});
afterAll(async () => {
  await own.drop();
  await other.drop();
  await sink.close();
});

const send = () => {
  const transport = nodemailer.createTransport({ url: sink.url });
  return transport
    .sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'hello', text: 'hi' })
    .finally(() => transport.close());
};

test('two test databases do not see each other’s rows', async () => {
  const insert = 'insert into applications (id, name, created_at) values ($1, $2, now())';
  await own.pool.query(insert, [createTestRandom().uuid(), 'own']);
  const count = 'select count(*)::int as count from applications';
  expect((await own.pool.query(count)).rows).toEqual([{ count: 1 }]);
  expect((await other.pool.query(count)).rows).toEqual([{ count: 0 }]);
});

test('the test randomness repeats for a seed and its ids are version 7 and rise', () => {
  const [one, two] = [createTestRandom('seed'), createTestRandom('seed')];
  const ids = Array.from({ length: 100 }, () => one.uuid());
  expect(Array.from({ length: 100 }, () => two.uuid())).toEqual(ids);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(createTestRandom('other').bytes(70)).toHaveLength(70);
});

test('the fake clock moves only when told', () => {
  const clock = createFakeClock('2026-12-01T10:00:00Z');
  clock.advance({ hours: 1, minutes: 2, seconds: 3 });
  expect(clock.now().toISOString()).toBe('2026-12-01T11:02:03.000Z');
  clock.set('2027-01-01T00:00:00Z');
  expect(clock.now().toISOString()).toBe('2027-01-01T00:00:00.000Z');
});

test('waiting in vain ends with what was waited for', async () => {
  await expect(waitFor(() => false, { timeoutMs: 30, what: 'the moon' })).rejects.toThrow(
    'the moon',
  );
});

test('the mail sink keeps what it takes, refuses as told and can lose its answer', async () => {
  await send();
  const [mail] = await sink.waitForMails(1);
  expect(mail?.envelopeTo).toEqual(['b@example.com']);
  expect(mail?.raw.toString()).toContain('Subject: hello');

  sink.answerWith(451);
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  sink.answerWith(550, 'rcpt-to');
  await expect(send()).rejects.toMatchObject({ responseCode: 550 });
  sink.answerWith(null);
  expect(sink.refusals()).toBe(2);

  sink.dropAfterDot('kept');
  await expect(send()).rejects.toThrow();
  sink.dropAfterDot('lost');
  await expect(send()).rejects.toThrow();
  sink.dropAfterDot(null);
  expect(sink.mails).toHaveLength(2);
});
