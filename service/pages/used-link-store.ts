import type { Tx } from '../db/transaction.ts';

/** Notes the first time a link had an effect; later uses leave that time alone. */
export async function markUsed(
  tx: Tx,
  link: { readonly applicationId: string; readonly linkId: string },
  at: Date,
): Promise<void> {
  await tx.query(
    `update magic_links set used_at = coalesce(used_at, $3)
     where application_id = $1 and id = $2`,
    [link.applicationId, link.linkId, at],
  );
}

/**
 * Claims the renewal of a link. True for exactly one caller, and not again for any renewal of the
 * same link after `notSince`: a button pressed many times mails one link.
 */
export async function claimRenewal(
  tx: Tx,
  link: { readonly applicationId: string; readonly linkId: string },
  at: Date,
  notSince: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update magic_links set renewed_at = $3
     where application_id = $1 and id = $2 and (renewed_at is null or renewed_at <= $4)`,
    [link.applicationId, link.linkId, at, notSince],
  );
  return rowCount === 1;
}
