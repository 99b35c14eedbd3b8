-- What the migrations make, written by `npm run generate`. Never edited by hand.
-- The tables of graphile-worker and of node-pg-migrate are not shown.

create table api_keys (
  application_id uuid not null,
  id uuid not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null default '{read,write}'::text[],
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  name text,
  expires_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (application_id, id),
  constraint api_keys_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 64))),
  constraint api_keys_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint api_keys_key_hash_key UNIQUE (key_hash)
);
create table applications (
  id uuid not null,
  name text not null,
  session_name text not null default 'Session'::text,
  organizer_name text,
  decline_rule text not null default 'strict'::text,
  decline_hold_seconds integer not null default 0,
  proposal_ttl_hours integer not null default 48,
  reminder_minutes integer[] not null default '{}'::integer[],
  unanswered_reminder_hours integer,
  calendar_zones text not null default 'utc'::text,
  default_time_zone text not null default 'UTC'::text,
  default_locale text not null default 'en'::text,
  allow_counter boolean not null default true,
  send_decline_counter boolean not null default false,
  brand jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  minimum_notice_minutes integer not null default 0,
  link_ttl_hours integer,
  answer_human_mail boolean not null default true,
  constraint applications_pkey PRIMARY KEY (id),
  constraint applications_brand_check CHECK ((jsonb_typeof(brand) = 'object'::text)),
  constraint applications_calendar_zones_check CHECK ((calendar_zones = ANY (ARRAY['utc'::text, 'vtimezone'::text]))),
  constraint applications_decline_hold_seconds_check CHECK ((decline_hold_seconds >= 0)),
  constraint applications_decline_rule_check CHECK ((decline_rule = ANY (ARRAY['strict'::text, 'soft'::text]))),
  constraint applications_link_ttl_hours_check CHECK (((link_ttl_hours >= 1) AND (link_ttl_hours <= 8760))),
  constraint applications_minimum_notice_minutes_check CHECK (((minimum_notice_minutes >= 0) AND (minimum_notice_minutes <= 43200))),
  constraint applications_name_check CHECK (((length(name) >= 1) AND (length(name) <= 64))),
  constraint applications_proposal_ttl_hours_check CHECK (((proposal_ttl_hours >= 1) AND (proposal_ttl_hours <= 720))),
  constraint applications_unanswered_reminder_hours_check CHECK ((unanswered_reminder_hours > 0))
);
create table attendees (
  application_id uuid not null,
  id uuid not null,
  room_id uuid not null,
  role text not null,
  name text not null,
  email text not null,
  email_key text not null,
  time_zone text,
  locale text,
  answer text not null default 'needs-action'::text,
  comment text,
  reachable boolean not null default true,
  invited_sequence integer,
  last_reply_sequence integer,
  last_reply_at timestamp with time zone,
  last_reply_answer text,
  resent_at timestamp with time zone,
  link_sent_at timestamp with time zone,
  human_answered_at timestamp with time zone,
  held_decline_until timestamp with time zone,
  held_decline_comment text,
  reply_key_id text not null,
  reply_hash bytea not null,
  aliases text[] not null default '{}'::text[],
  confirm_asked_at timestamp with time zone,
  proposals_since timestamp with time zone,
  proposals_count integer not null default 0,
  erased_at timestamp with time zone,
  erased_hash bytea,
  erased_key_id text,
  constraint attendees_pkey PRIMARY KEY (application_id, id),
  constraint attendees_answer_check CHECK ((answer = ANY (ARRAY['needs-action'::text, 'accepted'::text, 'declined'::text, 'tentative'::text]))),
  constraint attendees_check CHECK (((last_reply_sequence IS NULL) = (last_reply_at IS NULL))),
  constraint attendees_check1 CHECK (((last_reply_sequence IS NULL) = (last_reply_answer IS NULL))),
  constraint attendees_check2 CHECK (((proposals_since IS NULL) = (proposals_count = 0))),
  constraint attendees_check3 CHECK (((erased_at IS NULL) = (erased_hash IS NULL))),
  constraint attendees_check4 CHECK (((erased_at IS NULL) = (erased_key_id IS NULL))),
  constraint attendees_erased_hash_check CHECK ((length(erased_hash) = 32)),
  constraint attendees_invited_sequence_check CHECK ((invited_sequence >= 0)),
  constraint attendees_last_reply_answer_check CHECK ((last_reply_answer = ANY (ARRAY['needs-action'::text, 'accepted'::text, 'declined'::text, 'tentative'::text]))),
  constraint attendees_last_reply_sequence_check CHECK ((last_reply_sequence >= 0)),
  constraint attendees_proposals_count_check CHECK ((proposals_count >= 0)),
  constraint attendees_reply_hash_check CHECK ((length(reply_hash) = 32)),
  constraint attendees_role_check CHECK ((role = ANY (ARRAY['host'::text, 'guest'::text]))),
  constraint attendees_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint attendees_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id) DEFERRABLE INITIALLY DEFERRED,
  constraint attendees_application_id_room_id_email_key_key UNIQUE (application_id, room_id, email_key),
  constraint attendees_application_id_room_id_id_key UNIQUE (application_id, room_id, id),
  constraint attendees_reply_hash_key UNIQUE (reply_hash)
);
CREATE INDEX attendees_by_email ON public.attendees USING btree (application_id, email_key);
CREATE INDEX attendees_by_id ON public.attendees USING btree (id);
CREATE INDEX attendees_erased ON public.attendees USING btree (erased_hash) WHERE (erased_hash IS NOT NULL);
CREATE INDEX attendees_held ON public.attendees USING btree (held_decline_until) WHERE (held_decline_until IS NOT NULL);
CREATE UNIQUE INDEX attendees_one_host ON public.attendees USING btree (application_id, room_id) WHERE (role = 'host'::text);
CREATE INDEX attendees_unreachable ON public.attendees USING btree (id) WHERE ((NOT reachable) AND (erased_at IS NULL));
create table clean_ups (
  kind text not null,
  finished_at timestamp with time zone not null,
  oldest_kept_at timestamp with time zone,
  constraint clean_ups_pkey PRIMARY KEY (kind)
);
create table database_identity (
  is_only boolean not null default true,
  system_identifier text not null,
  database_oid bigint not null,
  timeline integer not null,
  noted_at timestamp with time zone not null,
  constraint database_identity_pkey PRIMARY KEY (is_only),
  constraint database_identity_is_only_check CHECK (is_only)
);
create table development_mails (
  id bigint not null generated always as identity,
  received_at timestamp with time zone not null,
  envelope_from text not null,
  envelope_to text not null,
  raw bytea not null,
  constraint development_mails_pkey PRIMARY KEY (id)
);
create table email_statuses (
  id uuid not null,
  provider text not null,
  event_key text not null,
  status text not null,
  reject_reason text,
  lasting boolean not null,
  code text,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  recipient text,
  message_id text,
  bounce_hash bytea,
  remote_ids text[] not null,
  payload jsonb not null,
  read_at timestamp with time zone,
  claimed_by text,
  claimed_until timestamp with time zone,
  attempts integer not null default 0,
  application_id uuid,
  outbox_id uuid,
  outcome text,
  reason text,
  constraint email_statuses_pkey PRIMARY KEY (id),
  constraint email_statuses_bounce_hash_check CHECK ((length(bounce_hash) = 32)),
  constraint email_statuses_check CHECK (((application_id IS NULL) = (outbox_id IS NULL))),
  constraint email_statuses_check1 CHECK (((read_at IS NULL) = (outcome IS NULL))),
  constraint email_statuses_event_key_check CHECK (((length(event_key) >= 1) AND (length(event_key) <= 255))),
  constraint email_statuses_outcome_check CHECK ((outcome = ANY (ARRAY['applied'::text, 'ignored'::text, 'recorded'::text, 'unknown-message'::text, 'other-recipient'::text, 'put-aside'::text]))),
  constraint email_statuses_provider_check CHECK ((provider = ANY (ARRAY['generic'::text, 'ses'::text, 'postmark'::text, 'sendgrid'::text, 'mailgun'::text, 'resend'::text]))),
  constraint email_statuses_reject_reason_check CHECK ((reject_reason = ANY (ARRAY['invalid'::text, 'bounced'::text, 'timed_out'::text, 'blocked'::text, 'spam'::text, 'unsubscribed'::text, 'other'::text]))),
  constraint email_statuses_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'rejected'::text, 'failed'::text, 'bounced'::text, 'deferred'::text, 'delivered'::text, 'autoresponded'::text, 'complained'::text, 'unsubscribed'::text, 'unknown'::text]))),
  constraint email_statuses_application_id_outbox_id_fkey FOREIGN KEY (application_id, outbox_id) REFERENCES messages(application_id, id),
  constraint email_statuses_provider_event_key_key UNIQUE (provider, event_key)
);
CREATE INDEX email_statuses_by_message ON public.email_statuses USING btree (application_id, outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE INDEX email_statuses_read ON public.email_statuses USING btree (received_at) WHERE (read_at IS NOT NULL);
CREATE INDEX email_statuses_unread ON public.email_statuses USING btree (received_at, id) WHERE (read_at IS NULL);
create table event_log_gaps (
  application_id uuid not null,
  after_place bigint not null,
  up_to_place bigint not null,
  because text not null,
  noted_at timestamp with time zone not null,
  constraint event_log_gaps_pkey PRIMARY KEY (application_id, after_place),
  constraint event_log_gaps_after_place_check CHECK ((after_place >= 0)),
  constraint event_log_gaps_because_check CHECK ((because = ANY (ARRAY['old'::text, 'restored'::text]))),
  constraint event_log_gaps_check CHECK ((up_to_place > after_place)),
  constraint event_log_gaps_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id)
);
create table events (
  application_id uuid not null,
  id uuid not null,
  ordinal bigint not null generated always as identity,
  type text not null,
  occurred_at timestamp with time zone not null,
  room_id uuid,
  payload jsonb not null,
  "position" bigint,
  constraint events_pkey PRIMARY KEY (application_id, id),
  constraint events_position_check CHECK (("position" > 0)),
  constraint events_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id)
);
CREATE UNIQUE INDEX events_by_position ON public.events USING btree (application_id, "position");
CREATE UNIQUE INDEX events_in_order ON public.events USING btree (application_id, ordinal);
CREATE INDEX events_of_room ON public.events USING btree (application_id, room_id, "position") WHERE ("position" IS NOT NULL);
CREATE INDEX events_unplaced ON public.events USING btree (application_id, ordinal) WHERE ("position" IS NULL);
create table idempotency_keys (
  application_id uuid not null,
  key text not null,
  method text not null,
  path text not null,
  request_hash bytea not null,
  status integer not null,
  headers jsonb not null,
  body text not null,
  created_at timestamp with time zone not null,
  host_application_id uuid generated always as (NULLIF(application_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  constraint idempotency_keys_pkey PRIMARY KEY (application_id, key),
  constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255))),
  constraint idempotency_keys_request_hash_check CHECK ((length(request_hash) = 32)),
  constraint idempotency_keys_host_application_id_fkey FOREIGN KEY (host_application_id) REFERENCES applications(id)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
