import { compareMigrations } from '../db/migrate.ts';
import { type Check, ok, warn, wrong } from './finding.ts';

/** SQLSTATE of a table that does not exist. */
const undefinedTable = '42P01';

/** Whether the schema is that of this version. */
export const checkMigrations: Check = async ({ pool }) => {
  if (pool === null) return [];
  try {
    const { missing, ahead } = await compareMigrations(pool);
    if (missing.length > 0) {
      const advice = 'start one process of this version: every start brings the schema up to date';
      return [wrong(`the schema lacks ${missing.join(', ')}`, advice)];
    }
    if (ahead.length > 0) {
      const says = `the schema is ahead of this version by ${ahead.join(', ')}`;
      return [warn(says, 'well during an update; else install the version that made it')];
    }
    return [ok('the schema is that of this version')];
  } catch (error) {
    if ((error as { code?: string }).code !== undefinedTable) throw error;
    return [warn('the database has no schema yet', 'start Parley once: it makes the schema')];
  }
};
