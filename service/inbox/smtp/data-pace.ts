import type { Readable } from 'node:stream';

export interface PaceLimits {
  /** From the start of DATA to its end, whatever arrives meanwhile. */
  readonly dataTimeoutMs: number;
  readonly dataGraceMs: number;
  readonly dataBytesPerSecond: number;
}

/** How often the pace is looked at, at most. */
const lookEveryMs = 1_000;

/**
 * Calls `tooSlow` once when a message takes too long, or comes in slower than allowed after its
 * grace. One byte a second keeps every idle timeout from firing and would hold a session for days.
 */
export function watchPace(stream: Readable, limits: PaceLimits, tooSlow: () => void): void {
  const startedAt = performance.now();
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const look = () => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < limits.dataGraceMs) return;
    if (bytes * 1_000 < limits.dataBytesPerSecond * elapsedMs) giveUp();
  };
  const pace = setInterval(look, Math.min(lookEveryMs, limits.dataGraceMs)).unref();
  const deadline = setTimeout(() => giveUp(), limits.dataTimeoutMs).unref();
  const stop = () => {
    clearInterval(pace);
    clearTimeout(deadline);
  };
  const giveUp = () => {
    stop();
    tooSlow();
  };
  for (const event of ['end', 'error', 'close'] as const) stream.once(event, stop);
}
