/** A process that does nothing but migrate, as every process of the service does at its start. */
import { migrate } from '../../../service/db/migrate.ts';

await migrate(process.argv[2] ?? '');
