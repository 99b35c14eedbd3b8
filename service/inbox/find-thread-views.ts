import { storableText } from '../db/storable-text.ts';
import type { Queryable } from '../db/transaction.ts';
import { hashesOfErased } from '../links/erased-address.ts';
import type { Secrets } from '../links/purpose.ts';
import { addressKey } from '../scheduling/address.ts';

/** A person of some room, found by what a mail says. */
export interface FoundPerson {
  readonly applicationId: string;
  readonly roomId: string;
  readonly attendeeId: string;
}

const person = `a.application_id as "applicationId", a.room_id as "roomId", a.id as "attendeeId"`;

/** More addresses than this are not looked for; an answer names one. */
const addressCount = 50;

/**
 * The people with one of these addresses in rooms with exactly this UID, of any application; more
 * than one means that nobody knows whom the mail is about.
 */
export async function findPeopleByUid(
  q: Queryable,
  icsUid: string,
  addresses: readonly string[],
  secrets: Secrets,
): Promise<FoundPerson[]> {
  // No UID of ours holds it, and PostgreSQL takes no text that does.
  if (icsUid.includes('\0')) return [];
  const keys = addresses.slice(0, addressCount).map((one) => addressKey(one));
  const { rows } = await q.query<FoundPerson>(
    `select ${person}
     from rooms r join attendees a on a.application_id = r.application_id and a.room_id = r.id
     where r.ics_uid = $1 and (a.email_key = any($2) or a.erased_hash = any($3))
     limit 2`,
    [icsUid.toWellFormed(), keys.map(storableText), hashesOf(keys, secrets)],
  );
  return rows;
}

/**
 * The people with this address whom one of these mails of ours went to, or whose thread begins
 * with one of these ids; two at most.
 */
export async function findPeopleByThread(
  q: Queryable,
  address: string,
  thread: { readonly messageIds: readonly string[]; readonly rootIds: readonly string[] },
  secrets: Secrets,
): Promise<FoundPerson[]> {
  const key = addressKey(address);
  const { rows } = await q.query<FoundPerson>(
    `select distinct ${person}
     from (
       select m.application_id, m.attendee_id from messages m where m.message_id = any($1)
       union all
       select b.application_id, b.id from attendees b where b.id = any($2::uuid[])
     ) named
     join attendees a on a.application_id = named.application_id and a.id = named.attendee_id
     where a.email_key = $3 or $4 = any(a.aliases) or a.erased_hash = any($5)
     limit 2`,
    [thread.messageIds, thread.rootIds, key, address, hashesOf([key], secrets)],
  );
  return rows;
}

/**
 * Somebody who was erased and had this address, when it is nobody's now: what they still write is
 * not kept.
 */
export async function findErased(
  q: Queryable,
  address: string,
  secrets: Secrets,
): Promise<FoundPerson | null> {
  const key = addressKey(address);
  const { rows } = await q.query<FoundPerson>(
    `select ${person} from attendees a
     where a.erased_hash = any($1)
       -- By way of the applications, whose attendees are found by address; all are not looked at.
       and not exists (select from applications o
         join attendees b on b.application_id = o.id and b.email_key = $2)
     limit 1`,
    [hashesOf([key], secrets), storableText(key)],
  );
  return rows[0] ?? null;
}

const hashesOf = (keys: readonly string[], secrets: Secrets): Buffer[] =>
  keys.flatMap((key) => hashesOfErased(key, secrets));
