import { expect, test } from '@jest/globals';
import { joinRuns } from '../../service/db/join-runs.ts';

/** A task whose runs end one by one, when they are told to. */
function task(atOnce?: number) {
  const runs: PromiseWithResolvers<void>[] = [];
  const ask = joinRuns(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  }, atOnce);
  return { runs, ask };
}

test('whoever asks while it runs is let go at once, and another run follows for all of them', async () => {
  const { runs, ask } = task();
  const first = ask();
  await Promise.all([ask(), ask(), ask()]);
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(runs).toHaveLength(2);
  runs[1]?.resolve();
  await first;
  expect(runs).toHaveLength(2);
});

test('as many run at once as may, and a failed run makes room', async () => {
  const { runs, ask } = task(2);
  const [first, second] = [ask(), ask()];
  await ask();
  expect(runs).toHaveLength(2);
  runs[0]?.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  const third = ask();
  expect(runs).toHaveLength(3);
  runs[1]?.resolve();
  runs[2]?.resolve();
  await Promise.all([second, third]);
});
