-- Up Migration
-- The operator's door: keys have a name, and an end when they are rotated.

alter table api_keys
  add column name text check (length(name) between 1 and 64),
  add column expires_at timestamptz;

-- The nil id stands for the operator, who is no application; whatever else asks must be one.
alter table idempotency_keys
  drop constraint idempotency_keys_application_id_fkey,
  add column host_application_id uuid
    generated always as (nullif(application_id, '00000000-0000-0000-0000-000000000000')) stored
    references applications (id);
