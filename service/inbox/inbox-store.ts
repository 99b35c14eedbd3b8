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
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  /** How often reading it went wrong through its own fault. */
  readonly strikes: number;
  /** How often it was read again because somebody asked for it. */
  readonly replays: number;
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
       m.remote_address as "remoteAddress", m.helo, m.attempts as strikes, m.replays`,
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

/**
 * Ends all claims of the workers `workerIds` on unread mails: the mails can be claimed at once.
 * Their readers, should they still be there, find their claim lost. Returns how many there were.
 */
export async function releaseMails(tx: Tx, workerIds: readonly string[]): Promise<number> {
  const { rowCount } = await tx.query(
    `update imip_messages set claimed_by = null, claimed_until = null
     where read_at is null and split_part(claimed_by, '/', 1) = any($1::text[])`,
    [workerIds],
  );
  return rowCount ?? 0;
}

/**
 * Ends the claims of a worker that are of none of its `runs` at work: the answer to the claim, or
 * to its end, was lost. The mails can be claimed at once.
 */
export async function releaseForgotten(
  q: Queryable,
  workerId: string,
  runs: readonly string[],
): Promise<void> {
  await q.query(
    `update imip_messages set claimed_by = null, claimed_until = null
     where read_at is null and split_part(claimed_by, '/', 1) = $1
       and claimed_by <> all($2::text[])`,
    [workerId, runs],
  );
}
