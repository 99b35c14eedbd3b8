import type { MailTransport, SendReport } from '../../service/ports.ts';
import { waitFor } from '../house/wait-for.ts';
import { addressOf, type OutboxHouse, openOutboxHouse, startOfTest } from './outbox-house.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

const accepting: MailTransport = {
  send: async () => ({ outcome: 'accepted', response: '250 ok' }),
  close: async () => {},
};
const answering = (report: SendReport): MailTransport => ({
  ...accepting,
  send: async () => report,
});

test('two owed messages are exactly two mails, one for each person', async () => {
  await house.oweAll(house.draft('host'), house.draft('guest'));
  const worker = house.openWorker('a');
  await worker.run();
  await worker.run();
  expect(house.sink.mails.map((mail) => mail.envelopeTo).sort()).toEqual([
    [addressOf('guest')],
    [addressOf('host')],
  ]);
  expect((await house.rows()).map((row) => row.state)).toEqual(['sent', 'sent']);
  expect(worker.recorded.map(({ state }) => state)).toEqual(['sent', 'sent']);
  expect(worker.metrics).toEqual(['REQUEST sent', 'REQUEST sent']);
});

test('a message with a later time waits for it', async () => {
  const [reminder] = await house.oweAll(
    house.draft('guest', { sendAt: new Date('2027-03-01T10:00:00Z') }),
  );
  await house.openWorker('a').run();
  expect(house.sink.mails).toHaveLength(0);
  house.clock.advance({ hours: 1 });
  await house.openWorker('a').run();
  expect(house.sink.mails).toHaveLength(1);
  expect(await house.row(reminder)).toMatchObject({ state: 'sent', attempts: 1 });
});

test('a relay that answers 451 for a while gets the mail later, once', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  house.sink.answerWith(451);
  const worker = house.openWorker('a');
  await worker.run();
  const put = await house.row(message);
  expect(put).toMatchObject({ state: 'waiting', attempts: 1, claimed_by: null });
  expect(put.last_response).toContain('451');
  expect(put.send_at > house.clock.now()).toBe(true);
  expect(worker.rings).toEqual([`send-messages ${put.send_at.toISOString()}`]);
  house.sink.answerWith(null);
  await worker.run();
  expect(house.sink.mails).toHaveLength(0);
  house.clock.set(put.send_at);
  await worker.run();
  await worker.run();
  expect(house.sink.mails).toHaveLength(1);
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('a final refusal fails the message, records it and rings for it to be told', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  house.sink.answerWith(550, 'rcpt-to');
  const worker = house.openWorker('a');
  await worker.run();
  const row = await house.row(message);
  expect(row).toMatchObject({ state: 'failed', settled_at: new Date(startOfTest) });
  expect(row.last_response).toContain('550');
  expect(worker.rings).toEqual(['tell-failures']);
  expect(worker.recorded).toMatchObject([{ id: message.id, state: 'failed' }]);
});

test('after the last attempt a temporary failure is final', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  await house.pool.query('update messages set attempts = 19');
  const away = answering({ outcome: 'temporary', response: '451 later' });
  await house.openWorker('a', { mail: away }).run();
  expect(await house.row(message)).toMatchObject({ state: 'failed', attempts: 20 });
});

test('our own fault fails no mail and counts no attempt', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const refusing = answering({ outcome: 'configuration', response: '535 no' });
  await house.openWorker('a', { mail: refusing }).run();
  expect(await house.row(message)).toMatchObject({
    state: 'waiting',
    attempts: 0,
    last_response: '535 no',
  });
});

test('a connection lost after the final dot sends the same bytes again soon', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  house.sink.dropAfterDot('kept');
  const worker = house.openWorker('a');
  await worker.run();
  const row = await house.row(message);
  expect(row).toMatchObject({ state: 'waiting', attempts: 1 });
  expect(row.last_response).toMatch(/^in doubt: /);
  expect(worker.metrics).toEqual(['REQUEST unknown']);
  house.sink.dropAfterDot(null);
  house.clock.advance({ minutes: 1 });
  await worker.run();
  const [first, second] = house.sink.mails;
  expect(second?.raw.equals(first?.raw ?? Buffer.of())).toBe(true);
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('a sender that dies before it settles: the lease ends, the same bytes go again', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const dying = house.openWorker('dying', {
    recordSettled: () => Promise.reject(new Error('killed')),
  });
  await expect(dying.run()).rejects.toThrow('killed');
  expect(await house.row(message)).toMatchObject({ state: 'sending', claimed_by: 'dying' });
  const next = house.openWorker('next');
  await next.run();
  expect(house.sink.mails).toHaveLength(1);
  house.clock.advance({ seconds: 61 });
  await next.run();
  const [first, second] = house.sink.mails;
  expect(second?.raw.equals(first?.raw ?? Buffer.of())).toBe(true);
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 2, fence: 2 });
});

