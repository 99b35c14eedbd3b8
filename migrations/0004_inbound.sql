-- Up Migration
-- Every mail that came in, raw, with what became of it.

create table imip_messages (
  id uuid primary key,
  -- Known when the reply or bounce address is; null for mail to postmaster or an unknown address.
  application_id uuid references applications (id),
  room_id uuid,
  attendee_id uuid,
  -- The outbox row a bounce address belongs to.
  outbox_id uuid,
  source text not null check (source in ('smtp', 'http', 'replay')),
  received_at timestamptz not null,
  remote_address text,
  helo text,
  envelope_from text not null,
  envelope_to text not null,
  raw bytea not null,
  raw_hash bytea not null check (length(raw_hash) = 32),
  -- Reading: who has claimed it, how often it was tried.
  read_at timestamptz,
  claimed_by text,
  claimed_until timestamptz,
  attempts int not null default 0,
  -- What the reading found.
  message_id text,
  from_address text,
  subject text,
  kind text,
  outcome text check (outcome in ('applied', 'duplicate', 'superseded', 'stale', 'ignored',
    'parked', 'human', 'automatic', 'bounce', 'complaint', 'unreadable')),
  reason text,
  detail jsonb,
  -- sha256 of what the mail asks for: the same question twice is answered once.
  effect_hash bytea,
  foreign key (application_id, room_id) references rooms (application_id, id),
  foreign key (application_id, attendee_id) references attendees (application_id, id),
  foreign key (application_id, outbox_id) references messages (application_id, id),
  check ((read_at is null) = (outcome is null))
);

create index imip_messages_unread on imip_messages (received_at) where read_at is null;
create index imip_messages_by_application on imip_messages (application_id, received_at, id);
create index imip_messages_by_attendee on imip_messages (application_id, attendee_id);
create index imip_messages_by_outcome on imip_messages (application_id, outcome, received_at);
