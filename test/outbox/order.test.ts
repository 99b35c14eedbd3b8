import { claimDue } from '../../service/outbox/claim-store.ts';
import { supersedeProposalMails } from '../../service/outbox/outbox-store.ts';
import { waitFor } from '../house/wait-for.ts';
import { type OutboxHouse, openOutboxHouse } from './outbox-house.ts';
import { later, lost, messageIdOf, openStalled, openWire, relay, taken, wire } from './wires.ts';

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
  await supersedeProposalMails(house.pool, house, [proposalId], new Date());
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
  // The decision is made while the mail is on the wire, so the waist cannot supersede it.
  const decide = () =>
    house.pool.query(
      `update pending_proposals set status = 'declined', decided_at = $2 where id = $1`,
      [proposalId, house.clock.now()],
    );
  const { arrived, deliver } = openWire();
  const worker = house.openWorker('a', {
    mail: wire(async (mail, terms) => {
      await decide();
      return deliver(mail, terms);
    }),
  });
  await worker.run();
  expect(await house.row(ask)).toMatchObject({ state: 'superseded' });
  expect(arrived).toEqual([]);
});

test('two workers never claim the same message', async () => {
  await house.oweAll(house.draft('host'), house.draft('guest'));
  const both = await Promise.all([claim('a'), claim('b')]);
  expect(both.flatMap(({ claimed }) => claimed)).toHaveLength(2);
  expect(new Set(both.flatMap(({ claimed }) => claimed.map(({ id }) => id))).size).toBe(2);
});

test('a newer message waits while an older one of its attendee is being sent', async () => {
  const sent: string[] = [];
  const stalled = openStalled('after-dot');
  const mail = wire((one, terms) => {
    sent.push(messageIdOf(one));
    return stalled.mail.send(one, terms);
  });
  const [older] = await house.oweAll(house.draft('guest'));
  const first = house.openWorker('a', { mail }).run();
  await waitFor(() => stalled.goOn.length === 1);
  const [newer] = await house.oweAll(house.draft('guest', cancellation));
  const other = house.openWorker('b', { mail });
  await other.run();
  expect(sent).toEqual([older.messageId]);
  stalled.goOn[0]?.(taken);
  await waitFor(() => stalled.goOn.length === 2);
  stalled.goOn[1]?.(taken);
  await first;
  expect(sent).toEqual([older.messageId, newer.messageId]);
});

test('a message that a newer one overtakes on the wire stops at the gate: superseded', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  const { arrived, deliver } = openWire();
  let newer = house.draft('guest', update);
  const mail = wire(async (one, terms) => {
    if (messageIdOf(one) === older.messageId) [newer] = await house.oweAll(newer);
    return deliver(one, terms);
  });
  const worker = house.openWorker('a', { mail });
  await worker.run();
  expect(await house.row(older)).toMatchObject({ state: 'superseded', attempts: 0 });
  expect(await house.attempts(older)).toMatchObject([{ outcome: 'withdrawn' }]);
  expect(arrived.map(messageIdOf)).toEqual([newer.messageId]);
  expect(worker.recorded.map(({ state }) => state)).toEqual(['superseded', 'sent']);
});

test('a put-off message does not go out after a newer one came: it is superseded', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  const newer = house.draft('guest', update);
  const stop = new AbortController();
  const mail = wire(async (_mail, { mayFinish }) => {
    await mayFinish(relay);
    await house.oweAll(newer);
    stop.abort();
    return later;
  });
  const worker = house.openWorker('a', { mail });
  await worker.run(stop.signal);
  expect(await house.row(older)).toMatchObject({ state: 'superseded' });
  expect(await house.row(newer)).toMatchObject({ state: 'waiting' });
  expect(worker.recorded).toMatchObject([{ id: older.id, state: 'superseded' }]);
});

test('a message whose sender died before the dot is superseded when a newer one exists', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  await claim('dead');
  await house.oweAll(house.draft('guest', update));
  await house.bury('dead');
  const { arrived, mail } = openWire();
  await house.openWorker('b', { mail }).run();
  expect(await house.row(older)).toMatchObject({ state: 'superseded', claimed_by: null });
  expect(arrived).toHaveLength(1);
});

test('a waiting message beside a newer one is superseded, however it came to wait', async () => {
  const [older] = await house.oweAll(house.draft('guest'));
  await house.oweAll(house.draft('guest', update));
  await house.pool.query("update messages set state = 'waiting' where id = $1", [older.id]);
  const worker = house.openWorker('b', { mail: openWire().mail });
  await worker.run();
  expect(await house.row(older)).toMatchObject({ state: 'superseded' });
  expect(worker.metrics.sort()).toEqual(['REQUEST sent', 'REQUEST superseded']);
});

test('a cancellation goes out although nobody knows whether the invitation left', async () => {
  const [invitation] = await house.oweAll(house.draft('guest'));
  await house.openWorker('a', { mail: wire(async () => lost) }).run();
  const [cancel] = await house.oweAll(house.draft('guest', cancellation));
  // Never sent again, and never said not to have arrived.
  expect(await house.row(invitation)).toMatchObject({
    state: 'unknown',
    settled_at: house.clock.now(),
    in_doubt_since: house.clock.now(),
  });
  const { arrived, mail } = openWire();
  house.clock.advance({ hours: 1 });
  await house.openWorker('b', { mail }).run();
  expect(await house.row(cancel)).toMatchObject({ state: 'sent' });
  expect(arrived.map(messageIdOf)).toEqual([cancel.messageId]);
});

test('an invitation whose sender died after the dot is in doubt, and stays behind', async () => {
  const [invitation] = await house.oweAll(house.draft('guest'));
  const stalled = openStalled('after-dot');
  void house.openWorker('dead', { mail: stalled.mail }).run();
  await waitFor(() => stalled.goOn.length === 1);
  const [cancel] = await house.oweAll(house.draft('guest', cancellation));
  await house.bury('dead');
  const { arrived, mail } = openWire();
  const worker = house.openWorker('b', { mail });
  await worker.run();
  expect(arrived.map(messageIdOf)).toEqual([cancel.messageId]);
  const row = await house.row(invitation);
  expect(row).toMatchObject({ state: 'unknown', claimed_by: null });
  expect(row.settled_at).not.toBeNull();
  expect(worker.metrics.sort()).toEqual(['CANCEL sent', 'REQUEST unknown']);
});
