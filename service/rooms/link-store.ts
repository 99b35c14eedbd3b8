import type { Tx } from '../db/transaction.ts';
import type { RoomRef } from './room-store.ts';

export interface NewLink {
  readonly id: string;
  readonly purpose: string;
  readonly attendeeId: string;
  readonly proposalId: string | null;
  /** The mail a confirm link is about. */
  readonly inboundMailId: string | null;
  readonly tokenHash: Buffer;
  readonly keyId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Stores each new link's hash and claims; a token is never at rest. */
export async function storeLinks(tx: Tx, ref: RoomRef, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx.query(
    `insert into magic_links (application_id, room_id, id, purpose, attendee_id, proposal_id,
       inbound_mail_id, token_hash, key_id, issued_at, expires_at)
     select $1, $2, id, purpose, attendee_id, proposal_id, inbound_mail_id,
       decode(token_hash, 'hex'), key_id, issued_at, expires_at
     from jsonb_to_recordset($3) as l(id uuid, purpose text, attendee_id uuid, proposal_id uuid,
       inbound_mail_id uuid, token_hash text, key_id text, issued_at timestamptz,
       expires_at timestamptz)`,
    [
      ref.applicationId,
      ref.roomId,
      JSON.stringify(
        links.map((link) => ({
          id: link.id,
          purpose: link.purpose,
          attendee_id: link.attendeeId,
          proposal_id: link.proposalId,
          inbound_mail_id: link.inboundMailId,
          token_hash: link.tokenHash.toString('hex'),
          key_id: link.keyId,
          issued_at: link.issuedAt,
          expires_at: link.expiresAt,
        })),
      ),
    ],
  );
}
