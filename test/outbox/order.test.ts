import { claimDue } from '../../service/outbox/claim-store.ts';
import { supersedeProposalMails } from '../../service/outbox/outbox-store.ts';
import type { MailTransport, SendReport } from '../../service/ports.ts';
import { waitFor } from '../house/wait-for.ts';
import { type OutboxHouse, openOutboxHouse } from './outbox-house.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

const claim = (claimedBy: string) =>
  claimDue(house.pool, { now: house.clock.now(), claimedBy, leaseMs: 60_000, limit: 20 });
const update = { kind: 'update', sequence: 1, roomVersion: 2 } as const;
const cancellation = {
  kind: 'cancellation',
  method: 'CANCEL',
  sequence: 1,
  roomVersion: 2,
} as const;

test('a message key is owed once', async () => {
  await house.oweAll(house.draft('guest'));
  await expect(house.oweAll(house.draft('guest'))).rejects.toMatchObject({ code: '23505' });
  await house.oweAll(house.draft('guest', { revision: 1 }), house.draft('host'));
});

test('a newer calendar message supersedes the waiting one of the same person only', async () => {
  const notice = { kind: 'guest-left', method: 'NONE' } as const;
  const [old, other, plain] = await house.oweAll(
    house.draft('guest'),
    house.draft('host'),
    house.draft('guest', notice),
  );
  await house.oweAll(house.draft('guest', { ...notice, roomVersion: 2 }));
  expect(await house.row(old)).toMatchObject({ state: 'waiting' });
  const [fresh] = await house.oweAll(house.draft('guest', update));
  expect(await house.row(old)).toMatchObject({
    state: 'superseded',
    settled_at: house.clock.now(),
  });
  for (const message of [other, plain, fresh]) {
    expect(await house.row(message)).toMatchObject({ state: 'waiting' });
  }
});

test('the same sequence sent again (a later revision) supersedes the one before', async () => {
  const [old] = await house.oweAll(house.draft('guest'));
  await house.oweAll(house.draft('guest', { revision: 1 }));
  expect(await house.row(old)).toMatchObject({ state: 'superseded' });
});

test('mails asking for a decision that is made are superseded, others are not', async () => {
  const proposalId = house.random.uuid();
  const about = { method: 'NONE', proposalId } as const;
  const [ask, told, elsewhere] = await house.oweAll(
    house.draft('host', { ...about, kind: 'proposal-to-decide' }),
    house.draft('guest', { ...about, kind: 'proposal-sent' }),
    house.draft('host', { ...about, kind: 'proposal-to-decide', proposalId: house.random.uuid() }),
  );
  await supersedeProposalMails(house.pool, house.applicationId, [proposalId], new Date());
  expect(await house.row(ask)).toMatchObject({ state: 'superseded' });
  expect(await house.row(told)).toMatchObject({ state: 'waiting' });
  expect(await house.row(elsewhere)).toMatchObject({ state: 'waiting' });
});

test('a mail asking for a decision that was put off does not go out once it is made', async () => {
  const proposalId = house.random.uuid();
  await house.pool.query(
    `insert into pending_proposals (application_id, id, room_id, attendee_id, proposed_by, source,
       start_utc, duration_minutes, status, made_at_sequence, created_at, expires_at)
     values ($1, $2, $3, $4, 'guest', 'page', $5, 60, 'pending', 0, $5, $5)`,
    [house.applicationId, proposalId, house.roomId, house.guest, house.clock.now()],
  );
  const about = { method: 'NONE', kind: 'proposal-to-decide', proposalId } as const;
  const [ask] = await house.oweAll(house.draft('host', about));
  const mail: MailTransport = {
    // The decision is made while the mail is on the wire, so the waist cannot supersede it.
    async send() {
      await house.pool.query(
        `update pending_proposals set status = 'declined', decided_at = $2 where id = $1`,
        [proposalId, house.clock.now()],
      );
      return { outcome: 'temporary', response: '451 later' };
    },
    close: async () => {},
  };
  await house.openWorker('a', { mail }).run();
  expect(await house.row(ask)).toMatchObject({ state: 'waiting', attempts: 1 });
  house.clock.advance({ minutes: 10 });
  await house.openWorker('b').run();
  expect(await house.row(ask)).toMatchObject({ state: 'superseded' });
  expect(house.sink.mails).toEqual([]);
});

test('two workers never claim the same message', async () => {
  await house.oweAll(house.draft('host'), house.draft('guest'));
  const both = await Promise.all([claim('a'), claim('b')]);
  expect(both.flatMap(({ claimed }) => claimed)).toHaveLength(2);
  expect(new Set(both.flatMap(({ claimed }) => claimed.map(({ id }) => id))).size).toBe(2);
});

