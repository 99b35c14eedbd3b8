import { findKnownIdentity } from '../../service/db/database-identity.ts';
import { recogniseRestore } from '../../service/keeping/recognise-restore.ts';
import { beginRestoration } from '../../service/keeping/restoration-store.ts';
import { noteMove, restore } from '../../service/keeping/restore.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

const clock = createFakeClock('2027-03-01T09:00:00Z');
const backupAt = new Date('2027-03-01T08:00:00Z');
const warnings: string[] = [];
const log = { warn: (_facts: unknown, text: string) => void warnings.push(text) };

let db: TestDatabase;
beforeEach(async () => {
  warnings.length = 0;
  db = await openTestDatabase();
});
afterEach(() => db.drop());

const start = () => recogniseRestore(db.pool, { clock, log: log as never });

test('the database that was written to last is recognised, start after start', async () => {
  await start();
  await start();
  expect(await findKnownIdentity(db.pool)).not.toBeNull();
  expect(warnings).toEqual([]);
});

test.each([`system_identifier = '7'`, 'database_oid = 7'])(
  'a copy of it (%s) is not served until somebody says what it is',
  async (change) => {
    await start();
    await db.pool.query(`update database_identity set ${change}`);
    await expect(start()).rejects.toThrow('npm run restored -- --at');
    await restore({ database: db.database, clock }, backupAt, 10);
    await start();
    await db.pool.query(`update database_identity set ${change}`);
    await expect(start()).rejects.toThrow('npm run restored -- --nothing-lost');
    await noteMove({ database: db.database, clock });
    await start();
  },
);

test('a restoration that was broken off is ended before anything is served', async () => {
  await start();
  await beginRestoration(db.pool, backupAt, 10, clock.now());
  await expect(start()).rejects.toThrow('--at 2027-03-01T08:00:00.000Z');
  await restore({ database: db.database, clock }, backupAt, 10);
  await start();
});

test('a new timeline is told of once, and served', async () => {
  await start();
  await db.pool.query('update database_identity set timeline = timeline + 1');
  await start();
  await start();
  expect(warnings).toHaveLength(1);
});
