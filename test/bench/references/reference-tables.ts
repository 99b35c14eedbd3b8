import type { Store } from '../ground/databases.ts';

/** What the straightforward programs keep: rooms, mails owed, mails received. */
export async function createReferenceTables(store: Store, rooms = 0): Promise<void> {
  await store.query(`create table reference_rooms (
    id uuid primary key,
    host_name text not null,
    host_email text not null,
    guest_name text,
    guest_email text,
    start_utc timestamptz not null,
    sequence int not null default 0
  )`);
  await store.query(`create table reference_mails (
    id uuid primary key,
    room_id uuid not null references reference_rooms (id),
    recipient_name text not null,
    recipient_email text not null,
    method text not null,
    sequence int not null,
    state text not null default 'waiting',
    unique (room_id, sequence, recipient_email, method)
  )`);
  await store.query(`create table reference_inbound (
    id uuid primary key,
    received_at timestamptz not null,
    envelope_from text not null,
    envelope_to text not null,
    raw bytea not null
  )`);
  await store.query(
    `insert into reference_rooms (id, host_name, host_email, start_utc)
     select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Helen Hart',
       'host' || n || '@host.example', now() + interval '30 days'
     from generate_series(1, $1::int) as n`,
    [rooms],
  );
  await store.query('analyze');
}
