-- Up Migration

-- Who is signed in to the operator's view. The cookie holds the id, signed; the row can be ended.
create table operator_sessions (
  id uuid primary key,
  -- A name typed at the sign-in: who did what is looked up by it, nothing is decided by it.
  actor text not null check (length(actor) between 1 and 64),
  mode text not null check (mode in ('read', 'write')),
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index operator_sessions_by_age on operator_sessions (started_at);

-- What operators did, by page or by API: never an address, a name of a host or guest, or a token.
create table operator_actions (
  id uuid primary key,
  at timestamptz not null,
  actor text not null check (length(actor) between 1 and 64),
  door text not null check (door in ('page', 'api')),
  action text not null,
  -- The list all of which was meant; null: the things named by `ids`.
  list text,
  ids uuid[] not null default '{}',
  -- The application whose things alone were meant.
  application_id uuid references applications (id),
  -- How many things were meant, when it began.
  matched int not null check (matched >= 0),
  done int not null default 0 check (done >= 0),
  refused int not null default 0 check (refused >= 0),
  -- Why some were left as they are: how many for each code.
  refusals jsonb not null default '{}',
  detail jsonb not null default '{}',
  -- The X-Request-Id of every history row it wrote.
  request_id text not null,
  -- How far a list was worked off; the next batch begins behind it.
  after_at timestamptz,
  after_id uuid,
  finished_at timestamptz
);

create index operator_actions_newest on operator_actions (at, id);
create index operator_actions_by_request on operator_actions (request_id);

-- The lists of what went wrong, over all applications.
create index messages_retrying on messages (send_at, id) where state = 'waiting' and attempts > 0;
create index messages_failed on messages (settled_at, id) where state in ('failed', 'bounced');
create index imip_messages_put_aside on imip_messages (outcome, received_at, id)
  where outcome in ('parked', 'unreadable');
create index attendees_unreachable on attendees (id) where not reachable and erased_at is null;
create index webhook_endpoints_in_trouble on webhook_endpoints (created_at, id)
  where disabled_at is not null or failing_since is not null;

alter table workers
  -- What this process knows of its relays: place, name, fault, end of rest.
  add column relays jsonb;
