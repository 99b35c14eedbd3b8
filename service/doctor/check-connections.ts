import { limits } from '../limits.ts';
import { viewConnections } from './database-views.ts';
import { type Check, ok, warn, wrong } from './finding.ts';

/** A pool, the line of a worker's lease, and the two of a start that migrates. */
const perProcess = limits.databaseConnections + 1;
const toStart = 2;
/** api, worker and smtp as processes of their own. */
const usualProcesses = 3;

/** Whether the database takes as many connections as the processes may open. */
export const checkConnections: Check = async ({ pool }) => {
  if (pool === null) return [];
  const { allowed, taken, ours } = await viewConnections(pool);
  const room = Math.floor((allowed - toStart) / perProcess);
  const use = `${taken} taken, ${ours} by it`;
  const says = `${allowed} connections are room for ${room} processes of Parley (${use})`;
  const usual = usualProcesses * perProcess + toStart;
  const advice = `raise max_connections to ${usual} and what others need`;
  if (room < 1) return [wrong(says, advice)];
  return room < usualProcesses || taken > 0.9 * allowed ? [warn(says, advice)] : [ok(says)];
};
