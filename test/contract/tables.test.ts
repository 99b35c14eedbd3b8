import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

test('the tables have the names that the contract promises', async () => {
  const { rows } = await db.pool.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public'`,
  );
  const promised = [
    'rooms',
    'attendees',
    'pending_proposals',
    'magic_links',
    'messages',
    'imip_messages',
    'room_history',
    'events',
    'webhook_endpoints',
    'webhook_deliveries',
    'applications',
    'api_keys',
    'idempotency_keys',
  ];
  expect(rows.map((row) => row.table_name)).toEqual(expect.arrayContaining(promised));
});

test('a room has its promised columns, and an end that follows from start and length', async () => {
  const { rows } = await db.pool.query<Record<string, string>>(
    `select column_name, data_type, is_nullable, column_default, is_generated
     from information_schema.columns where table_name = 'rooms'`,
  );
  const column = (name: string) => rows.find((row) => row.column_name === name);
  expect(column('ics_uid')).toMatchObject({ data_type: 'text', is_nullable: 'NO' });
  expect(column('ics_sequence')).toMatchObject({
    data_type: 'integer',
    is_nullable: 'NO',
    column_default: '0',
  });
  expect(column('start_utc')).toMatchObject({ data_type: 'timestamp with time zone' });
  expect(column('duration_minutes')).toMatchObject({ data_type: 'integer', is_nullable: 'NO' });
  expect(column('end_utc')).toMatchObject({ is_generated: 'ALWAYS' });
});
