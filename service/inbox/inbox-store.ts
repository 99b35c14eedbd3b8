import type { Queryable, Tx } from '../db/transaction.ts';
import type { Recipient } from './recipient-views.ts';

/** One mail as a door took it, with its envelope. */
export interface ReceivedMail {
  readonly source: 'smtp' | 'http';
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  /** Empty for the null sender (RFC 5321 §4.5.5). */
  readonly envelopeFrom: string;
  readonly recipients: readonly Recipient[];
  readonly raw: Buffer;
}

/** A mail as it is stored: one row for each recipient, each with its own id. */
export interface MailToStore extends ReceivedMail {
  readonly receivedAt: Date;
  readonly recipients: readonly (Recipient & { readonly id: string })[];
}

/** A mail claimed for reading. */
export interface UnreadMail {
  readonly id: string;
  readonly applicationId: string | null;
  readonly roomId: string | null;
  readonly attendeeId: string | null;
  readonly outboxId: string | null;
  readonly receivedAt: Date;
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  /** How often reading it went wrong through its own fault. */
  readonly strikes: number;
}

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
  /** The outbox row a bounce turned out to be about. */
  readonly outboxId: string | null;
}

/** Stores one mail for all its recipients in one statement: either all rows are there or none. */
export async function storeMails(tx: Tx, mail: MailToStore): Promise<void> {
  const column = <K extends keyof MailToStore['recipients'][number]>(name: K) =>
    mail.recipients.map((recipient) => recipient[name]);
  await tx.query(
    `insert into imip_messages (id, application_id, room_id, attendee_id, outbox_id, source,
       received_at, remote_address, helo, envelope_from, envelope_to, raw, raw_hash)
     select one.id, one.application_id, one.room_id, one.attendee_id, one.outbox_id, $7,
       $8, $9, $10, $11, one.envelope_to, $12, sha256($12::bytea)
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[])
       as one (id, application_id, room_id, attendee_id, outbox_id, envelope_to)`,
    [
      column('id'),
      column('applicationId'),
      column('roomId'),
      column('attendeeId'),
      column('outboxId'),
      column('address'),
      mail.source,
      mail.receivedAt,
      mail.remoteAddress,
      mail.helo,
      mail.envelopeFrom,
      mail.raw,
    ],
  );
}

/** An unread mail to the same person that came before `m`. */
const olderOfPerson = `older.application_id = m.application_id
  and older.attendee_id = m.attendee_id and older.read_at is null
  and (older.received_at, older.id) < (m.received_at, m.id)`;

/**
 * Claims up to `limit` unread mails, oldest first, until `until`. A mail claimed by somebody else
 * whose lease has not ended is passed over, so no two readers hold the same mail. What one person
 * sent is read in the order it came, by one reader at a time: of two answers in one second the
 * later wins. The order counts the ones that another reader is claiming at this very moment; a mail
 * that waits because reading it went wrong holds up no other.
 */
export async function claimUnread(
  q: Queryable,
  claim: { claimedBy: string; now: Date; until: Date; limit: number },
): Promise<UnreadMail[]> {
  const { rows } = await q.query<UnreadMail>(
    `with due as (
       select m.id from imip_messages m
       where m.read_at is null and (m.claimed_until is null or m.claimed_until <= $2)
         and not exists (select from imip_messages older where ${olderOfPerson}
           and older.claimed_by is not null and older.claimed_until > $2)
       order by m.received_at, m.id limit $4 for update skip locked
     )
     update imip_messages m set claimed_by = $1, claimed_until = $3
     from due
     where m.id = due.id
       and not exists (select from imip_messages older where ${olderOfPerson}
         and (older.claimed_until is null or older.claimed_until <= $2)
         and older.id not in (select id from due))
     returning m.id, m.application_id as "applicationId", m.room_id as "roomId",
       m.attendee_id as "attendeeId", m.outbox_id as "outboxId", m.received_at as "receivedAt",
       m.envelope_from as "envelopeFrom", m.envelope_to as "envelopeTo",
       m.attempts as strikes`,
    [claim.claimedBy, claim.now, claim.until, claim.limit],
  );
  // RETURNING promises no order; ids rise with time, as receivedAt does.
  return rows.sort((a, b) => Number(a.receivedAt) - Number(b.receivedAt) || (a.id < b.id ? -1 : 1));
}

/** The bytes of a stored mail; read one by one, since a batch of them could be large. */
export async function readRaw(q: Queryable, id: string): Promise<Buffer> {
  const { rows } = await q.query<{ raw: Buffer }>('select raw from imip_messages where id = $1', [
    id,
  ]);
  if (!rows[0]) throw new Error(`inbound mail ${id} is gone`);
  return rows[0].raw;
}

/**
 * Ends a claim without an outcome: the mail is unread again from `notBefore` on, with `strikes`
 * more strikes. Does nothing when the claim was lost meanwhile.
 */
export async function giveBack(
  q: Queryable,
  back: { id: string; claimedBy: string; notBefore: Date | null; strikes: 0 | 1 },
): Promise<void> {
  await q.query(
    `update imip_messages
     set claimed_by = null, claimed_until = $3, attempts = attempts + $4
     where id = $1 and claimed_by = $2 and read_at is null`,
    [back.id, back.claimedBy, back.notBefore, back.strikes],
  );
}

/** True when the outcome was recorded; false when another reader took the claim over. */
export async function recordOutcome(
  tx: Tx,
  mail: { id: string; claimedBy: string; readAt: Date },
  record: MailRecord,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update imip_messages
     set read_at = $3, claimed_by = null, claimed_until = null, message_id = $4,
       from_address = $5, subject = $6, kind = $7, outcome = $8, reason = $9, detail = $10,
       effect_hash = $11, outbox_id = coalesce(outbox_id, $12)
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
      record.detail && JSON.stringify(record.detail, (_key, value) => cleanText(value)),
      record.effectHash,
      record.outboxId,
    ],
  );
  return rowCount === 1;
}

/** Takes out what PostgreSQL cannot hold: NUL in text, halves of surrogate pairs in JSON. */
function cleanText<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
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
 * as the last one that was applied for them. An older one with the same content does not count:
 * who accepts, declines and accepts again means it, even when their software repeats its DTSTAMP.
 * What was parked or unreadable had no effect, so nothing repeats it.
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
       order by read_at desc, id desc limit 1
     ) last
     where last.effect_hash = $4
     limit 1`,
    [wanted.applicationId, wanted.attendeeId, wanted.messageId, wanted.effectHash, wanted.exceptId],
  );
  return rows[0]?.id ?? null;
}

/** Marks a message that had left as bounced; one still owed or already settled so is left alone. */
export async function markBounced(tx: Tx, applicationId: string, id: string): Promise<void> {
  await tx.query(
    `update messages set state = 'bounced'
     where application_id = $1 and id = $2 and state in ('sent', 'delivered', 'unknown')`,
    [applicationId, id],
  );
}
