import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Clock, Random } from './ports.ts';

/** The machine's own clock. */
export const machineClock: Clock = { now: () => new Date() };

/** The machine's own randomness. */
export const machineRandom: Random = {
  uuid: () => randomUUIDv7(),
  bytes: (length) => randomBytes(length),
};
