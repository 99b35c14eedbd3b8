import { booking } from '../api/api-house.ts';
import { personIn, storeMail } from '../api/mail-house.ts';
import { counted, type KeepingHouse, openKeepingHouse } from './keeping-house.ts';

let house: KeepingHouse;
beforeEach(async () => {
  house = await openKeepingHouse();
});
afterEach(() => house.close());

/** Sessions that are long over, each with two messages that were sent and two mails that came. */
async function leaveBehind(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const { json } = await house.call('POST', '/v1/rooms', { body: booking });
    const guest = await personIn(house, json.id, 'guest');
    await storeMail(house, guest, { outcome: 'applied', reason: null });
    await storeMail(house, guest, { outcome: 'human', reason: null });
    ids.push(json.id);
  }
  await house.sendAll();
  house.advanceDays(120);
  return ids;
}

const count = async (table: string) =>
  Number((await house.rows(`select count(*) from ${table}`))[0]?.count);
const rounds = () => house.db.commits.filter((name) => name === 'clean-up').length;
const removed = async (kind: string) => {
  const text = await house.metrics.render();
  const line = new RegExp(`^parley_rows_forgotten_total\\{kind="${kind}"\\} (\\d+)$`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
};

test('a round looks at few rows, and a run goes on until nothing is left', async () => {
  await leaveBehind(5);
  await house.cleanUp({ roundRows: 3 });
  // Ten messages in rounds of three are four rounds; every other kind needs one at least.
  expect(rounds()).toBeGreaterThanOrEqual(4 + 10);
  expect([await count('messages'), await count('imip_messages')]).toEqual([0, 0]);
  expect([await removed('messages'), await removed('mails')]).toEqual([10, 10]);
});

test('rows that have to stay hold up none behind them', async () => {
  const { json } = await house.call('POST', '/v1/rooms', {
    body: { ...booking, startUtc: '2028-01-10T14:00:00Z' },
  });
  await leaveBehind(3);
  await house.cleanUp({ roundRows: 1 });
  expect((await house.rows('select room_id from messages')).map((row) => row.room_id)).toEqual([
    json.id,
    json.id,
  ]);
});

test('whoever stops in between is followed by one who goes on', async () => {
  const [one = ''] = await leaveBehind(4);
  const stop = new AbortController();
  const { afterCommit } = house.db.database;
  let seen = 0;
  Object.assign(house.db.database, {
    afterCommit(name: string) {
      if (name === 'clean-up' && ++seen === 12) stop.abort();
      return afterCommit(name);
    },
  });
  await house.cleanUp({ roundRows: 1, stop: stop.signal });
  expect(seen).toBe(12);
  const left = await count('messages');
  expect(left).toBeGreaterThan(0);
  await house.cleanUp();
  expect(await count('messages')).toBe(0);
  const after = await house.look(one);
  await house.cleanUp();
  expect(await house.look(one)).toEqual(after);
});

test('one process at a time has the turn, and who dies gives it back', async () => {
  await leaveBehind(1);
  const other = await house.db.pool.connect();
  try {
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock(20250117)');
    await house.cleanUp();
    expect(await count('messages')).toBe(2);
    await other.query('rollback');
    await house.cleanUp();
    expect(await count('messages')).toBe(0);
  } finally {
    other.release();
  }
});

test('what somebody holds is passed over without waiting, and goes the next time', async () => {
  const [roomId = ''] = await leaveBehind(2);
  const holder = await house.db.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from messages where room_id = $1 for update', [roomId]);
    await house.cleanUp();
    expect(counted(await house.look(roomId)).messages).toBe(2);
    expect(await count('messages')).toBe(2);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  await house.cleanUp();
  expect(await count('messages')).toBe(0);
});

test('the metrics tell when all was last cleaned up and how old the oldest is', async () => {
  await leaveBehind(1);
  await house.cleanUp();
  house.clock.advance({ minutes: 10 });
  const rows = await house.rows('select kind, finished_at, oldest_kept_at from clean_ups');
  expect(rows).toHaveLength(11);
  expect(rows.find(({ kind }) => kind === 'messages')?.oldest_kept_at).toBeNull();
  expect(rows.find(({ kind }) => kind === 'rooms')?.oldest_kept_at).not.toBeNull();
});
