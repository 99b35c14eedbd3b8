import type { Tx } from '../db/transaction.ts';
import { type ErasureScope, rewriteJson } from './erase-json-store.ts';
import { erasedAddressOf, erasedWord, eraseTexts } from './erase-texts.ts';

/** One person of one room who is to be forgotten, with all words that are theirs. */
export interface PersonToErase {
  readonly attendeeId: string;
  readonly roomId: string;
  readonly role: 'host' | 'guest';
  /** Whether they are the room's present host or guest. */
  readonly isPresent: boolean;
  readonly status: 'open' | 'booked' | 'cancelled';
  readonly endUtc: Date;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly typed: readonly string[];
}

/**
 * Everybody of the application with this address, in the order of their rooms. Their rooms are
 * locked until the transaction ends, so nothing is said of them meanwhile.
 */
export async function lockPeople(
  tx: Tx,
  applicationId: string,
  emailKey: string,
): Promise<PersonToErase[]> {
  const whose = `a.application_id = $1 and a.email_key = $2 and a.erased_at is null`;
  await tx.query(
    `select r.id from rooms r
     where r.application_id = $1 and r.id in (select a.room_id from attendees a where ${whose})
     order by r.id for no key update`,
    [applicationId, emailKey],
  );
  const { rows } = await tx.query<PersonToErase>(
    `select a.id as "attendeeId", a.room_id as "roomId", a.role, r.status, r.end_utc as "endUtc",
       a.id in (r.host_id, r.guest_id) as "isPresent", a.name,
       array_append(a.aliases, a.email) as addresses,
       array_remove(array[a.comment, a.held_decline_comment] || array(
         select p.note from pending_proposals p
         where p.application_id = a.application_id and p.attendee_id = a.id), null) as typed
     from attendees a join rooms r on r.application_id = a.application_id and r.id = a.room_id
     where ${whose} order by a.room_id, a.id`,
    [applicationId, emailKey],
  );
  return rows;
}

/** Replaces what is known of the people themselves; a keyed hash of the address stays. */
export async function erasePeople(
  tx: Tx,
  { applicationId, attendeeIds, now }: ErasureScope,
  kept: { readonly hash: Buffer; readonly keyId: string },
): Promise<void> {
  await tx.query(
    `update attendees set name = $3, email = format($7, id), email_key = format($7, id),
       time_zone = null, locale = null,
       comment = null, held_decline_until = null, held_decline_comment = null, aliases = '{}',
       reachable = false, erased_at = $4, erased_hash = $5, erased_key_id = $6
     where application_id = $1 and id = any($2::uuid[])`,
    [
      ...[applicationId, attendeeIds, erasedWord, now, kept.hash, kept.keyId],
      erasedAddressOf('%s'),
    ],
  );
}

/** Links of theirs lead nowhere from now on, and their notes are gone. Returns how many of each. */
export async function eraseLinksAndNotes(
  tx: Tx,
  { applicationId, attendeeIds }: ErasureScope,
): Promise<{ links: number; proposals: number }> {
  const whose = [applicationId, attendeeIds];
  const links = await tx.query(
    'delete from magic_links where application_id = $1 and attendee_id = any($2::uuid[])',
    whose,
  );
  const proposals = await tx.query(
    `update pending_proposals set note = null
     where application_id = $1 and attendee_id = any($2::uuid[])`,
    whose,
  );
  return { links: links.rowCount ?? 0, proposals: proposals.rowCount ?? 0 };
}

/** Takes them out of their rooms' own words, history and events. Returns how many events. */
export async function eraseRecord(tx: Tx, scope: ErasureScope): Promise<number> {
  await rewriteJson(tx, 'rooms.metadata', scope);
  await tx.query(
    `update rooms r set session_name = e.session_name, description = e.description,
       location = e.location, join_url = e.join_url, reference = e.reference,
       cancelled_because = e.cancelled_because, version = r.version + 1, updated_at = $3
     from jsonb_to_recordset($2) as e(id uuid, session_name text, description text, location text,
       join_url text, reference text, cancelled_because text)
     where r.application_id = $1 and r.id = e.id`,
    [scope.applicationId, JSON.stringify(await erasedWords(tx, scope)), scope.now],
  );
  await rewriteJson(tx, 'room_history.detail', scope);
  await eraseReasons(tx, scope);
  // What a receiver answers may repeat what it was sent.
  await tx.query(
    `update webhook_attempts w set response = null, error = null from events e
     where e.application_id = $1 and e.room_id = any($2::uuid[])
       and w.application_id = e.application_id and w.event_id = e.id`,
    [scope.applicationId, scope.roomIds],
  );
  return await rewriteJson(tx, 'events.payload', scope);
}

async function erasedWords(tx: Tx, { applicationId, roomIds, texts }: ErasureScope) {
  const { rows } = await tx.query(
    `select id, session_name, description, location, join_url, reference, cancelled_because
     from rooms where application_id = $1 and id = any($2::uuid[])`,
    [applicationId, roomIds],
  );
  return eraseTexts(rows, texts);
}

/** Why something was done may be in somebody's own words. */
async function eraseReasons(tx: Tx, { applicationId, roomIds, texts }: ErasureScope) {
  const { rows } = await tx.query<{ id: string; why: string }>(
    `select id::text as id, why from room_history
     where application_id = $1 and room_id = any($2::uuid[]) and why is not null`,
    [applicationId, roomIds],
  );
  await tx.query(
    `update room_history h set why = e.why
     from jsonb_to_recordset($3) as e(id bigint, why text)
     where h.application_id = $1 and h.room_id = any($2::uuid[]) and h.id = e.id`,
    [applicationId, roomIds, JSON.stringify(eraseTexts(rows, texts))],
  );
}

/** Takes them out of answers that an idempotency key keeps. */
export async function eraseKeptAnswers(tx: Tx, scope: ErasureScope): Promise<void> {
  const { applicationId, roomIds, texts } = scope;
  const { rows } = await tx.query<{ key: string; body: string }>(
    `select key, body from idempotency_keys
     where application_id = $1
       and (body like any($2)
         or exists (select from unnest($3::text[]) one where strpos(lower(body), one) > 0))`,
    [applicationId, roomIds.map((id) => `%${id}%`), scope.addresses],
  );
  for (const { key, body } of rows) {
    await tx.query('update idempotency_keys set body = $3 where application_id = $1 and key = $2', [
      applicationId,
      key,
      JSON.stringify(eraseTexts(JSON.parse(body), texts)),
    ]);
  }
}
