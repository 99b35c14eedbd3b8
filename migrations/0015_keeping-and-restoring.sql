-- Up Migration

-- Places of an application's event log at which nothing stands any more: events kept for long
-- enough, or what was written after the backup that a database was restored from. Who wants to go
-- on from a place inside a gap has missed something.
create table event_log_gaps (
  application_id uuid not null references applications (id),
  after_place bigint not null check (after_place >= 0),
  up_to_place bigint not null,
  because text not null check (because in ('old', 'restored')),
  noted_at timestamptz not null,
  primary key (application_id, after_place),
  check (up_to_place > after_place)
);

-- When each kind of thing was last cleaned up to its end, and the oldest there was then.
create table clean_ups (
  kind text primary key,
  finished_at timestamptz not null,
  oldest_kept_at timestamptz
);

-- The database server that was written to last: on another one this is a restored copy.
create table database_identity (
  is_only boolean primary key default true check (is_only),
  system_identifier text not null,
  database_oid bigint not null,
  timeline int not null,
  noted_at timestamptz not null
);

-- What was done after each restore. The report names rooms, messages and endpoints by their ids.
create table restorations (
  backup_at timestamptz primary key,
  sequence_gap int not null check (sequence_gap > 0),
  began_at timestamptz not null,
  finished_at timestamptz,
  report jsonb
);

alter table rooms
  -- People may have newer calendar objects than we know: nothing below this number goes out.
  add column sequence_floor int not null default 0 check (sequence_floor >= 0),
  -- The backup after which it was raised.
  add column restored_from timestamptz;

-- What the clean-up looks for, oldest first.
create index messages_settled on messages (settled_at, id) where settled_at is not null;
create index imip_messages_by_age on imip_messages (received_at, id);
create index imip_messages_with_bytes on imip_messages (received_at, id)
  where read_at is not null and raw <> '';
create index magic_links_by_end on magic_links (expires_at, id);
create index rooms_by_end on rooms (end_utc, id);

-- What the foreign keys ask for when a row goes.
create index imip_messages_by_message on imip_messages (application_id, outbox_id)
  where outbox_id is not null;
create index magic_links_by_inbound_mail on magic_links (inbound_mail_id)
  where inbound_mail_id is not null;
create index webhook_deliveries_by_event on webhook_deliveries (application_id, event_id);
create index webhook_attempts_by_event on webhook_attempts (application_id, event_id);

-- All messages of an application, newest first.
create index messages_by_time on messages (application_id, created_at, id);
