import { viewServer } from './database-views.ts';
import { type Check, type Finding, ok, wrong } from './finding.ts';

/** Whether what the database acknowledges survives a crash: on that the whole ledger stands. */
export const checkDurability: Check = async ({ pool }) => {
  if (pool === null) return [];
  const facts = await viewServer(pool);
  const found: Finding[] = [];
  if (facts.fsync !== 'on') {
    found.push(wrong('fsync is off: a crash may destroy everything', 'set fsync = on'));
  }
  if (facts.fullPageWrites !== 'on') {
    const says = 'full_page_writes is off: a crash may leave torn pages';
    found.push(wrong(says, 'set full_page_writes = on'));
  }
  if (facts.synchronousCommit === 'off') {
    const says = 'synchronous_commit is off: what was answered with success may be lost';
    found.push(wrong(says, 'set it to on (remote_apply or remote_write do as well)'));
  }
  return found.length > 0 ? found : [ok('what is committed is on disk')];
};
