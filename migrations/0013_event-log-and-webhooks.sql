-- Up Migration

-- The place of an event in its application's log, from 1 and without a gap. It is given out after
-- the commit that wrote the event, so no transaction ever waits for it and none is overtaken.
alter table events add column position bigint check (position > 0);

create unique index events_by_position on events (application_id, position);
create index events_unplaced on events (application_id, ordinal) where position is null;
create index events_of_room on events (application_id, room_id, position)
  where position is not null;

alter table webhook_endpoints
  add column description text,
  add column updated_at timestamptz not null default now(),
  -- `secrets` holds the present secret and, until this time, the one before.
  add column overlap_until timestamptz,
  -- The first failure after the last success.
  add column failing_since timestamptz,
  add constraint webhook_endpoints_disabled_because
    check (disabled_because in ('application', 'gone', 'failing'));

alter table webhook_deliveries
  -- Of its event: first attempts go by position, those of one room one after the other.
  add column position bigint not null default 0,
  add column room_id uuid,
  -- The number of the claim: only who holds the present one may write down an end.
  add column fence int not null default 0,
  add column claimed_by text,
  add column claimed_at timestamptz,
  add column claimed_until timestamptz;

create index webhook_deliveries_fresh on webhook_deliveries (application_id, endpoint_id, position)
  where state = 'waiting' and attempts = 0;
create index webhook_deliveries_again on webhook_deliveries (application_id, endpoint_id, send_at)
  where state = 'waiting' and attempts > 0;
create index webhook_deliveries_of_room
  on webhook_deliveries (application_id, endpoint_id, room_id, position) where state = 'waiting';
create index webhook_deliveries_claimed on webhook_deliveries (application_id, endpoint_id)
  where claimed_by is not null;

-- One try to post one event to one endpoint, written down when it ended.
create table webhook_attempts (
  application_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  attempt int not null check (attempt > 0),
  started_at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'failed')),
  status int,
  duration_ms int not null,
  error text,
  response text,
  next_attempt_at timestamptz,
  primary key (application_id, id),
  foreign key (application_id, endpoint_id) references webhook_endpoints (application_id, id),
  foreign key (application_id, event_id) references events (application_id, id)
);

create index webhook_attempts_newest_first
  on webhook_attempts (application_id, endpoint_id, started_at desc, id desc);
create index webhook_attempts_by_age on webhook_attempts (started_at);
