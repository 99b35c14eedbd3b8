/**
 * Makes many calls share one: while `work` runs, what is added meanwhile gathers for its next run.
 * Each caller gets the answer at the place of its item, or the rejection of the run it was in.
 */
export function gather<T, R>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  interface Waiting {
    readonly item: T;
    readonly resolve: (answer: R) => void;
    readonly reject: (error: unknown) => void;
  }
  let gathered: Waiting[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    while (gathered.length > 0) {
      const together = gathered;
      gathered = [];
      try {
        const answers = await work(together.map(({ item }) => item));
        together.forEach(({ resolve }, index) => {
          resolve(answers[index] as R);
        });
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    isRunning = false;
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      gathered.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });
}
