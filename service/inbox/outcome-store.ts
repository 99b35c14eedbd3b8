import { storableText } from '../db/storable-text.ts';
import type { Queryable, Tx } from '../db/transaction.ts';
import type { MailAuthentication } from '../mail/mail-authentication.ts';

/** What reading a mail came to. */
export interface MailRecord {
  readonly messageId: string | null;
  readonly fromAddress: string | null;
  readonly subject: string | null;
  readonly kind: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly detail: Record<string, unknown> | null;
  readonly effectHash: Buffer | null;
  /** Whom the mail turned out to be about, where its address did not tell. */
  readonly applicationId: string | null;
  readonly roomId: string | null;
  readonly attendeeId: string | null;
  /** The outbox row a bounce turned out to be about. */
  readonly outboxId: string | null;
  readonly authentication: MailAuthentication | null;
  /** What it asks for, frozen, while it waits for its person's word. */
  readonly question: unknown;
  readonly alias: string | null;
}

/**
 * True when the outcome was recorded; false when another reader took the claim over. Whose address
 * a mail came to is never changed by what it says.
 */
export async function recordOutcome(
  tx: Tx,
  mail: { id: string; claimedBy: string; readAt: Date },
  record: MailRecord,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update imip_messages
     set read_at = $3, claimed_by = null, claimed_until = null, message_id = $4,
       from_address = $5, subject = $6, kind = $7, outcome = $8, reason = $9, detail = $10,
       effect_hash = $11, outbox_id = coalesce(outbox_id, $12), authentication = $13,
       question = $14, alias = $15, application_id = coalesce(application_id, $16),
       room_id = coalesce(room_id, $17), attendee_id = coalesce(attendee_id, $18)
     where id = $1 and claimed_by = $2 and read_at is null`,
    [
      mail.id,
      mail.claimedBy,
      mail.readAt,
      cleanText(record.messageId),
      cleanText(record.fromAddress),
      cleanText(record.subject),
      record.kind,
      record.outcome,
      record.reason,
      cleanJson(record.detail),
      record.effectHash,
      record.outboxId,
      cleanJson(record.authentication),
      cleanJson(record.question),
      cleanText(record.alias),
      record.applicationId,
      record.roomId,
      record.attendeeId,
    ],
  );
  return rowCount === 1;
}

/** Ends a mail of an erased person and empties it; false when another reader took it over. */
export async function recordForgotten(
  tx: Tx,
  mail: { id: string; claimedBy: string; readAt: Date },
  whose: Pick<MailRecord, 'applicationId' | 'roomId' | 'attendeeId'> | null,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update imip_messages
     set read_at = $3, claimed_by = null, claimed_until = null, kind = null, outcome = 'ignored',
       reason = 'person-erased', raw = '', envelope_from = '', remote_address = null, helo = null,
       application_id = coalesce(application_id, $4), room_id = coalesce(room_id, $5),
       attendee_id = coalesce(attendee_id, $6)
     where id = $1 and claimed_by = $2 and read_at is null`,
    [
      mail.id,
      mail.claimedBy,
      mail.readAt,
      whose?.applicationId ?? null,
      whose?.roomId ?? null,
      whose?.attendeeId ?? null,
    ],
  );
  return rowCount === 1;
}

const cleanJson = (value: unknown) =>
  value === null ? null : JSON.stringify(value, (_key, one) => cleanText(one));

/** Takes out what PostgreSQL cannot hold: NUL in text, halves of surrogate pairs in JSON. */
function cleanText<T>(value: T): T | string {
  return typeof value === 'string' ? storableText(value) : value;
}

/** Puts a mail aside that could not be read, however often it was tried; it can be replayed. */
export async function recordUnreadable(
  q: Queryable,
  mail: { id: string; claimedBy: string; readAt: Date },
  reason: string,
): Promise<void> {
  await q.query(
    `update imip_messages
     set read_at = $3, claimed_by = null, claimed_until = null, kind = 'unreadable',
       outcome = 'unreadable', reason = $4
     where id = $1 and claimed_by = $2 and read_at is null`,
    [mail.id, mail.claimedBy, mail.readAt, reason],
  );
}

/**
 * Holds a room still until the commit: of two copies of one mail that are read at once, the second
 * finds what became of the first.
 */
export async function holdRoom(tx: Tx, applicationId: string, roomId: string): Promise<void> {
  await tx.query('select from rooms where application_id = $1 and id = $2 for no key update', [
    applicationId,
    roomId,
  ]);
}

/**
 * The mail this one repeats, if any: the same Message-ID for the same person, or the same content
 * as the last one that was applied for them (a confirmed one at its confirmation). An older one
 * with the same content does not count: who accepts, declines and accepts again means it, even when
 * their software repeats its DTSTAMP. What was parked or unreadable had no effect, so nothing
 * repeats it; nor does a mail that is read again repeat itself.
 */
export async function findEarlier(
  tx: Tx,
  wanted: {
    applicationId: string;
    attendeeId: string;
    messageId: string | null;
    effectHash: Buffer | null;
    exceptId: string;
  },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from imip_messages
     where application_id = $1 and attendee_id = $2 and id <> $5 and message_id = $3
       and outcome not in ('parked', 'unreadable')
     union all
     select id from (
       select id, effect_hash from imip_messages
       where application_id = $1 and attendee_id = $2 and id <> $5 and outcome = 'applied'
         and effect_hash is not null
       order by coalesce(confirmed_at, read_at) desc, id desc limit 1
     ) last
     where last.effect_hash = $4
     limit 1`,
    [wanted.applicationId, wanted.attendeeId, wanted.messageId, wanted.effectHash, wanted.exceptId],
  );
  return rows[0]?.id ?? null;
}
