/** A process that starts the embedded PostgreSQL, says so and stays. SIGTERM stops it in order. */
import { randomBytes, randomUUID } from 'node:crypto';
import { startEmbeddedPostgres } from '../../../service/db/embedded-postgres.ts';

const random = { uuid: () => randomUUID(), bytes: (length: number) => randomBytes(length) };
try {
  const postgres = await startEmbeddedPostgres(process.argv[2] ?? '', {
    random,
    settings: { fsync: 'off' },
  });
  process.once('SIGTERM', () => {
    void postgres.stop().then(() => process.exit(0));
  });
  process.on('SIGINT', () => console.log('SIGINT'));
  console.log(postgres.databaseUrl);
  setInterval(() => {}, 1_000);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
