import type { Tx } from '../db/transaction.ts';
import { type ErasureScope, type Json, rewriteJson } from './erase-json-store.ts';
import { erasedAddressOf, erasedWord, eraseTexts } from './erase-texts.ts';

/**
 * Ends every mail to them that is not out yet, and takes them out of all mails of their rooms. One
 * that is on the wire loses its claim, so that its sender records nothing of it.
 */
export async function eraseMessages(tx: Tx, scope: ErasureScope): Promise<number> {
  const { applicationId, attendeeIds, roomIds, now } = scope;
  const theirs = await tx.query(
    `update messages set attendee_email = format($4, attendee_id),
       last_response = null, claimed_by = null, claimed_until = null,
       fence = fence + case when state = 'sending' then 1 else 0 end,
       settled_at = coalesce(settled_at, $3),
       state = case when state in ('waiting', 'sending') then 'superseded' else state end
     where application_id = $1 and attendee_id = any($2::uuid[])`,
    [applicationId, attendeeIds, now, erasedAddressOf('%s')],
  );
  await tx.query(
    `update message_attempts t set response = null,
       ended_at = coalesce(t.ended_at, $3), outcome = coalesce(t.outcome, 'withdrawn')
     from messages m
     where m.application_id = $1 and m.attendee_id = any($2::uuid[])
       and t.application_id = m.application_id and t.outbox_id = m.id`,
    [applicationId, attendeeIds, now],
  );
  await rewriteJson(tx, 'messages.facts', scope, (facts) => eraseFacts(facts, scope));
  await tx.query(
    `update email_statuses s set recipient = null, payload = '{}', message_id = null
     from messages m
     where m.application_id = $1 and m.room_id = any($2::uuid[])
       and s.application_id = m.application_id and s.outbox_id = m.id`,
    [applicationId, roomIds],
  );
  // Development only; elsewhere the table is empty.
  await tx.query(
    `delete from development_mails d using messages m
     where m.application_id = $1 and m.room_id = any($2::uuid[])
       and position(convert_to(m.message_id, 'UTF8') in d.raw) > 0`,
    [applicationId, roomIds],
  );
  return theirs.rowCount ?? 0;
}

/** The recipient's own mails name nobody; the other person's no longer say whom they meet. */
function eraseFacts(facts: Json, { attendeeIds, texts }: ErasureScope): Json {
  const recipient = facts.recipient as Json;
  const id = String(recipient.attendeeId);
  const erased = eraseTexts(facts, texts);
  if (!attendeeIds.includes(id)) return { ...erased, otherFirstName: null, otherTimeZone: null };
  const nobody = { name: erasedWord, email: erasedAddressOf(id), timeZone: '', locale: 'en' };
  return { ...erased, recipient: { ...recipient, ...nobody } };
}

/**
 * Empties the bytes of all mails about their rooms, which quote them, and of what they wrote
 * elsewhere; theirs that wait to be read are ended. Returns how many were theirs.
 */
export async function eraseInboundMails(tx: Tx, scope: ErasureScope): Promise<number> {
  const { applicationId, attendeeIds, roomIds, addresses, now } = scope;
  const theirs = await tx.query(
    `update imip_messages set raw = '', envelope_from = '', remote_address = null, helo = null,
       from_address = null, subject = null, detail = null, authentication = null,
       question = null, alias = null, message_id = null, claimed_by = null, claimed_until = null,
       read_at = coalesce(read_at, $3),
       outcome = case when read_at is null then 'ignored' else outcome end,
       reason = case when read_at is null then 'person-erased' else reason end
     where (application_id = $1 and attendee_id = any($2::uuid[]))
       or ((application_id = $1 or application_id is null)
         and lower(coalesce(from_address, envelope_from)) = any($4))`,
    [applicationId, attendeeIds, now, addresses],
  );
  await tx.query(
    `update imip_messages set raw = '', subject = null
     where application_id = $1 and room_id = any($2::uuid[]) and read_at is not null`,
    [applicationId, roomIds],
  );
  await rewriteJson(tx, 'imip_messages.detail', scope);
  await rewriteJson(tx, 'imip_messages.question', scope);
  return theirs.rowCount ?? 0;
}
