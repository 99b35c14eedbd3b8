import { jest } from '@jest/globals';
import type pg from 'pg';
import { createDoubt } from '../../service/db/claim-doubt.ts';
import { limits } from '../../service/limits.ts';
import { claimDue } from '../../service/outbox/claim-store.ts';
import { findLostClaimants } from '../../service/outbox/lost-claim-views.ts';
import { waitFor } from '../house/wait-for.ts';
import { type OutboxHouse, openOutboxHouse } from './outbox-house.ts';
import { later, lost, openStalled, openWire, relay, taken, wire } from './wires.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

test('a connection lost after the final dot: in doubt, and the same bytes again soon', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  house.sink.dropAfterDot('kept');
  const worker = house.openWorker('a');
  await worker.run();
  const row = await house.row(message);
  expect(row).toMatchObject({ state: 'unknown', attempts: 1, settled_at: null });
  expect(row.in_doubt_since).toEqual(house.clock.now());
  expect(row.last_response).toMatch(/^in doubt: /);
  expect(worker.metrics).toEqual(['REQUEST unknown']);
  expect(worker.recorded).toEqual([]);
  house.sink.dropAfterDot(null);
  house.clock.advance({ minutes: 1 });
  await worker.run();
  const [first, second] = house.sink.mails;
  expect(second?.raw.equals(first?.raw ?? Buffer.of())).toBe(true);
  expect(await house.row(message)).toMatchObject({
    state: 'sent',
    attempts: 2,
    in_doubt_since: null,
  });
});

test('once in doubt, a message stays unknown through refusals for now', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const answers = [lost, later];
  const mail = wire(async () => answers.shift() ?? taken);
  const worker = house.openWorker('a', { mail });
  await worker.run();
  house.clock.advance({ minutes: 1 });
  await worker.run();
  expect(await house.row(message)).toMatchObject({ state: 'unknown', last_response: '451 later' });
  house.clock.advance({ minutes: 10 });
  await worker.run();
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 3 });
});

test('a sender that dies before the final dot leaves no doubt; its mail goes at once', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const stalled = openStalled('before-dot');
  void house.openWorker('dying', { mail: stalled.mail }).run();
  await waitFor(() => stalled.goOn.length === 1);
  const { arrived, mail } = openWire();
  const next = house.openWorker('next', { mail });
  await next.run();
  expect(arrived).toHaveLength(0);
  await house.bury('dying');
  await next.run();
  expect(arrived).toHaveLength(1);
  expect(next.metrics).toEqual(['REQUEST sent']);
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 2, abandoned: 1 });
  expect((await house.attempts(message)).map(({ outcome }) => outcome)).toEqual([
    'abandoned',
    'accepted',
  ]);
});

test('a sender that dies after the final dot leaves doubt: counted, the same bytes again', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const { arrived, deliver, mail } = openWire();
  const dying = wire(async (one, terms) => {
    await deliver(one, terms);
    return new Promise(() => {});
  });
  void house.openWorker('dying', { mail: dying }).run();
  await waitFor(() => arrived.length === 1);
  await house.bury('dying');
  const next = house.openWorker('next', { mail });
  await next.run();
  const [first, second] = arrived;
  expect(second?.raw.equals(first?.raw ?? Buffer.of())).toBe(true);
  expect(next.metrics).toEqual(['REQUEST unknown', 'REQUEST sent', 'possibly twice']);
  expect((await house.attempts(message)).map(({ outcome }) => outcome)).toEqual([
    'unknown',
    'accepted',
  ]);
});

test('without anybody to notice, a claim runs out by itself', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const dying = house.openWorker('dying', {
    recordSettled: () => Promise.reject(new Error('killed')),
  });
  await expect(dying.run()).rejects.toThrow('killed');
  expect(await house.row(message)).toMatchObject({ state: 'sending', claimed_by: 'dying' });
  const next = house.openWorker('next');
  await next.run();
  expect(house.sink.mails).toHaveLength(1);
  house.clock.advance({ minutes: 15 });
  await next.run();
  expect(house.sink.mails).toHaveLength(2);
  expect(await house.row(message)).toMatchObject({ state: 'sent', fence: 2 });
});

test('a settlement that cannot be recorded holds up no other', async () => {
  const [poisoned, fine] = await house.oweAll(house.draft('host'), house.draft('guest'));
  const worker = house.openWorker('a', {
    recordSettled: async (_tx, settled) => {
      if (settled.some(({ id }) => id === poisoned.id)) throw new Error('poisoned');
    },
  });
  await expect(worker.run()).rejects.toThrow('poisoned');
  expect(await house.row(poisoned)).toMatchObject({ state: 'sending' });
  expect(await house.row(fine)).toMatchObject({ state: 'sent' });
});

test('a zombie delivers nothing: the gate before the final dot refuses it', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const frozen = openStalled('before-dot');
  const zombie = house.openWorker('zombie', { mail: frozen.mail });
  const zombieRun = zombie.run();
  await waitFor(() => frozen.goOn.length === 1);
  await house.bury('zombie');
  const { arrived, mail } = openWire();
  await house.openWorker('quick', { mail }).run();
  frozen.goOn[0]?.({ outcome: 'accepted', response: 'it slipped through', relay });
  await zombieRun;
  expect(arrived).toHaveLength(1);
  expect(zombie.recorded).toEqual([]);
  expect(zombie.metrics).toEqual([]);
  expect(zombie.rings).toEqual([]);
  expect(await house.row(message)).toMatchObject({ state: 'sent', fence: 2 });
  expect((await house.attempts(message))[0]).toMatchObject({
    outcome: 'abandoned',
    dot_written_at: null,
  });
});

