-- Up Migration

-- A process that sends and reads mail. Its row says that it lives: it renews `beat_at` each second,
-- by the database's clock, and holds an advisory lock on its id for as long as it is connected.
create table workers (
  id uuid primary key,
  -- graphile-worker's name for it (`locked_by` of its jobs); null until its runner runs.
  pool_id text,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);

-- One try to hand one message to a relay. The row is there before the wire is touched; `fence` is
-- the number of the claim, so whoever lost the claim can neither go on nor write down an end.
create table message_attempts (
  application_id uuid not null,
  outbox_id uuid not null,
  fence int not null check (fence > 0),
  worker text not null,
  started_at timestamptz not null,
  -- Host and port; never a user or a password.
  relay text,
  -- Written before the final dot goes out: without it the mail certainly did not arrive.
  dot_written_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'temporary', 'final', 'configuration', 'unknown',
    'withdrawn', 'given-back', 'dry-run', 'abandoned')),
  response text,
  -- What the relay called the mail when it took it; providers name it so in their reports.
  remote_id text,
  primary key (application_id, outbox_id, fence),
  foreign key (application_id, outbox_id) references messages (application_id, id),
  check ((ended_at is null) = (outcome is null))
);

create index message_attempts_by_remote_id
  on message_attempts (remote_id) where remote_id is not null;

alter table messages
  -- Since when it may have arrived without anybody having said so; null once that is known.
  add column in_doubt_since timestamptz,
  -- The schedule of retries counts from here.
  add column first_tried_at timestamptz,
  -- How many of its senders died or froze over it.
  add column abandoned int not null default 0;

create index messages_in_doubt
  on messages (send_at) where state = 'unknown' and settled_at is null;

-- What overtakes an attendee's earlier messages looks for them in every state: with an index of the
-- unsettled ones alone the planner reads all that waits, and a booking slows down with the backlog.
drop index messages_unsettled_by_attendee;
create index messages_by_attendee on messages (application_id, attendee_id, room_version);
