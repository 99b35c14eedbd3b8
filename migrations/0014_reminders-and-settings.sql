-- Up Migration
-- Reminders (rules.md, Settings of an application), and how long links work.

alter table applications
  add column link_ttl_hours int check (link_ttl_hours between 1 and 8760),
  add column answer_human_mail boolean not null default true;

-- When the people of a booked room were asked for their answer to its present time. Null for rooms
-- from before reminders existed, and for imported ones until their first change.
alter table rooms add column asked_at timestamptz;

-- A DECLINECOUNTER ends one proposal: two of them may fall on one SEQUENCE.
drop index messages_owed_once;
create unique index messages_owed_once
  on messages (application_id, ics_uid, sequence, attendee_email, method, revision)
  where method in ('REQUEST', 'CANCEL');
create unique index messages_counter_declined_once
  on messages (application_id, proposal_id, revision) where method = 'DECLINECOUNTER';

-- One reminder of a kind at a time for one person; those that died with a booking do not count.
create unique index messages_reminded_once
  on messages (application_id, attendee_id, kind, sequence, revision, (facts ->> 'date'))
  where kind in ('reminder', 'answer-reminder') and state <> 'superseded';