test('a worker that is buried can finish nothing from then on, before anybody takes over', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const frozen = openStalled('before-dot');
  const stop = new AbortController();
  const zombieRun = house.openWorker('zombie', { mail: frozen.mail }).run(stop.signal);
  await waitFor(() => frozen.goOn.length === 1);
  stop.abort();
  await house.bury('zombie');
  frozen.goOn[0]?.(taken);
  await zombieRun;
  expect(await house.attempts(message)).toMatchObject([{ dot_written_at: null, outcome: null }]);
  const { arrived, mail } = openWire();
  const next = house.openWorker('next', { mail });
  await next.run();
  expect(arrived).toHaveLength(1);
  expect(next.metrics).toEqual(['REQUEST sent']);
});

test('a process that lost its claim records nothing, under the same name either', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const stalled = openStalled('after-dot');
  const worker = house.openWorker('same', { mail: stalled.mail });
  const runs = [worker.run()];
  await waitFor(() => stalled.goOn.length === 1);
  await house.bury('same');
  runs.push(worker.run());
  await waitFor(() => stalled.goOn.length === 2);
  stalled.goOn[0]?.({ outcome: 'final', response: '550 too late', relay });
  await waitFor(() => worker.metrics.length === 1);
  expect(await house.row(message)).toMatchObject({ state: 'sending', fence: 2 });
  stalled.goOn[1]?.(taken);
  await Promise.all(runs);
  expect(await house.row(message)).toMatchObject({ state: 'sent' });
  expect(worker.recorded).toMatchObject([{ state: 'sent' }]);
});

test('a process that loses its lease while it asks sends no dot, and begins nothing', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const { arrived, deliver } = openWire();
  let holds = true;
  const mail = wire(async (one, { mayFinish }) =>
    deliver(one, {
      mayFinish(where) {
        const answer = mayFinish(where);
        holds = false;
        return answer;
      },
    }),
  );
  const worker = house.openWorker('a', { mail, holdsLease: () => holds });
  await worker.run();
  house.clock.advance({ minutes: 1 });
  await worker.run();
  expect(arrived).toEqual([]);
  expect(await house.row(message)).toMatchObject({ state: 'waiting', attempts: 0, fence: 1 });
});

test('a database that is away at the gate takes the mail back; it goes a little later', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const { arrived, deliver, mail } = openWire();
  const pool: pg.Pool = Object.create(house.pool, {
    query: {
      value: (sql: string, values: unknown[]) =>
        sql.includes('dot_written_at')
          ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
          : house.pool.query(sql, values),
    },
  });
  await house.openWorker('a', { mail: wire(deliver), database: { ...house.database, pool } }).run();
  expect(arrived).toEqual([]);
  const row = await house.row(message);
  expect(row).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(row.send_at.getTime() - house.clock.now().getTime()).toBeLessThanOrEqual(6_000);
  house.clock.set(row.send_at);
  await house.openWorker('a', { mail }).run();
  expect(arrived).toHaveLength(1);
});

test('what a relay took is recorded over an outage of the database: no doubt, no double', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const { arrived, mail } = openWire();
  let outages = 2;
  const worker = house.openWorker('a', {
    mail,
    async recordSettled(tx) {
      if (outages-- > 0) await tx.query('select pg_terminate_backend(pg_backend_pid())');
    },
  });
  await worker.run();
  expect(arrived).toHaveLength(1);
  expect(await house.row(message)).toMatchObject({ state: 'sent', attempts: 1, fence: 1 });
  expect(worker.metrics).toEqual(['REQUEST sent']);
});

test('a claim whose answer was lost is given up by the next one, not waited for', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  const { arrived, mail } = openWire();
  let cuts = 1;
  const database = {
    pool: house.pool,
    afterCommit(name: string) {
      if (name === 'claim-messages' && cuts-- > 0) throw new Error('the answer was lost');
    },
  };
  const worker = house.openWorker('a', { mail, database });
  await expect(worker.run()).rejects.toThrow('the answer was lost');
  expect(await house.row(message)).toMatchObject({ state: 'sending' });
  await worker.run();
  expect(arrived).toHaveLength(1);
  expect(await house.row(message)).toMatchObject({ state: 'sent', abandoned: 1 });
});

test('a sender that asks at no gate is not taken over before its claim is over', async () => {
  const now = house.clock.now();
  const [old] = await house.oweAll(house.draft('guest'));
  await house.pool.query(
    `update messages set state = 'sending', fence = 1, claimed_by = 'another version',
       claimed_until = $1`,
    [new Date(now.getTime() + 60_000)],
  );
  await house.oweAll(house.draft('host'));
  await claimDue(house.pool, { now, claimedBy: 'dead', leaseMs: 60_000, limit: 20 });
  expect(await findLostClaimants(house.pool)).toEqual(['dead']);
  house.clock.advance({ minutes: 1 });
  await house.openWorker('a').run();
  expect(await house.row(old)).toMatchObject({ state: 'sent' });
});

test('while no claim can be given up, one try waits for the database and no more', async () => {
  jest.useFakeTimers();
  let tries = 0;
  createDoubt(async () => {}).begin(() => {
    tries += 1;
    return new Promise(() => {});
  });
  await jest.advanceTimersByTimeAsync(10 * limits.claimDoubtMs);
  jest.useRealTimers();
  expect(tries).toBe(1);
});

test('a message whose senders died each time is given up, not tried for ever', async () => {
  const [message] = await house.oweAll(house.draft('guest'));
  await house.pool.query('update messages set abandoned = $1', [limits.sendAbandonments]);
  await house.openWorker('a').run();
  expect(house.sink.mails).toHaveLength(0);
  const row = await house.row(message);
  expect(row).toMatchObject({ state: 'failed' });
  expect(row.last_response).toMatch(/^given up: /);
});