test('a process that lost its lease records nothing', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  let release: (report: SendReport) => void = () => {};
  const report = new Promise<SendReport>((resolve) => {
    release = resolve;
  });
  const slow = house.openWorker('slow', { mail: { ...accepting, send: () => report } });
  const slowRun = slow.run();
  await waitFor(async () => (await house.row(message)).state === 'sending');
  house.clock.advance({ seconds: 61 });
  await house.openWorker('quick').run();
  release({ outcome: 'final', response: '550 too late' });
  await slowRun;
  expect(slow.recorded).toEqual([]);
  expect(slow.metrics).toEqual([]);
  expect(slow.rings).toEqual([]);
  expect(await house.row(message)).toMatchObject({ state: 'sent', fence: 2 });
});

test('the same process name with an older claim records nothing either', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const ends: ((report: SendReport) => void)[] = [];
  const send = () => new Promise<SendReport>((resolve) => ends.push(resolve));
  const worker = house.openWorker('same', { mail: { ...accepting, send } });
  const first = worker.run();
  await waitFor(() => ends.length === 1);
  house.clock.advance({ seconds: 61 });
  const second = worker.run();
  await waitFor(() => ends.length === 2);
  ends[0]?.({ outcome: 'final', response: '550 too late' });
  await first;
  expect(await house.row(message)).toMatchObject({ state: 'sending', fence: 2 });
  ends[1]?.({ outcome: 'accepted', response: '250 ok' });
  await second;
  expect(await house.row(message)).toMatchObject({ state: 'sent' });
});

test('a message whose senders died each time is given up, not tried for ever', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  await house.pool.query('update messages set attempts = 20');
  await house.openWorker('a').run();
  expect(house.sink.mails).toHaveLength(0);
  expect(await house.row(message)).toMatchObject({ state: 'failed' });
});

test('a mail that cannot be written fails alone, the others go on', async () => {
  const broken = house.draft('host');
  const [, fine] = await house.oweAll(
    { ...broken, facts: { ...broken.facts, bounceKeyId: 'gone' } },
    house.draft('guest'),
  );
  await house.openWorker('a').run();
  const row = await house.row(broken);
  expect(row.state).toBe('failed');
  expect(row.last_response).toMatch(/^the mail could not be written: /);
  expect(await house.row(fine)).toMatchObject({ state: 'sent' });
});

test('a dry run records every message and sends none', async () => {
  await house.oweAll(house.draft('host'), house.draft('guest'));
  const worker = house.openWorker('a', { enabled: false });
  await worker.run();
  expect((await house.rows()).map((row) => row.state)).toEqual(['dry-run', 'dry-run']);
  expect(house.sink.mails).toHaveLength(0);
  expect(worker.metrics).toEqual(['REQUEST dry-run', 'REQUEST dry-run']);
});

test('a redirect takes every mail, and leaves the calendar object as it is', async () => {
  await house.oweAll(house.draft('guest'));
  await house.openWorker('a', { redirectTo: 'desk@example.net' }).run();
  const [mail] = house.sink.mails;
  expect(mail?.envelopeTo).toEqual(['desk@example.net']);
  const ics = /application\/ics[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
    mail?.raw.toString() ?? '',
  );
  expect(Buffer.from(ics?.[1] ?? '', 'base64').toString()).toContain(addressOf('guest'));
});

test('what no time was left for is given back and counts no attempt', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const jumping = {
    calls: 0,
    now() {
      // The process was stopped between claiming and sending.
      if (++this.calls === 4) house.clock.advance({ seconds: 50 });
      return house.clock.now();
    },
  };
  const stop = new AbortController();
  const worker = house.openWorker('a', {
    clock: jumping,
    metrics: { messageSettled: () => stop.abort(), messageSent: () => {} },
  });
  await worker.run(stop.signal);
  expect(house.sink.mails).toHaveLength(0);
  expect(await house.row(message)).toMatchObject({ state: 'waiting', attempts: 0 });
});

test('each claim and each settlement is one named commit', async () => {
  house.commits.splice(0);
  await house.oweAll(house.draft('guest'));
  await house.openWorker('a').run();
  expect(house.commits).toEqual(['claim-messages', 'settle-messages']);
});
