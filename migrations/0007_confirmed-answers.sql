-- Up Migration
-- Answers that wait for their person's word, what proves who wrote them, and reading again.

alter table attendees
  -- Other addresses this person answered from and proved, or confirmed, to be theirs.
  add column aliases text[] not null default '{}',
  -- When this person was last asked whether an answer is theirs.
  add column confirm_asked_at timestamptz,
  -- How many new times this person asked for since then: a day's share is limited.
  add column proposals_since timestamptz,
  add column proposals_count int not null default 0 check (proposals_count >= 0),
  add check ((proposals_since is null) = (proposals_count = 0));

alter table imip_messages
  -- What SPF, DKIM, DMARC and ARC say of it, as evidence (service/mail/mail-authentication.ts).
  add column authentication jsonb,
  -- What a parked mail asks for: applied when its person confirms.
  add column question jsonb,
  -- The address it came in the name of, while that is not known to be this person's.
  add column alias text,
  add column confirmed_at timestamptz,
  -- How often it was read again because an operator or a confirmation asked for it.
  add column replays int not null default 0 check (replays >= 0);

-- Mail without a token names its room by UID, or its person by how their thread begins.
create index rooms_by_ics_uid on rooms (ics_uid);
create index attendees_by_id on attendees (id);
create index imip_messages_by_room on imip_messages (application_id, room_id, received_at, id);

alter table magic_links
  add column inbound_mail_id uuid references imip_messages (id),
  drop constraint magic_links_purpose_check,
  add constraint magic_links_purpose_check
    check (purpose in ('propose', 'approve', 'decline', 'keep', 'confirm')),
  add constraint magic_links_inbound_mail_check
    check ((purpose = 'confirm') = (inbound_mail_id is not null));
