import { gather } from '../../service/outbox/gather.ts';

/** Work that is done when the test says so. */
function openWork() {
  const runs: { items: readonly number[]; done: (answers: readonly number[]) => void }[] = [];
  const failures: ((error: Error) => void)[] = [];
  const add = gather<number, number>(
    (items) =>
      new Promise((done, fail) => {
        runs.push({ items, done });
        failures.push(fail);
      }),
  );
  return { runs, failures, add };
}

test('what comes while one call runs shares the next, and each gets its own answer', async () => {
  const { runs, add } = openWork();
  const first = add(1);
  const rest = [add(2), add(3), add(4)];
  expect(runs.map(({ items }) => items)).toEqual([[1]]);
  runs[0]?.done([10]);
  expect(await first).toBe(10);
  expect(runs[1]?.items).toEqual([2, 3, 4]);
  runs[1]?.done([20, 30, 40]);
  expect(await Promise.all(rest)).toEqual([20, 30, 40]);
});

test('a failure is that of its own call; the next one runs', async () => {
  const { runs, failures, add } = openWork();
  const [first, second] = [add(1), add(2)];
  failures[0]?.(new Error('away'));
  await expect(first).rejects.toThrow('away');
  runs[1]?.done([20]);
  expect(await second).toBe(20);
});
