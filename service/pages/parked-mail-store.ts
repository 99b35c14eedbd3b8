import type { Queryable, Tx } from '../db/transaction.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';

/** Whose word a mail waits for. */
export interface ParkedRef {
  readonly applicationId: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly inboundMailId: string;
}

/** A mail that is, or was, waiting for its person's word. */
export interface ParkedMail {
  /** Null while it is being read again. */
  readonly outcome: InboundOutcome | null;
  /** Why it waits, or what became of it. */
  readonly reason: string | null;
  readonly confirmedAt: Date | null;
  /** What it asks for, as it was frozen; null when it asks for nothing that can be confirmed. */
  readonly question: unknown;
  /** The address it came in the name of, when that is not known to be this person's. */
  readonly alias: string | null;
}

const selectParked = `
  select outcome, reason, confirmed_at as "confirmedAt", question, alias from imip_messages
  where application_id = $1 and attendee_id = $2 and id = $3`;

/** The mail a confirm link is about, if it is about this person; null when it is gone. */
export async function viewParked(q: Queryable, ref: ParkedRef): Promise<ParkedMail | null> {
  const { rows } = await q.query<ParkedMail>(selectParked, keysOf(ref));
  return rows[0] ?? null;
}

/**
 * The same, held still until the commit: of two clicks at once the second finds what the first one
 * did. The room is held first, in the order in which the reader of mail takes the two.
 */
export async function lockParked(tx: Tx, ref: ParkedRef): Promise<ParkedMail | null> {
  await tx.query('select from rooms where application_id = $1 and id = $2 for no key update', [
    ref.applicationId,
    ref.roomId,
  ]);
  const { rows } = await tx.query<ParkedMail>(`${selectParked} for no key update`, keysOf(ref));
  return rows[0] ?? null;
}

/**
 * Records what a parked mail came to when its person confirmed it; only once. It counts as read at
 * that moment, so that the last mail that had an effect is the last one in the order of reading.
 */
export async function recordConfirmed(
  tx: Tx,
  ref: ParkedRef,
  done: { outcome: InboundOutcome; reason: string; at: Date },
): Promise<void> {
  await tx.query(
    `update imip_messages set outcome = $4, reason = $5, confirmed_at = $6, read_at = $6
     where application_id = $1 and attendee_id = $2 and id = $3
       and outcome = 'parked' and confirmed_at is null`,
    [...keysOf(ref), done.outcome, done.reason, done.at],
  );
}

/** The other mails of this person that wait because of the same address. */
export async function findWaiting(q: Queryable, ref: ParkedRef, alias: string): Promise<string[]> {
  const { rows } = await q.query<{ id: string }>(
    `select id from imip_messages
     where application_id = $1 and attendee_id = $2 and id <> $3
       and alias = $4 and outcome = 'parked' and confirmed_at is null`,
    [...keysOf(ref), alias],
  );
  return rows.map((row) => row.id);
}

const keysOf = (ref: ParkedRef) => [ref.applicationId, ref.attendeeId, ref.inboundMailId];
