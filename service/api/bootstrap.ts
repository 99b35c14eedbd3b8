import { createHash } from 'node:crypto';
import type { Queryable } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { insertDefaultApplication } from './api-key-store.ts';
import { prefixOf } from './mint-key.ts';

/** The application of `PARLEY_API_KEY`, the same one in every process and after every restart. */
export const defaultApplicationId = '00000000-0000-7000-8000-000000000001';

/** What is stored of a key, and what it is looked up by. Keys are long and random: no salt. */
export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Lets `key` in for the default application, which is made if there is none. Idempotent, also for
 * several processes at once. An earlier key stays valid until it is revoked.
 */
export async function ensureApplication(
  q: Queryable,
  key: string,
  clock: Clock,
  random: Random,
): Promise<void> {
  await insertDefaultApplication(q, {
    applicationId: defaultApplicationId,
    name: 'Parley',
    keyId: random.uuid(),
    prefix: prefixOf(key),
    keyHash: hashKey(key),
    now: clock.now(),
  });
}
