-- Up Migration
-- Rooms, the people in them, and proposals of a new time.

create table rooms (
  application_id uuid not null references applications (id),
  id uuid not null,
  reference text,
  ics_uid text not null check (length(ics_uid) between 1 and 255),
  ics_sequence int not null default 0 check (ics_sequence >= 0),
  -- The last sequence at which the time changed.
  major_sequence int not null default 0 check (major_sequence between 0 and ics_sequence),
  -- Raised by messages that repeat a sequence (new wording, sent again).
  revision int not null default 0 check (revision >= 0),
  -- Whether any calendar object was ever owed.
  announced boolean not null default false,
  -- The last DTSTAMP given out.
  stamped_at timestamptz,
  status text not null check (status in ('open', 'booked', 'cancelled')),
  start_utc timestamptz not null,
  duration_minutes int not null check (duration_minutes in (30, 60, 90)),
  end_utc timestamptz not null generated always as
    (((start_utc at time zone 'UTC') + duration_minutes * interval '1 minute') at time zone 'UTC')
    stored,
  session_name text,
  description text,
  location text,
  join_url text,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  host_id uuid not null,
  guest_id uuid,
  version int not null default 1 check (version >= 1),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  cancelled_at timestamptz,
  cancelled_because text,
  primary key (application_id, id),
  unique (application_id, ics_uid),
  check (host_id is distinct from guest_id),
  check (status <> 'booked' or guest_id is not null),
  check (status <> 'open' or guest_id is null),
  check ((status = 'cancelled') = (cancelled_at is not null))
);

create index rooms_by_start on rooms (application_id, start_utc, id);
create index rooms_by_reference on rooms (application_id, reference) where reference is not null;

create table attendees (
  application_id uuid not null references applications (id),
  id uuid not null,
  room_id uuid not null,
  role text not null check (role in ('host', 'guest')),
  name text not null,
  email text not null,
  -- The address as the rules compare it.
  email_key text not null,
  time_zone text,
  locale text,
  answer text not null default 'needs-action'
    check (answer in ('needs-action', 'accepted', 'declined', 'tentative')),
  comment text,
  reachable boolean not null default true,
  invited_sequence int check (invited_sequence >= 0),
  last_reply_sequence int check (last_reply_sequence >= 0),
  last_reply_at timestamptz,
  last_reply_answer text
    check (last_reply_answer in ('needs-action', 'accepted', 'declined', 'tentative')),
  resent_at timestamptz,
  link_sent_at timestamptz,
  human_answered_at timestamptz,
  held_decline_until timestamptz,
  held_decline_comment text,
  -- The reply address is derived from a secret; only its hash is stored (rules.md, SEQUENCE).
  reply_key_id text not null,
  reply_hash bytea not null unique check (length(reply_hash) = 32),
  primary key (application_id, id),
  foreign key (application_id, room_id) references rooms (application_id, id)
    deferrable initially deferred,
  unique (application_id, room_id, email_key),
  -- What others refer to, so that nothing can join a room with somebody of another room.
  unique (application_id, room_id, id),
  check ((last_reply_sequence is null) = (last_reply_at is null)),
  check ((last_reply_sequence is null) = (last_reply_answer is null))
);

create unique index attendees_one_host on attendees (application_id, room_id) where role = 'host';
create index attendees_by_email on attendees (application_id, email_key);
create index attendees_held on attendees (held_decline_until) where held_decline_until is not null;

alter table rooms
  add foreign key (application_id, id, host_id)
    references attendees (application_id, room_id, id) deferrable initially deferred,
  add foreign key (application_id, id, guest_id)
    references attendees (application_id, room_id, id) deferrable initially deferred;

create table pending_proposals (
  application_id uuid not null references applications (id),
  id uuid not null,
  room_id uuid not null,
  attendee_id uuid not null,
  proposed_by text not null check (proposed_by in ('host', 'guest')),
  source text not null check (source in ('page', 'mail', 'api')),
  start_utc timestamptz not null,
  duration_minutes int not null check (duration_minutes in (30, 60, 90)),
  note text check (length(note) <= 1000),
  status text not null
    check (status in ('pending', 'approved', 'declined', 'superseded', 'expired')),
  made_at_sequence int not null check (made_at_sequence >= 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text check (decided_by in ('host', 'guest', 'application')),
  primary key (application_id, id),
  foreign key (application_id, room_id) references rooms (application_id, id),
  foreign key (application_id, room_id, attendee_id)
    references attendees (application_id, room_id, id),
  check ((status = 'pending') = (decided_at is null))
);

-- rules.md, Proposals: one open proposal per attendee.
create unique index pending_proposals_one_open
  on pending_proposals (application_id, attendee_id) where status = 'pending';
create index pending_proposals_by_room on pending_proposals (application_id, room_id, created_at);
create index pending_proposals_due on pending_proposals (expires_at) where status = 'pending';

-- rules.md, SEQUENCE: it never falls, and a UID never changes. A settled proposal stays settled.
create function guard_room() returns trigger language plpgsql as $$
begin
  if new.ics_sequence < old.ics_sequence then
    raise exception 'ics_sequence of room % may not fall from % to %',
      old.id, old.ics_sequence, new.ics_sequence using errcode = 'check_violation';
  end if;
  if new.major_sequence < old.major_sequence then
    raise exception 'major_sequence of room % may not fall', old.id
      using errcode = 'check_violation';
  end if;
  if new.version < old.version then
    raise exception 'version of room % may not fall', old.id using errcode = 'check_violation';
  end if;
  if new.ics_uid <> old.ics_uid then
    raise exception 'ics_uid of room % may not change', old.id using errcode = 'check_violation';
  end if;
  if old.status = 'cancelled' and new.status <> 'cancelled' then
    raise exception 'room % is cancelled for good', old.id using errcode = 'check_violation';
  end if;
  if old.stamped_at is not null and (new.stamped_at is null or new.stamped_at < old.stamped_at) then
    raise exception 'DTSTAMP of room % may not fall', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger guard_room before update on rooms for each row execute function guard_room();

create function guard_proposal() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' and new.status <> old.status then
    raise exception 'proposal % is settled', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger guard_proposal before update on pending_proposals
  for each row execute function guard_proposal();
