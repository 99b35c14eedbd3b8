-- Up Migration
-- What happened to each room and why; what host applications are told; webhooks.

create table room_history (
  application_id uuid not null references applications (id),
  room_id uuid not null,
  -- Given out under the room's lock, so it rises with what happened to the room.
  id bigint not null generated always as identity,
  occurred_at timestamptz not null,
  deed text not null,
  version int not null,
  ics_sequence int not null,
  channel text not null check (channel in ('api', 'mail', 'link', 'job', 'bounce')),
  actor text check (actor in ('host', 'guest', 'application')),
  why text,
  request_id text,
  inbound_mail_id uuid,
  outbox_id uuid,
  link_id uuid,
  proposal_id uuid,
  detail jsonb not null default '{}',
  primary key (application_id, room_id, id),
  foreign key (application_id, room_id) references rooms (application_id, id)
);

create table events (
  application_id uuid not null references applications (id),
  id uuid not null,
  -- Rises with what happened to one room.
  ordinal bigint not null generated always as identity,
  type text not null,
  occurred_at timestamptz not null,
  room_id uuid,
  payload jsonb not null,
  primary key (application_id, id)
);

create unique index events_in_order on events (application_id, ordinal);

create table webhook_endpoints (
  application_id uuid not null references applications (id),
  id uuid not null,
  url text not null,
  event_types text[] not null default '{}',
  secrets text[] not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  disabled_because text,
  primary key (application_id, id)
);

create table webhook_deliveries (
  application_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  send_at timestamptz not null,
  last_status int,
  last_error text,
  settled_at timestamptz,
  primary key (application_id, id),
  unique (application_id, endpoint_id, event_id),
  foreign key (application_id, endpoint_id) references webhook_endpoints (application_id, id),
  foreign key (application_id, event_id) references events (application_id, id)
);

create index webhook_deliveries_due on webhook_deliveries (send_at) where state = 'waiting';
