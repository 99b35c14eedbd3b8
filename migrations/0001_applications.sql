-- Up Migration
-- Host applications, their keys and their settings (rules.md, Settings of an application).

create table applications (
  id uuid primary key,
  name text not null check (length(name) between 1 and 64),
  session_name text not null default 'Session',
  organizer_name text,
  decline_rule text not null default 'strict' check (decline_rule in ('strict', 'soft')),
  decline_hold_seconds int not null default 0 check (decline_hold_seconds >= 0),
  proposal_ttl_hours int not null default 48 check (proposal_ttl_hours between 1 and 720),
  reminder_minutes int[] not null default '{}',
  unanswered_reminder_hours int check (unanswered_reminder_hours > 0),
  calendar_zones text not null default 'utc' check (calendar_zones in ('utc', 'vtimezone')),
  default_time_zone text not null default 'UTC',
  default_locale text not null default 'en',
  allow_counter boolean not null default true,
  send_decline_counter boolean not null default false,
  brand jsonb not null default '{}' check (jsonb_typeof(brand) = 'object'),
  created_at timestamptz not null
);

create table api_keys (
  application_id uuid not null references applications (id),
  id uuid not null,
  -- The first characters, to recognise a key by; the key itself is never stored.
  prefix text not null,
  key_hash bytea not null unique check (length(key_hash) = 32),
  scopes text[] not null default '{read,write}',
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (application_id, id)
);

create table idempotency_keys (
  application_id uuid not null references applications (id),
  key text not null check (length(key) between 1 and 255),
  method text not null,
  path text not null,
  request_hash bytea not null check (length(request_hash) = 32),
  status int not null,
  headers jsonb not null,
  body text not null,
  created_at timestamptz not null,
  primary key (application_id, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