test('a newer message waits while an older one of its attendee is being sent', async () => {
  const ends: ((report: SendReport) => void)[] = [];
  const sent: string[] = [];
  const mail: MailTransport = {
    send: ({ raw }) => {
      sent.push(/^Message-ID: (.*)\r$/m.exec(raw.toString())?.[1] ?? '');
      return new Promise((resolve) => ends.push(resolve));
    },
    close: async () => {},
  };
  const [older] = await house.oweAll(house.draft('guest'));
  const first = house.openWorker('a', { mail }).run();
  await waitFor(() => ends.length === 1);
  const [newer] = await house.oweAll(house.draft('guest', cancellation));
  const other = house.openWorker('b', { mail });
  await other.run();
  expect(sent).toEqual([older.messageId]);
  ends[0]?.({ outcome: 'accepted', response: '250 ok' });
  await waitFor(() => ends.length === 2);
  ends[1]?.({ outcome: 'accepted', response: '250 ok' });
  await first;
  expect(sent).toEqual([older.messageId, newer.messageId]);
});

test('a put-off message does not go out after a newer one came: it is superseded', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  let newer = house.draft('guest', update);
  const mail: MailTransport = {
    async send() {
      [newer] = (await house.oweAll(newer)) as [typeof newer];
      return { outcome: 'temporary', response: '451 later' };
    },
    close: async () => {},
  };
  const stop = new AbortController();
  const worker = house.openWorker('a', {
    mail,
    metrics: { messageSettled: () => stop.abort(), messageSent: () => {} },
  });
  await worker.run(stop.signal);
  expect(await house.row(older)).toMatchObject({ state: 'superseded' });
  expect(await house.row(newer)).toMatchObject({ state: 'waiting' });
  expect(worker.recorded).toMatchObject([{ id: older.id, state: 'superseded' }]);
});

test('a message whose sender died is superseded when a newer one exists', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  await claim('dead');
  await house.oweAll(house.draft('guest', update));
  house.clock.advance({ seconds: 61 });
  await house.openWorker('b').run();
  expect(await house.row(older)).toMatchObject({ state: 'superseded', claimed_by: null });
  expect(house.sink.mails).toHaveLength(1);
});

test('a waiting message beside a newer one is superseded, however it came to wait', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  await house.oweAll(house.draft('guest', update));
  await house.pool.query("update messages set state = 'waiting' where id = $1", [older.id]);
  const worker = house.openWorker('b');
  await worker.run();
  expect(await house.row(older)).toMatchObject({ state: 'superseded' });
  expect(worker.metrics.sort()).toEqual(['REQUEST sent', 'REQUEST superseded']);
});

test('a cancellation goes out although the invitation may never have left', async () => {
  await house.oweAll(house.draft('guest'));
  await claim('dead');
  const [cancel] = await house.oweAll(house.draft('guest', cancellation));
  house.clock.advance({ seconds: 61 });
  await house.openWorker('b').run();
  expect(await house.row(cancel)).toMatchObject({ state: 'sent' });
  expect(house.sink.mails).toHaveLength(1);
});

test('with several workers, retries and new decisions, each attendee sees rising sequences', async () => {
  const seen = new Map<string, number[]>();
  let draws = 0;
  const mail: MailTransport = {
    async send({ envelopeTo, raw }) {
      const encoded = /application\/ics[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
        raw.toString(),
      )?.[1];
      const ics = Buffer.from(encoded ?? '', 'base64').toString();
      await new Promise((resolve) => setImmediate(resolve));
      if (++draws % 3 === 0) return { outcome: 'temporary', response: '451 later' };
      const sequence = Number(/SEQUENCE:(\d+)/.exec(ics)?.[1]);
      seen.set(envelopeTo, [...(seen.get(envelopeTo) ?? []), sequence]);
      return { outcome: 'accepted', response: '250 ok' };
    },
    close: async () => {},
  };
  const workers = ['a', 'b', 'c'].map((name) => house.openWorker(name, { mail }));
  for (let sequence = 0; sequence < 15; sequence += 1) {
    const decision = { sequence, roomVersion: sequence + 1 };
    await house.oweAll(house.draft('host', decision), house.draft('guest', decision));
    await Promise.all(workers.map((worker) => worker.run()));
    house.clock.advance({ seconds: 3 });
  }
  house.clock.advance({ hours: 1 });
  await Promise.all(workers.map((worker) => worker.run()));
  house.clock.advance({ hours: 1 });
  await Promise.all(workers.map((worker) => worker.run()));
  for (const sequences of seen.values()) {
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(sequences.at(-1)).toBe(14);
  }
  expect([...seen.keys()]).toHaveLength(2);
});
