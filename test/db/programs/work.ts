/**
 * A worker that claims nothing by itself: it holds a lease and runs jobs. Says `held` and `not held`
 * when its lease says so, and the name of each job that starts; a line on its standard input lets
 * running jobs end.
 */
import { createJobRunner } from '../../../service/db/job-runner.ts';
import { openPool } from '../../../service/db/pool.ts';
import { createWorkerLease } from '../../../service/db/worker-lease.ts';

const { databaseUrl, workerId, times } = JSON.parse(process.argv[2] ?? '');
const pool = openPool(databaseUrl);
const lease = createWorkerLease({ databaseUrl, workerId, times });
let letGo: (() => void)[] = [];

function work(task: string): () => Promise<void> {
  return () => {
    console.log(task);
    return new Promise((resolve) => letGo.push(resolve));
  };
}

const idle = async () => {};
const runner = createJobRunner({
  pool,
  tasks: {
    'send-messages': work('send-messages'),
    'read-mails': work('read-mails'),
    'read-statuses': idle,
    'settle-due': idle,
    'deliver-webhooks': idle,
    'tell-failures': idle,
    'fold-ledger': idle,
    'clean-up': idle,
  },
  nameJobPool: lease.nameJobPool,
  restartWaitMs: { first: 100, longest: 400 },
  onError: (_error, what) => console.log(`trouble: ${what}`),
});
lease.start();
runner.start();

process.stdin.on('data', () => {
  const ending = letGo;
  letGo = [];
  for (const end of ending) end();
  console.log('let go');
});
let wasHeld = false;
setInterval(() => {
  if (lease.isHeld() === wasHeld) return;
  wasHeld = lease.isHeld();
  console.log(wasHeld ? 'held' : 'not held');
}, 10);
