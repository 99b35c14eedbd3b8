import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { createDnsResolver } from './inbox/parser/dns-resolver.ts';
import type { Clock, Random, ResolveDns } from './ports.ts';

/** The machine's own clock. */
export const machineClock: Clock = { now: () => new Date() };

/** The machine's own randomness. */
export const machineRandom: Random = {
  uuid: () => randomUUIDv7(),
  bytes: (length) => randomBytes(length),
};

/** The machine's own name servers. */
export const machineDns: ResolveDns = createDnsResolver();
