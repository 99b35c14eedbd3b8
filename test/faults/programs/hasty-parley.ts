/**
 * The service by a clock that runs faster: `FAST=20` makes ten minutes of half one, counted from
 * `FAST_SINCE` (milliseconds since 1970); and SIGUSR2 lets half an hour pass at once. So hours of
 * waiting can be watched. Timers and the database's own clock run as ever.
 */
import { machineClock } from '../../../service/real-ports.ts';

const factor = Number(process.env.FAST);
const sinceMs = Number(process.env.FAST_SINCE);
const leapMs = 30 * 60_000;
let leaptMs = 0;

process.on('SIGUSR2', () => {
  leaptMs += leapMs;
});

Object.assign(machineClock, {
  now: () => new Date(sinceMs + (Date.now() - sinceMs) * factor + leaptMs),
});

await import('../../../service/main.ts');
