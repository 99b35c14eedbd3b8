import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley } from '../../journeys/parley-process.ts';
import type { Bench } from '../ground/bench.ts';
import { compare, type Result } from '../ground/compare.ts';
import { startProgram } from '../ground/program.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { stopRoles } from '../ground/service.ts';

/** `npm start` until it says that it is ready, on data that are there. */
export async function measureStart({ sizes }: Bench): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-bench-start-'));
  // As root the server runs as another user, who must be able to get here.
  await chmod(dir, 0o755);
  try {
    const { ours, theirs } = await alternate(sizes.rounds, {
      ours: () => timeStart(join(dir, 'ours')),
      theirs: () => timeDatabase(join(dir, 'theirs')),
    });
    return {
      id: 'B9',
      title: 'start to ready on a warm data directory',
      comparisons: [
        compare({
          measure: 'ms',
          against: 'embedded PostgreSQL alone in a Node process',
          ours,
          theirs,
          goal: { most: 2 },
        }),
      ],
      peer: '',
      notes: [],
    };
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function timeStart(dataDir: string): Promise<Figure> {
  const startedAt = performance.now();
  const parley = await startParley({ PARLEY_DATA_DIR: dataDir, INBOUND_SMTP_HOST: '127.0.0.1' });
  const value = performance.now() - startedAt;
  await stopRoles(parley);
  return { value };
}

async function timeDatabase(dataDir: string): Promise<Figure> {
  const startedAt = performance.now();
  const program = await startProgram('embedded-alone');
  await program.ask('start', dataDir);
  const value = performance.now() - startedAt;
  await program.ask('stop');
  await program.end();
  return { value };
}
