import { randomUUID } from 'node:crypto';
import { createRelayNotes } from '../../service/outbox/relay/note-relays.ts';
import type { RelayHealthNote } from '../../service/ports.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const good: RelayHealthNote = { relay: 1, name: 'relay:25', state: 'good', restsUntil: null };

async function workerWith(relays: () => readonly RelayHealthNote[]) {
  const id = randomUUID();
  const note = createRelayNotes(db.pool, id, { relays });
  const insert = () => db.pool.query('insert into workers (id) values ($1)', [id]);
  const told = async () =>
    (await db.pool.query('select relays from workers where id = $1', [id])).rows[0]?.relays;
  return { id, note, insert, told };
}

test('a worker tells how its relays are as soon as others know it, and whenever that changes', async () => {
  let state: RelayHealthNote['state'] = 'good';
  const { note, insert, told } = await workerWith(() => [{ ...good, state }]);
  await note();
  await insert();
  await note();
  expect(await told()).toEqual([good]);
  state = 'away';
  await note();
  expect(await told()).toEqual([{ ...good, state: 'away' }]);
});

test('a worker that was taken for dead and made its row anew is told of again', async () => {
  const { id, note, insert, told } = await workerWith(() => [good]);
  await insert();
  await note();
  await db.pool.query('delete from workers where id = $1', [id]);
  await insert();
  for (let look = 0; look < 30; look += 1) await note();
  expect(await told()).toEqual([good]);
});

test('a worker without relays tells nothing', async () => {
  const id = randomUUID();
  await db.pool.query('insert into workers (id) values ($1)', [id]);
  await createRelayNotes(db.pool, id, {})();
  const { rows } = await db.pool.query('select relays from workers where id = $1', [id]);
  expect(rows).toEqual([{ relays: null }]);
});
