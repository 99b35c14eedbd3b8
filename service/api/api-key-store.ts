import type { Queryable } from '../db/transaction.ts';

export interface KnownKey {
  readonly applicationId: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: Date | null;
}

/**
 * Whose key has this hash; null when nobody's, or one that has ended. Asked anew for each request:
 * what is revoked stops at once, at every process.
 */
export async function findKey(q: Queryable, keyHash: Buffer, now: Date): Promise<KnownKey | null> {
  const { rows } = await q.query<KnownKey>(
    `select application_id as "applicationId", id as "keyId", scopes,
       last_used_at as "lastUsedAt"
     from api_keys
     where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [keyHash, now],
  );
  return rows[0] ?? null;
}

/** Notes the use of a key, unless another process noted one since `notAfter`. */
export async function noteUse(
  q: Queryable,
  key: KnownKey,
  now: Date,
  notAfter: Date,
): Promise<void> {
  await q.query(
    `update api_keys set last_used_at = $3
     where application_id = $1 and id = $2
       and (last_used_at is null or last_used_at <= $4)`,
    [key.applicationId, key.keyId, now, notAfter],
  );
}

/**
 * Makes the default application and lets this key in, once, however many processes do so at the
 * same moment. A key that is known already, of whichever application, changes nothing.
 */
export async function insertDefaultApplication(
  q: Queryable,
  facts: {
    readonly applicationId: string;
    readonly name: string;
    readonly keyId: string;
    readonly prefix: string;
    readonly keyHash: Buffer;
    readonly now: Date;
  },
): Promise<void> {
  await q.query(
    `with known as (select 1 from api_keys where key_hash = $5),
     application as (
       insert into applications (id, name, created_at)
       select $1, $2, $6 where not exists (select 1 from known)
       on conflict (id) do nothing
     )
     insert into api_keys (application_id, id, prefix, key_hash, created_at)
     select $1, $3, $4, $5, $6 where not exists (select 1 from known)
     on conflict do nothing`,
    [facts.applicationId, facts.name, facts.keyId, facts.prefix, facts.keyHash, facts.now],
  );
}
