import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { createDnsResolver } from './inbox/parser/dns-resolver.ts';
import { createFetchText } from './inbox/status/fetch-text.ts';
import type { Clock, FetchText, Random, ResolveDns } from './ports.ts';

/** The machine's own clock. */
export const machineClock: Clock = { now: () => new Date() };

/** The machine's own randomness. */
export const machineRandom: Random = {
  uuid: () => randomUUIDv7(),
  bytes: (length) => randomBytes(length),
};

/** The machine's own name servers. */
export const machineDns: ResolveDns = createDnsResolver();

/** The machine's own way into the world: HTTPS, no redirects, small answers, little time. */
export const machineFetchText: FetchText = createFetchText();
