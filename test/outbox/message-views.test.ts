import { hasDue } from '../../service/outbox/claim-store.ts';
import { listMessages } from '../../service/outbox/message-views.ts';
import { waitFor } from '../house/wait-for.ts';
import { type OutboxHouse, openOutboxHouse, startOfTest } from './outbox-house.ts';
import { lost, wire } from './wires.ts';

let house: OutboxHouse;
beforeAll(async () => {
  house = await openOutboxHouse();
});
afterEach(() => house.clear());
afterAll(() => house.close());

test('a room shows what was owed, oldest first, to which role, and how it ended', async () => {
  const [first] = await house.oweAll(house.draft('guest'));
  await house.openWorker('a').run();
  house.clock.advance({ minutes: 1 });
  const [second] = await house.oweAll(
    house.draft('host', { kind: 'guest-left', method: 'NONE', sequence: 1, roomVersion: 2 }),
  );
  const views = await listMessages(house.pool, house.applicationId, house.roomId);
  expect(views).toEqual([
    {
      id: first.id,
      roomId: house.roomId,
      to: 'guest',
      kind: 'invitation',
      method: 'REQUEST',
      sequence: 0,
      revision: 0,
      state: 'sent',
      attempts: 1,
      lastResponse: expect.stringContaining('250'),
      sendAt: startOfTest,
      createdAt: startOfTest,
      settledAt: startOfTest,
    },
    expect.objectContaining({
      id: second.id,
      to: 'host',
      method: 'NONE',
      state: 'waiting',
      lastResponse: null,
      settledAt: null,
    }),
  ]);
});

test("another application's messages are not shown", async () => {
  await house.oweAll(house.draft('guest'));
  expect(await listMessages(house.pool, house.random.uuid(), house.roomId)).toEqual([]);
});

test('something is due when its time has come, in doubt or not, or its sender is gone', async () => {
  const isDue = () => hasDue(house.pool, house.clock.now());
  expect(await isDue()).toBe(false);
  const [message] = await house.oweAll(
    house.draft('guest', { sendAt: new Date('2027-03-01T09:10:00Z') }),
  );
  expect(await isDue()).toBe(false);
  house.clock.advance({ minutes: 10 });
  expect(await isDue()).toBe(true);
  await house.openWorker('a', { mail: wire(async () => lost) }).run();
  expect(await isDue()).toBe(false);
  house.clock.set((await house.row(message)).send_at);
  expect(await isDue()).toBe(true);
  void house.openWorker('dying', { mail: wire(() => new Promise(() => {})) }).run();
  await waitFor(async () => !(await isDue()));
  await house.bury('dying');
  expect(await isDue()).toBe(true);
});
