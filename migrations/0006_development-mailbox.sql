-- Up Migration
-- Mails that were "sent" while no relay is configured; read at /dev/mailbox.

create table development_mails (
  id bigint primary key generated always as identity,
  received_at timestamptz not null,
  envelope_from text not null,
  envelope_to text not null,
  raw bytea not null
);
