-- Up Migration
-- How far ahead a new time that somebody proposes must be (rules.md, Settings of an application).

alter table applications
  add column minimum_notice_minutes int not null default 0
    check (minimum_notice_minutes between 0 and 43200);
