/**
 * Lets at most `atOnce` runs of one task go on in this process. Whoever asks for one more is let go
 * at once, and a run under way is followed by another: what was due when it was asked for is seen,
 * and no number of wake-ups for one task takes the place of the others. Each run rejects as it
 * does; a following run is then lost, as any wake-up may be.
 */
export function joinRuns(run: () => Promise<void>, atOnce = 1): () => Promise<void> {
  let running = 0;
  let isAskedAgain = false;
  return async () => {
    if (running === atOnce) {
      isAskedAgain = true;
      return;
    }
    running += 1;
    try {
      do {
        isAskedAgain = false;
        await run();
      } while (isAskedAgain);
    } finally {
      running -= 1;
    }
  };
}
