-- Up Migration
-- People who were forgotten: a late reply of theirs is recognised by a keyed hash of their address.

alter table attendees
  add column erased_at timestamptz,
  -- HMAC-SHA256 of `email_key` with the secret `erased_key_id`; the address itself is gone.
  add column erased_hash bytea check (length(erased_hash) = 32),
  add column erased_key_id text,
  add check ((erased_at is null) = (erased_hash is null)),
  add check ((erased_at is null) = (erased_key_id is null));

create index attendees_erased on attendees (erased_hash) where erased_hash is not null;
