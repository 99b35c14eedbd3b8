-- Up Migration

-- How many rows of the three ledgers (mail we owe, mail that came in, webhooks we owe) stand in which
-- state, so that a scrape reads a few rows where it would count millions. Each statement that
-- changes a ledger appends what it changed, which waits for nobody; a job adds it up now and then.
-- `owed` and `received` are kept apart from the states: together they must come to the same.
create table ledger_counts (
  ledger text not null check (ledger in ('messages', 'mails', 'deliveries')),
  state text not null,
  count bigint not null,
  primary key (ledger, state)
);

create table ledger_changes (
  id bigint primary key generated always as identity,
  ledger text not null,
  state text not null,
  change int not null
);

-- Rows come and go all the time: they are swept out early, and a plan never counts on their number.
alter table ledger_changes set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);

create function count_messages() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into ledger_changes (ledger, state, change)
    select 'messages', state, count(*) from new_rows group by state
    union all
    select 'messages', 'owed', count(*) from new_rows having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    insert into ledger_changes (ledger, state, change)
    select 'messages', state, sum(change) from (
      select state, 1 as change from new_rows union all select state, -1 from old_rows
    ) moved group by state having sum(change) <> 0;
  else
    insert into ledger_changes (ledger, state, change)
    select 'messages', state, -count(*) from old_rows group by state
    union all
    select 'messages', 'owed', -count(*) from old_rows having count(*) > 0;
  end if;
  return null;
end $$;

-- One row at a time, because a table of the new rows would copy the bytes of every mail.
create function count_received_mail() returns trigger language plpgsql as $$
begin
  insert into ledger_changes (ledger, state, change)
  values ('mails', coalesce(new.outcome, 'unread'), 1), ('mails', 'received', 1);
  return null;
end $$;

create function count_mails() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    insert into ledger_changes (ledger, state, change)
    select 'mails', state, sum(change) from (
      select coalesce(outcome, 'unread') as state, 1 as change from new_rows
      union all
      select coalesce(outcome, 'unread'), -1 from old_rows
    ) moved group by state having sum(change) <> 0;
  else
    insert into ledger_changes (ledger, state, change)
    select 'mails', coalesce(outcome, 'unread'), -count(*) from old_rows group by outcome
    union all
    select 'mails', 'received', -count(*) from old_rows having count(*) > 0;
  end if;
  return null;
end $$;

create function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into ledger_changes (ledger, state, change)
    select 'deliveries', state, count(*) from new_rows group by state
    union all
    select 'deliveries', 'owed', count(*) from new_rows having count(*) > 0;
  elsif tg_op = 'UPDATE' then
    insert into ledger_changes (ledger, state, change)
    select 'deliveries', state, sum(change) from (
      select state, 1 as change from new_rows union all select state, -1 from old_rows
    ) moved group by state having sum(change) <> 0;
  else
    insert into ledger_changes (ledger, state, change)
    select 'deliveries', state, -count(*) from old_rows group by state
    union all
    select 'deliveries', 'owed', -count(*) from old_rows having count(*) > 0;
  end if;
  return null;
end $$;

create trigger count_inserted after insert on messages
  referencing new table as new_rows for each statement execute function count_messages();
create trigger count_updated after update on messages
  referencing old table as old_rows new table as new_rows
  for each statement execute function count_messages();
create trigger count_deleted after delete on messages
  referencing old table as old_rows for each statement execute function count_messages();

create trigger count_inserted after insert on imip_messages
  for each row execute function count_received_mail();
create trigger count_updated after update on imip_messages
  referencing old table as old_rows new table as new_rows
  for each statement execute function count_mails();
create trigger count_deleted after delete on imip_messages
  referencing old table as old_rows for each statement execute function count_mails();

create trigger count_inserted after insert on webhook_deliveries
  referencing new table as new_rows for each statement execute function count_deliveries();
create trigger count_updated after update on webhook_deliveries
  referencing old table as old_rows new table as new_rows
  for each statement execute function count_deliveries();
create trigger count_deleted after delete on webhook_deliveries
  referencing old table as old_rows for each statement execute function count_deliveries();

-- The triggers above hold up writers until this is committed, so nothing is counted twice or missed:
-- about a second for each million rows.
insert into ledger_counts (ledger, state, count)
select 'messages', state, count(*) from messages group by state
union all select 'messages', 'owed', count(*) from messages
union all select 'mails', coalesce(outcome, 'unread'), count(*) from imip_messages group by outcome
union all select 'mails', 'received', count(*) from imip_messages
union all select 'deliveries', state, count(*) from webhook_deliveries group by state
union all select 'deliveries', 'owed', count(*) from webhook_deliveries;
