import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable, Tx } from '../db/transaction.ts';
import { placeOf } from './operator-store.ts';

export type Scope = 'read' | 'write';

/** A key as it is shown in lists: never the key itself, which nobody keeps. */
export interface StoredKey {
  readonly id: string;
  readonly name: string | null;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewKey {
  readonly id: string;
  readonly name: string | null;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly now: Date;
}

const columns = `id, name, prefix, scopes, created_at as "createdAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt", revoked_at as "revokedAt"`;

export async function insertKey(tx: Tx, applicationId: string, key: NewKey): Promise<StoredKey> {
  const { rows } = await tx.query<StoredKey>(
    `insert into api_keys (application_id, id, name, prefix, key_hash, scopes, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [applicationId, key.id, key.name, key.prefix, key.keyHash, key.scopes, key.now],
  );
  if (!rows[0]) throw new Error(`key ${key.id} was not stored`);
  return rows[0];
}

/** Keys of an application, the newest first, those that have ended too. */
export async function listKeys(
  q: Queryable,
  applicationId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<StoredKey>> {
  const { rows } = await q.query<StoredKey>(
    `select ${columns} from api_keys
     where application_id = $1 and ($3::timestamptz is null
       or (date_trunc('milliseconds', created_at), id) < ($3, $4::uuid))
     order by date_trunc('milliseconds', created_at) desc, id desc limit $2 + 1`,
    [applicationId, limit, cursor?.at ?? null, cursor?.id ?? null],
  );
  return cutPage(rows, limit, placeOf, (row) => row);
}

/** Ends a key at once, if it has not ended so before; null when there is no such key. */
export async function revokeKey(
  tx: Tx,
  applicationId: string,
  id: string,
  now: Date,
): Promise<StoredKey | null> {
  const { rows } = await tx.query<StoredKey>(
    `update api_keys set revoked_at = coalesce(revoked_at, $3)
     where application_id = $1 and id = $2 returning ${columns}`,
    [applicationId, id, now],
  );
  return rows[0] ?? null;
}

/** A key that nobody else changes until the transaction ends; null when there is no such key. */
export async function lockKey(
  tx: Tx,
  applicationId: string,
  id: string,
): Promise<StoredKey | null> {
  const { rows } = await tx.query<StoredKey>(
    `select ${columns} from api_keys where application_id = $1 and id = $2 for update`,
    [applicationId, id],
  );
  return rows[0] ?? null;
}

/** Sets when a key stops; never later than it was to stop anyway. */
export async function endKey(tx: Tx, applicationId: string, id: string, at: Date): Promise<void> {
  await tx.query(
    `update api_keys set expires_at = least(coalesce(expires_at, $3), $3)
     where application_id = $1 and id = $2`,
    [applicationId, id, at],
  );
}
