import { limits } from '../../service/limits.ts';
import { readRefusalCode } from '../../service/mail/refusal-code.ts';
import { waitFor } from '../house/wait-for.ts';
import { addressOf, type OutboxHouse, openOutboxHouse, startOfTest } from './outbox-house.ts';
import { later, messageIdOf, openWire, relay, taken, wire } from './wires.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

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

test('each attempt is a row: who tried, where, when the dot went, how it ended', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const answers = [later, { ...taken, response: '250 Ok: queued as 4F2A11' }];
  const mail = wire(async (_mail, { mayFinish }) => {
    await mayFinish(relay);
    return answers.shift() ?? taken;
  });
  await house.openWorker('a', { mail }).run();
  house.clock.advance({ minutes: 1 });
  await house.openWorker('b', { mail }).run();
  const first = new Date(startOfTest);
  const second = house.clock.now();
  expect(await house.attempts(message)).toEqual([
    {
      worker: 'a',
      relay,
      dot_written_at: first,
      ended_at: first,
      outcome: 'temporary',
      response: '451 later',
      remote_id: null,
    },
    {
      worker: 'b',
      relay,
      dot_written_at: second,
      ended_at: second,
      outcome: 'accepted',
      response: '250 Ok: queued as 4F2A11',
      remote_id: '4F2A11',
    },
  ]);
});

test('after three days of refusals a mail is given up, with its last try at their end', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const worker = house.openWorker('a', { mail: wire(async () => later) });
  await worker.run();
  const end = new Date(new Date(startOfTest).getTime() + limits.sendScheduleMs);
  await house.pool.query('update messages set attempts = 30');
  house.clock.set(new Date(end.getTime() - 60_000));
  await worker.run();
  expect(await house.row(message)).toMatchObject({ state: 'waiting', send_at: end });
  house.clock.set(end);
  await worker.run();
  expect(await house.row(message)).toMatchObject({
    state: 'failed',
    attempts: 32,
    last_response: 'given up: 451 later',
  });
  expect(worker.recorded).toMatchObject([{ id: message.id, state: 'failed' }]);
  expect(worker.rings.at(-1)).toBe('tell-failures');
});

test('our own fault fails no mail, counts no attempt and starts no schedule', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const refusing = wire(async () => ({ outcome: 'configuration', response: '535 no', relay }));
  await house.openWorker('a', { mail: refusing }).run();
  expect(await house.row(message)).toMatchObject({
    state: 'waiting',
    attempts: 0,
    first_tried_at: null,
    last_response: '535 no',
  });
});

test('while every relay rests nothing is claimed, and the bell is set for the end of it', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const until = new Date('2027-03-01T09:00:07Z');
  const resting = wire(async () => taken, { restsUntil: () => until });
  const worker = house.openWorker('a', { mail: resting });
  await worker.run();
  expect(worker.rings).toEqual([`send-messages ${until.toISOString()}`]);
  expect(await house.row(message)).toMatchObject({ state: 'waiting', fence: 0 });
});

test('a mail that hangs holds up no other, in this run or the next', async () => {
  const [hanging] = await house.oweAll(house.draft('host'));
  const { arrived, deliver } = openWire();
  let release: (value: unknown) => void = () => {};
  const mail = wire(
    async (one, terms) => {
      if (messageIdOf(one) === hanging.messageId) {
        await new Promise((resolve) => {
          release = resolve;
        });
      }
      return deliver(one, terms);
    },
    { concurrency: 2 },
  );
  const worker = house.openWorker('a', { mail });
  const first = worker.run();
  const plain = { kind: 'guest-left', method: 'NONE' } as const;
  await house.oweAll(...Array.from({ length: 5 }, () => house.draft('guest', plain)));
  const second = worker.run();
  await waitFor(() => arrived.length === 5);
  await second;
  expect(await house.row(hanging)).toMatchObject({ state: 'sending' });
  release(null);
  await Promise.all([first, worker.finish()]);
  expect(await house.row(hanging)).toMatchObject({ state: 'sent' });
});

test('never more mails are on the wire than it takes at once, however many runs there are', async () => {
  const plain = { kind: 'guest-left', method: 'NONE' } as const;
  await house.oweAll(...Array.from({ length: 9 }, () => house.draft('guest', plain)));
  let now = 0;
  let most = 0;
  const mail = wire(
    async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return taken;
    },
    { concurrency: 3 },
  );
  const worker = house.openWorker('a', { mail });
  await Promise.all([worker.run(), worker.run(), worker.run()]);
  expect(most).toBe(3);
  expect((await house.rows()).every(({ state }) => state === 'sent')).toBe(true);
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
  const [message] = await house.oweAll(house.draft('host'), house.draft('guest'));
  const worker = house.openWorker('a', { enabled: false });
  await worker.run();
  expect((await house.rows()).map((row) => row.state)).toEqual(['dry-run', 'dry-run']);
  expect(house.sink.mails).toHaveLength(0);
  expect(worker.metrics).toEqual(['REQUEST dry-run', 'REQUEST dry-run']);
  expect(await house.attempts(message)).toMatchObject([{ outcome: 'dry-run', relay: null }]);
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

test('a refusal of the address that mails are redirected to blames nobody', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  house.sink.answerWith(550, 'rcpt-to');
  await house.openWorker('a', { redirectTo: 'desk@example.net' }).run();
  const { state, last_response: words } = await house.row(message);
  expect(state).toBe('failed');
  expect(words).toMatch(/^redirected: 550/);
  expect(readRefusalCode(words)).toBeNull();
});

test('what was claimed while the process was told to stop is given back', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const stop = new AbortController();
  const { arrived, mail } = openWire();
  const database = { pool: house.pool, afterCommit: () => stop.abort() };
  await house.openWorker('a', { mail, database }).run(stop.signal);
  expect(arrived).toEqual([]);
  expect(await house.row(message)).toMatchObject({
    state: 'waiting',
    attempts: 0,
    first_tried_at: null,
  });
  expect(await house.attempts(message)).toMatchObject([{ outcome: 'given-back' }]);
});

test('each claim and each settlement is one named commit', async () => {
  house.commits.splice(0);
  await house.oweAll(house.draft('guest'));
  await house.openWorker('a').run();
  expect(house.commits).toEqual(['claim-messages', 'settle-messages']);
});
