-- Up Migration
-- The outbox (mail we owe) and the signed links in it.

create table messages (
  application_id uuid not null references applications (id),
  id uuid not null,
  room_id uuid not null,
  attendee_id uuid not null,
  attendee_email text not null,
  ics_uid text not null,
  kind text not null,
  method text not null check (method in ('REQUEST', 'CANCEL', 'DECLINECOUNTER', 'NONE')),
  sequence int not null check (sequence >= 0),
  revision int not null check (revision >= 0),
  -- The order of decisions about one room: what is older may not go out after what is newer.
  room_version int not null,
  proposal_id uuid,
  state text not null check (state in ('waiting', 'sending', 'sent', 'delivered', 'superseded',
    'dry-run', 'failed', 'bounced', 'unknown')),
  -- Everything the mail depends on; no token, no secret (service/mail/mail-facts.ts).
  facts jsonb not null,
  message_id text not null unique,
  bounce_hash bytea not null unique check (length(bounce_hash) = 32),
  attempts int not null default 0,
  -- Not before this time; a retry moves it, a reminder is a row with a later one.
  send_at timestamptz not null,
  -- Who is sending it, until when, and the fencing number of that claim.
  claimed_by text,
  claimed_until timestamptz,
  fence int not null default 0,
  last_response text,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- When a final failure was taken back to the room, as something the world told us.
  failure_told_at timestamptz,
  primary key (application_id, id),
  foreign key (application_id, room_id) references rooms (application_id, id),
  foreign key (application_id, room_id, attendee_id)
    references attendees (application_id, room_id, id),
  check ((state = 'sending') = (claimed_until is not null))
);

-- rules.md, message key: a calendar message is owed once.
create unique index messages_owed_once
  on messages (application_id, ics_uid, sequence, attendee_email, method, revision)
  where method <> 'NONE';
create index messages_due on messages (send_at) where state = 'waiting';
create index messages_claimed on messages (claimed_until) where state = 'sending';
create index messages_failed_untold
  on messages (settled_at) where state = 'failed' and failure_told_at is null;
create index messages_by_room on messages (application_id, room_id, created_at, id);
create index messages_unsettled_by_attendee
  on messages (application_id, attendee_id, room_version) where state in ('waiting', 'sending');

create table magic_links (
  application_id uuid not null references applications (id),
  id uuid not null,
  purpose text not null check (purpose in ('propose', 'approve', 'decline', 'keep')),
  room_id uuid not null,
  attendee_id uuid not null,
  proposal_id uuid,
  -- Only the token's hash and claims: a mail's link can be made again but not read from here.
  token_hash bytea not null unique check (length(token_hash) = 32),
  key_id text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  renewed_at timestamptz,
  primary key (application_id, id),
  foreign key (application_id, room_id) references rooms (application_id, id),
  foreign key (application_id, room_id, attendee_id)
    references attendees (application_id, room_id, id),
  check ((purpose in ('approve', 'decline')) = (proposal_id is not null))
);

create index magic_links_by_room on magic_links (application_id, room_id);