create table imip_messages (
  id uuid not null,
  application_id uuid,
  room_id uuid,
  attendee_id uuid,
  outbox_id uuid,
  source text not null,
  received_at timestamp with time zone not null,
  remote_address text,
  helo text,
  envelope_from text not null,
  envelope_to text not null,
  raw bytea not null,
  raw_hash bytea not null,
  read_at timestamp with time zone,
  claimed_by text,
  claimed_until timestamp with time zone,
  attempts integer not null default 0,
  message_id text,
  from_address text,
  subject text,
  kind text,
  outcome text,
  reason text,
  detail jsonb,
  effect_hash bytea,
  authentication jsonb,
  question jsonb,
  alias text,
  confirmed_at timestamp with time zone,
  replays integer not null default 0,
  constraint imip_messages_pkey PRIMARY KEY (id),
  constraint imip_messages_check CHECK (((read_at IS NULL) = (outcome IS NULL))),
  constraint imip_messages_outcome_check CHECK ((outcome = ANY (ARRAY['applied'::text, 'duplicate'::text, 'superseded'::text, 'stale'::text, 'ignored'::text, 'parked'::text, 'human'::text, 'automatic'::text, 'bounce'::text, 'complaint'::text, 'unreadable'::text]))),
  constraint imip_messages_raw_hash_check CHECK ((length(raw_hash) = 32)),
  constraint imip_messages_replays_check CHECK ((replays >= 0)),
  constraint imip_messages_source_check CHECK ((source = ANY (ARRAY['smtp'::text, 'http'::text, 'replay'::text]))),
  constraint imip_messages_application_id_attendee_id_fkey FOREIGN KEY (application_id, attendee_id) REFERENCES attendees(application_id, id),
  constraint imip_messages_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint imip_messages_application_id_outbox_id_fkey FOREIGN KEY (application_id, outbox_id) REFERENCES messages(application_id, id),
  constraint imip_messages_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id)
);
CREATE INDEX imip_messages_by_age ON public.imip_messages USING btree (received_at, id);
CREATE INDEX imip_messages_by_application ON public.imip_messages USING btree (application_id, received_at, id);
CREATE INDEX imip_messages_by_attendee ON public.imip_messages USING btree (application_id, attendee_id);
CREATE INDEX imip_messages_by_message ON public.imip_messages USING btree (application_id, outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE INDEX imip_messages_by_outcome ON public.imip_messages USING btree (application_id, outcome, received_at);
CREATE INDEX imip_messages_by_room ON public.imip_messages USING btree (application_id, room_id, received_at, id);
CREATE INDEX imip_messages_put_aside ON public.imip_messages USING btree (outcome, received_at, id) WHERE (outcome = ANY (ARRAY['parked'::text, 'unreadable'::text]));
CREATE INDEX imip_messages_unread ON public.imip_messages USING btree (received_at) WHERE (read_at IS NULL);
CREATE INDEX imip_messages_with_bytes ON public.imip_messages USING btree (received_at, id) WHERE ((read_at IS NOT NULL) AND (raw <> '\x'::bytea));
CREATE TRIGGER count_deleted AFTER DELETE ON public.imip_messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_mails();
CREATE TRIGGER count_inserted AFTER INSERT ON public.imip_messages FOR EACH ROW EXECUTE FUNCTION count_received_mail();
CREATE TRIGGER count_updated AFTER UPDATE ON public.imip_messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_mails();
create table ledger_changes (
  id bigint not null generated always as identity,
  ledger text not null,
  state text not null,
  change integer not null,
  constraint ledger_changes_pkey PRIMARY KEY (id)
);
create table ledger_counts (
  ledger text not null,
  state text not null,
  count bigint not null,
  constraint ledger_counts_pkey PRIMARY KEY (ledger, state),
  constraint ledger_counts_ledger_check CHECK ((ledger = ANY (ARRAY['messages'::text, 'mails'::text, 'deliveries'::text])))
);
create table legacy_rooms (
  application_id uuid not null,
  source text not null,
  legacy_id text not null,
  room_id uuid not null,
  brought_in_at timestamp with time zone not null,
  constraint legacy_rooms_pkey PRIMARY KEY (application_id, source, legacy_id),
  constraint legacy_rooms_source_check CHECK (((length(source) >= 1) AND (length(source) <= 128))),
  constraint legacy_rooms_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint legacy_rooms_application_id_room_id_key UNIQUE (application_id, room_id)
);
create table magic_links (
  application_id uuid not null,
  id uuid not null,
  purpose text not null,
  room_id uuid not null,
  attendee_id uuid not null,
  proposal_id uuid,
  token_hash bytea not null,
  key_id text not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  renewed_at timestamp with time zone,
  inbound_mail_id uuid,
  constraint magic_links_pkey PRIMARY KEY (application_id, id),
  constraint magic_links_check CHECK (((purpose = ANY (ARRAY['approve'::text, 'decline'::text])) = (proposal_id IS NOT NULL))),
  constraint magic_links_inbound_mail_check CHECK (((purpose = 'confirm'::text) = (inbound_mail_id IS NOT NULL))),
  constraint magic_links_purpose_check CHECK ((purpose = ANY (ARRAY['propose'::text, 'approve'::text, 'decline'::text, 'keep'::text, 'confirm'::text]))),
  constraint magic_links_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint magic_links_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint magic_links_application_id_room_id_attendee_id_fkey FOREIGN KEY (application_id, room_id, attendee_id) REFERENCES attendees(application_id, room_id, id),
  constraint magic_links_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id),
  constraint magic_links_inbound_mail_id_fkey FOREIGN KEY (inbound_mail_id) REFERENCES imip_messages(id),
  constraint magic_links_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX magic_links_by_end ON public.magic_links USING btree (expires_at, id);
CREATE INDEX magic_links_by_inbound_mail ON public.magic_links USING btree (inbound_mail_id) WHERE (inbound_mail_id IS NOT NULL);
CREATE INDEX magic_links_by_room ON public.magic_links USING btree (application_id, room_id);
create table message_attempts (
  application_id uuid not null,
  outbox_id uuid not null,
  fence integer not null,
  worker text not null,
  started_at timestamp with time zone not null,
  relay text,
  dot_written_at timestamp with time zone,
  ended_at timestamp with time zone,
  outcome text,
  response text,
  remote_id text,
  constraint message_attempts_pkey PRIMARY KEY (application_id, outbox_id, fence),
  constraint message_attempts_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  constraint message_attempts_fence_check CHECK ((fence > 0)),
  constraint message_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'temporary'::text, 'final'::text, 'configuration'::text, 'unknown'::text, 'withdrawn'::text, 'given-back'::text, 'dry-run'::text, 'abandoned'::text]))),
  constraint message_attempts_application_id_outbox_id_fkey FOREIGN KEY (application_id, outbox_id) REFERENCES messages(application_id, id)
);
CREATE INDEX message_attempts_by_remote_id ON public.message_attempts USING btree (remote_id) WHERE (remote_id IS NOT NULL);
create table messages (
  application_id uuid not null,
  id uuid not null,
  room_id uuid not null,
  attendee_id uuid not null,
  attendee_email text not null,
  ics_uid text not null,
  kind text not null,
  method text not null,
  sequence integer not null,
  revision integer not null,
  room_version integer not null,
  proposal_id uuid,
  state text not null,
  facts jsonb not null,
  message_id text not null,
  bounce_hash bytea not null,
  attempts integer not null default 0,
  send_at timestamp with time zone not null,
  claimed_by text,
  claimed_until timestamp with time zone,
  fence integer not null default 0,
  last_response text,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  failure_told_at timestamp with time zone,
  in_doubt_since timestamp with time zone,
  first_tried_at timestamp with time zone,
  abandoned integer not null default 0,
  complained_at timestamp with time zone,
  constraint messages_pkey PRIMARY KEY (application_id, id),
  constraint messages_bounce_hash_check CHECK ((length(bounce_hash) = 32)),
  constraint messages_check CHECK (((state = 'sending'::text) = (claimed_until IS NOT NULL))),
  constraint messages_method_check CHECK ((method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text, 'DECLINECOUNTER'::text, 'NONE'::text]))),
  constraint messages_revision_check CHECK ((revision >= 0)),
  constraint messages_sequence_check CHECK ((sequence >= 0)),
  constraint messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'superseded'::text, 'dry-run'::text, 'failed'::text, 'bounced'::text, 'unknown'::text]))),
  constraint messages_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint messages_application_id_room_id_attendee_id_fkey FOREIGN KEY (application_id, room_id, attendee_id) REFERENCES attendees(application_id, room_id, id),
  constraint messages_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id),
  constraint messages_bounce_hash_key UNIQUE (bounce_hash),
  constraint messages_message_id_key UNIQUE (message_id)
);
CREATE INDEX messages_by_attendee ON public.messages USING btree (application_id, attendee_id, room_version);
CREATE INDEX messages_by_room ON public.messages USING btree (application_id, room_id, created_at, id);
CREATE INDEX messages_by_time ON public.messages USING btree (application_id, created_at, id);
CREATE INDEX messages_claimed ON public.messages USING btree (claimed_until) WHERE (state = 'sending'::text);
CREATE UNIQUE INDEX messages_counter_declined_once ON public.messages USING btree (application_id, proposal_id, revision) WHERE (method = 'DECLINECOUNTER'::text);
CREATE INDEX messages_due ON public.messages USING btree (send_at) WHERE (state = 'waiting'::text);
CREATE INDEX messages_failed ON public.messages USING btree (settled_at, id) WHERE (state = ANY (ARRAY['failed'::text, 'bounced'::text]));
CREATE INDEX messages_failed_untold ON public.messages USING btree (settled_at) WHERE ((state = 'failed'::text) AND (failure_told_at IS NULL));
CREATE INDEX messages_in_doubt ON public.messages USING btree (send_at) WHERE ((state = 'unknown'::text) AND (settled_at IS NULL));
CREATE UNIQUE INDEX messages_owed_once ON public.messages USING btree (application_id, ics_uid, sequence, attendee_email, method, revision) WHERE (method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text]));
CREATE UNIQUE INDEX messages_reminded_once ON public.messages USING btree (application_id, attendee_id, kind, sequence, revision, ((facts ->> 'date'::text))) WHERE ((kind = ANY (ARRAY['reminder'::text, 'answer-reminder'::text])) AND (state <> 'superseded'::text));
CREATE INDEX messages_retrying ON public.messages USING btree (send_at, id) WHERE ((state = 'waiting'::text) AND (attempts > 0));
CREATE INDEX messages_settled ON public.messages USING btree (settled_at, id) WHERE (settled_at IS NOT NULL);
CREATE TRIGGER count_deleted AFTER DELETE ON public.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_messages();
CREATE TRIGGER count_inserted AFTER INSERT ON public.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_messages();
CREATE TRIGGER count_updated AFTER UPDATE ON public.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_messages();
create table operator_actions (
  id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  door text not null,
  action text not null,
  list text,
  ids uuid[] not null default '{}'::uuid[],
  application_id uuid,
  matched integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  refusals jsonb not null default '{}'::jsonb,
  detail jsonb not null default '{}'::jsonb,
  request_id text not null,
  after_at timestamp with time zone,
  after_id uuid,
  finished_at timestamp with time zone,
  constraint operator_actions_pkey PRIMARY KEY (id),
  constraint operator_actions_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 64))),
  constraint operator_actions_done_check CHECK ((done >= 0)),
  constraint operator_actions_door_check CHECK ((door = ANY (ARRAY['page'::text, 'api'::text]))),
  constraint operator_actions_matched_check CHECK ((matched >= 0)),
  constraint operator_actions_refused_check CHECK ((refused >= 0)),
  constraint operator_actions_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id)
);
CREATE INDEX operator_actions_by_request ON public.operator_actions USING btree (request_id);
CREATE INDEX operator_actions_newest ON public.operator_actions USING btree (at, id);
create table operator_sessions (
  id uuid not null,
  actor text not null,
  mode text not null,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint operator_sessions_pkey PRIMARY KEY (id),
  constraint operator_sessions_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 64))),
  constraint operator_sessions_mode_check CHECK ((mode = ANY (ARRAY['read'::text, 'write'::text])))
);
CREATE INDEX operator_sessions_by_age ON public.operator_sessions USING btree (started_at);
create table pending_proposals (
  application_id uuid not null,
  id uuid not null,
  room_id uuid not null,
  attendee_id uuid not null,
  proposed_by text not null,
  source text not null,
  start_utc timestamp with time zone not null,
  duration_minutes integer not null,
  note text,
  status text not null,
  made_at_sequence integer not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  constraint pending_proposals_pkey PRIMARY KEY (application_id, id),
  constraint pending_proposals_check CHECK (((status = 'pending'::text) = (decided_at IS NULL))),
  constraint pending_proposals_decided_by_check CHECK ((decided_by = ANY (ARRAY['host'::text, 'guest'::text, 'application'::text]))),
  constraint pending_proposals_duration_minutes_check CHECK ((duration_minutes = ANY (ARRAY[30, 60, 90]))),
  constraint pending_proposals_made_at_sequence_check CHECK ((made_at_sequence >= 0)),
  constraint pending_proposals_note_check CHECK ((length(note) <= 1000)),
  constraint pending_proposals_proposed_by_check CHECK ((proposed_by = ANY (ARRAY['host'::text, 'guest'::text]))),
  constraint pending_proposals_source_check CHECK ((source = ANY (ARRAY['page'::text, 'mail'::text, 'api'::text]))),
  constraint pending_proposals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'declined'::text, 'superseded'::text, 'expired'::text]))),
  constraint pending_proposals_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint pending_proposals_application_id_room_id_attendee_id_fkey FOREIGN KEY (application_id, room_id, attendee_id) REFERENCES attendees(application_id, room_id, id),
  constraint pending_proposals_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id)
);
CREATE INDEX pending_proposals_by_room ON public.pending_proposals USING btree (application_id, room_id, created_at);
CREATE INDEX pending_proposals_due ON public.pending_proposals USING btree (expires_at) WHERE (status = 'pending'::text);
CREATE UNIQUE INDEX pending_proposals_one_open ON public.pending_proposals USING btree (application_id, attendee_id) WHERE (status = 'pending'::text);
CREATE TRIGGER guard_proposal BEFORE UPDATE ON public.pending_proposals FOR EACH ROW EXECUTE FUNCTION guard_proposal();
create table restorations (
  backup_at timestamp with time zone not null,
  sequence_gap integer not null,
  began_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  report jsonb,
  constraint restorations_pkey PRIMARY KEY (backup_at),
  constraint restorations_sequence_gap_check CHECK ((sequence_gap > 0))
);
create table room_history (
  application_id uuid not null,
  room_id uuid not null,
  id bigint not null generated always as identity,
  occurred_at timestamp with time zone not null,
  deed text not null,
  version integer not null,
  ics_sequence integer not null,
  channel text not null,
  actor text,
  why text,
  request_id text,
  inbound_mail_id uuid,
  outbox_id uuid,
  link_id uuid,
  proposal_id uuid,
  detail jsonb not null default '{}'::jsonb,
  constraint room_history_pkey PRIMARY KEY (application_id, room_id, id),
  constraint room_history_actor_check CHECK ((actor = ANY (ARRAY['host'::text, 'guest'::text, 'application'::text]))),
  constraint room_history_channel_check CHECK ((channel = ANY (ARRAY['api'::text, 'mail'::text, 'link'::text, 'job'::text, 'bounce'::text]))),
  constraint room_history_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint room_history_application_id_room_id_fkey FOREIGN KEY (application_id, room_id) REFERENCES rooms(application_id, id)
);
create table rooms (
  application_id uuid not null,
  id uuid not null,
  reference text,
  ics_uid text not null,
  ics_sequence integer not null default 0,
  major_sequence integer not null default 0,
  revision integer not null default 0,
  announced boolean not null default false,
  stamped_at timestamp with time zone,
  status text not null,
  start_utc timestamp with time zone not null,
  duration_minutes integer not null,
  end_utc timestamp with time zone not null generated always as ((((start_utc AT TIME ZONE 'UTC'::text) + ((duration_minutes)::double precision * '00:01:00'::interval)) AT TIME ZONE 'UTC'::text)) stored,
  session_name text,
  description text,
  location text,
  join_url text,
  metadata jsonb not null default '{}'::jsonb,
  host_id uuid not null,
  guest_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  cancelled_at timestamp with time zone,
  cancelled_because text,
  asked_at timestamp with time zone,
  sequence_floor integer not null default 0,
  restored_from timestamp with time zone,
  constraint rooms_pkey PRIMARY KEY (application_id, id),
  constraint rooms_check CHECK (((major_sequence >= 0) AND (major_sequence <= ics_sequence))),
  constraint rooms_check1 CHECK ((host_id IS DISTINCT FROM guest_id)),
  constraint rooms_check2 CHECK (((status <> 'booked'::text) OR (guest_id IS NOT NULL))),
  constraint rooms_check3 CHECK (((status <> 'open'::text) OR (guest_id IS NULL))),
  constraint rooms_check4 CHECK (((status = 'cancelled'::text) = (cancelled_at IS NOT NULL))),
  constraint rooms_duration_minutes_check CHECK ((duration_minutes = ANY (ARRAY[30, 60, 90]))),
  constraint rooms_ics_sequence_check CHECK ((ics_sequence >= 0)),
  constraint rooms_ics_uid_check CHECK (((length(ics_uid) >= 1) AND (length(ics_uid) <= 255))),
  constraint rooms_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
  constraint rooms_revision_check CHECK ((revision >= 0)),
  constraint rooms_sequence_floor_check CHECK ((sequence_floor >= 0)),
  constraint rooms_status_check CHECK ((status = ANY (ARRAY['open'::text, 'booked'::text, 'cancelled'::text]))),
  constraint rooms_version_check CHECK ((version >= 1)),
  constraint rooms_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint rooms_application_id_id_guest_id_fkey FOREIGN KEY (application_id, id, guest_id) REFERENCES attendees(application_id, room_id, id) DEFERRABLE INITIALLY DEFERRED,
  constraint rooms_application_id_id_host_id_fkey FOREIGN KEY (application_id, id, host_id) REFERENCES attendees(application_id, room_id, id) DEFERRABLE INITIALLY DEFERRED,
  constraint rooms_application_id_ics_uid_key UNIQUE (application_id, ics_uid)
);
CREATE INDEX rooms_by_end ON public.rooms USING btree (end_utc, id);
CREATE INDEX rooms_by_ics_uid ON public.rooms USING btree (ics_uid);
CREATE INDEX rooms_by_reference ON public.rooms USING btree (application_id, reference) WHERE (reference IS NOT NULL);
CREATE INDEX rooms_by_start ON public.rooms USING btree (application_id, start_utc, id);
CREATE TRIGGER guard_room BEFORE UPDATE ON public.rooms FOR EACH ROW EXECUTE FUNCTION guard_room();
create table webhook_attempts (
  application_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  attempt integer not null,
  started_at timestamp with time zone not null,
  outcome text not null,
  status integer,
  duration_ms integer not null,
  error text,
  response text,
  next_attempt_at timestamp with time zone,
  constraint webhook_attempts_pkey PRIMARY KEY (application_id, id),
  constraint webhook_attempts_attempt_check CHECK ((attempt > 0)),
  constraint webhook_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'failed'::text]))),
  constraint webhook_attempts_application_id_endpoint_id_fkey FOREIGN KEY (application_id, endpoint_id) REFERENCES webhook_endpoints(application_id, id),
  constraint webhook_attempts_application_id_event_id_fkey FOREIGN KEY (application_id, event_id) REFERENCES events(application_id, id)
);
CREATE INDEX webhook_attempts_by_age ON public.webhook_attempts USING btree (started_at);
CREATE INDEX webhook_attempts_by_event ON public.webhook_attempts USING btree (application_id, event_id);
CREATE INDEX webhook_attempts_newest_first ON public.webhook_attempts USING btree (application_id, endpoint_id, started_at DESC, id DESC);
create table webhook_deliveries (
  application_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  state text not null,
  attempts integer not null default 0,
  send_at timestamp with time zone not null,
  last_status integer,
  last_error text,
  settled_at timestamp with time zone,
  "position" bigint not null default 0,
  room_id uuid,
  fence integer not null default 0,
  claimed_by text,
  claimed_at timestamp with time zone,
  claimed_until timestamp with time zone,
  constraint webhook_deliveries_pkey PRIMARY KEY (application_id, id),
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text]))),
  constraint webhook_deliveries_application_id_endpoint_id_fkey FOREIGN KEY (application_id, endpoint_id) REFERENCES webhook_endpoints(application_id, id),
  constraint webhook_deliveries_application_id_event_id_fkey FOREIGN KEY (application_id, event_id) REFERENCES events(application_id, id),
  constraint webhook_deliveries_application_id_endpoint_id_event_id_key UNIQUE (application_id, endpoint_id, event_id)
);
CREATE INDEX webhook_deliveries_again ON public.webhook_deliveries USING btree (application_id, endpoint_id, send_at) WHERE ((state = 'waiting'::text) AND (attempts > 0));
CREATE INDEX webhook_deliveries_by_event ON public.webhook_deliveries USING btree (application_id, event_id);
CREATE INDEX webhook_deliveries_claimed ON public.webhook_deliveries USING btree (application_id, endpoint_id) WHERE (claimed_by IS NOT NULL);
CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (send_at) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_deliveries_fresh ON public.webhook_deliveries USING btree (application_id, endpoint_id, "position") WHERE ((state = 'waiting'::text) AND (attempts = 0));
CREATE INDEX webhook_deliveries_of_room ON public.webhook_deliveries USING btree (application_id, endpoint_id, room_id, "position") WHERE (state = 'waiting'::text);
CREATE TRIGGER count_deleted AFTER DELETE ON public.webhook_deliveries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER count_inserted AFTER INSERT ON public.webhook_deliveries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER count_updated AFTER UPDATE ON public.webhook_deliveries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
create table webhook_endpoints (
  application_id uuid not null,
  id uuid not null,
  url text not null,
  event_types text[] not null default '{}'::text[],
  secrets text[] not null,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  disabled_because text,
  description text,
  updated_at timestamp with time zone not null default now(),
  overlap_until timestamp with time zone,
  failing_since timestamp with time zone,
  constraint webhook_endpoints_pkey PRIMARY KEY (application_id, id),
  constraint webhook_endpoints_disabled_because CHECK ((disabled_because = ANY (ARRAY['application'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id)
);
CREATE INDEX webhook_endpoints_in_trouble ON public.webhook_endpoints USING btree (created_at, id) WHERE ((disabled_at IS NOT NULL) OR (failing_since IS NOT NULL));
create table workers (
  id uuid not null,
  pool_id text,
  started_at timestamp with time zone not null default now(),
  beat_at timestamp with time zone not null default now(),
  relays jsonb,
  constraint workers_pkey PRIMARY KEY (id)
);
CREATE OR REPLACE FUNCTION public.count_deliveries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
CREATE OR REPLACE FUNCTION public.count_mails()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
CREATE OR REPLACE FUNCTION public.count_messages()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
CREATE OR REPLACE FUNCTION public.count_received_mail()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into ledger_changes (ledger, state, change)
  values ('mails', coalesce(new.outcome, 'unread'), 1), ('mails', 'received', 1);
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.guard_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status <> 'pending' and new.status <> old.status then
    raise exception 'proposal % is settled', old.id using errcode = 'check_violation';
  end if;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.guard_room()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.ics_sequence < old.ics_sequence then
    raise exception 'ics_sequence of room % may not fall from % to %',
      old.id, old.ics_sequence, new.ics_sequence using errcode = 'check_violation';
  end if;
  if new.major_sequence < old.major_sequence then
    raise exception 'major_sequence of room % may not fall', old.id
      using errcode = 'check_violation';
  end if;
  if new.version < old.version then
    raise exception 'version of room % may not fall', old.id using errcode = 'check_violation';
  end if;
  if new.ics_uid <> old.ics_uid then
    raise exception 'ics_uid of room % may not change', old.id using errcode = 'check_violation';
  end if;
  if old.status = 'cancelled' and new.status <> 'cancelled' then
    raise exception 'room % is cancelled for good', old.id using errcode = 'check_violation';
  end if;
  if old.stamped_at is not null and (new.stamped_at is null or new.stamped_at < old.stamped_at) then
    raise exception 'DTSTAMP of room % may not fall', old.id using errcode = 'check_violation';
  end if;
  return new;
end $function$
;
