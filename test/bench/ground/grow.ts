import type { Store } from './databases.ts';
import { applicationId, domain } from './service.ts';

/** Rooms made by one statement: each stays well below what memory holds of one. */
const chunk = 50_000;

/**
 * Adds `rooms` booked rooms as they are when all is done: two people, two mails sent, a reply read,
 * a line of history and an event for each. `raw` is the mail all of them are said to have sent.
 */
export async function growBy(store: Store, rooms: number, raw: string): Promise<void> {
  for (let from = 1; from <= rooms; from += chunk) {
    const to = Math.min(rooms, from + chunk - 1);
    await store.query(addRooms, [applicationId, from, to]);
    await store.query(addMessages, [applicationId, from, to]);
    await store.query(addReplies, [applicationId, from, to, Buffer.from(raw, 'latin1')]);
  }
  await store.query('vacuum analyze');
}

/** The nth id of its kind. */
const id = (kind: string) => `('00000000-0000-7000-${kind}-' || lpad(to_hex(n), 12, '0'))::uuid`;
const made = `from generate_series($2::int, $3::int) as n`;

const addRooms = `with people as (
    insert into attendees (application_id, id, room_id, role, name, email, email_key, time_zone,
      locale, invited_sequence, reply_key_id, reply_hash)
    select $1::uuid, ${id('9000')}, ${id('8000')}, 'host', 'Helen Hart',
      'grown-host' || n % 1000 || '@host.example', 'grown-host' || n % 1000 || '@host.example',
      'Europe/London', 'en', 0, 'k1', sha256(convert_to('host ' || n, 'utf8')) ${made}
    union all
    select $1::uuid, ${id('a000')}, ${id('8000')}, 'guest', 'Gil Grant',
      'grown-guest' || n || '@guest.example', 'grown-guest' || n || '@guest.example',
      'America/New_York', 'en', 0, 'k1', sha256(convert_to('guest ' || n, 'utf8')) ${made}
  ), history as (
    insert into room_history (application_id, room_id, occurred_at, deed, version, ics_sequence,
      channel, actor)
    select $1::uuid, ${id('8000')}, now(), 'booked', 2, 0, 'api', 'application' ${made}
  ), happened as (
    insert into events (application_id, id, type, occurred_at, room_id, payload)
    select $1::uuid, ${id('e000')}, 'room.booked', now(), ${id('8000')},
      jsonb_build_object('room', repeat('x', 600)) ${made}
  )
  insert into rooms (application_id, id, reference, ics_uid, announced, stamped_at, status,
    start_utc, duration_minutes, session_name, host_id, guest_id, version, created_at, updated_at)
  select $1::uuid, ${id('8000')}, 'grown-' || n, ${id('8000')} || '@${domain}', true, now(),
    'booked',
    date_trunc('hour', now()) + (n % 600 - 300) * interval '1 day', 60, 'Conversation practice',
    ${id('9000')}, ${id('a000')}, 2, now(), now() ${made}`;

const mail = (kind: string, person: string, address: string) => `
  select $1::uuid, ${id(kind)}, ${id('8000')}, ${id(person)}, ${address},
    ${id('8000')} || '@${domain}', 'invitation', 'REQUEST', 0, 0, 2, 'sent', one.facts,
    '<' || ${id(kind)} || '@${domain}>', sha256(convert_to('${kind} ' || n, 'utf8')), 1, now(),
    now(), now()
  from one, generate_series($2::int, $3::int) as n`;

const addMessages = `with one as (select facts from messages limit 1)
  insert into messages (application_id, id, room_id, attendee_id, attendee_email, ics_uid, kind,
    method, sequence, revision, room_version, state, facts, message_id, bounce_hash, attempts,
    send_at, created_at, settled_at)
  ${mail('b000', '9000', `'grown-host' || n % 1000 || '@host.example'`)}
  union all
  ${mail('c000', 'a000', `'grown-guest' || n || '@guest.example'`)}`;

const addReplies = `insert into imip_messages (id, application_id, room_id, attendee_id, source,
    received_at, envelope_from, envelope_to, raw, raw_hash, read_at, attempts, message_id, kind,
    outcome)
  select ${id('d000')}, $1::uuid, ${id('8000')}, ${id('a000')}, 'smtp', now(),
    'grown-guest' || n || '@guest.example', 'r-*@${domain}', $4::bytea, sha256($4::bytea), now(), 1,
    '<grown-' || n || '@mail.example>', 'calendar', 'applied' ${made}`;
