-- Up Migration
-- Which rows of an application's own table from before Parley were brought in, as which rooms.

create table legacy_rooms (
  application_id uuid not null references applications (id),
  -- The name the operator gave the table the row came from.
  source text not null check (length(source) between 1 and 128),
  -- The row's own id, as text.
  legacy_id text not null,
  -- Refers to no room: one that is removed later must not come in again.
  room_id uuid not null,
  brought_in_at timestamptz not null,
  primary key (application_id, source, legacy_id),
  unique (application_id, room_id)
);
