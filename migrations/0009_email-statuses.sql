-- Up Migration
-- What mail providers report about mails of ours, as their hooks brought it, with what it led to.

create table email_statuses (
  id uuid primary key,
  provider text not null
    check (provider in ('generic', 'ses', 'postmark', 'sendgrid', 'mailgun', 'resend')),
  -- What the provider calls this report, else a hash of what tells it from others.
  event_key text not null check (length(event_key) between 1 and 255),
  status text not null check (status in ('queued', 'sent', 'rejected', 'failed', 'bounced',
    'deferred', 'delivered', 'autoresponded', 'complained', 'unsubscribed', 'unknown')),
  reject_reason text check (reject_reason in ('invalid', 'bounced', 'timed_out', 'blocked', 'spam',
    'unsubscribed', 'other')),
  -- A failure that is about the mailbox itself, so that no later mail will arrive either.
  lasting boolean not null,
  -- The far server's code; its words may hold addresses.
  code text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  recipient text,
  -- By what its message is found: our Message-ID, our bounce address, the relay's own names.
  message_id text,
  bounce_hash bytea check (length(bounce_hash) = 32),
  remote_ids text[] not null,
  -- The report as it came, without tokens.
  payload jsonb not null,
  -- Reading: who has claimed it, how often it went wrong.
  read_at timestamptz,
  claimed_by text,
  claimed_until timestamptz,
  attempts int not null default 0,
  -- What the reading found.
  application_id uuid,
  outbox_id uuid,
  outcome text check (outcome in ('applied', 'ignored', 'recorded', 'unknown-message',
    'other-recipient', 'put-aside')),
  reason text,
  unique (provider, event_key),
  foreign key (application_id, outbox_id) references messages (application_id, id),
  check ((application_id is null) = (outbox_id is null)),
  check ((read_at is null) = (outcome is null))
);

create index email_statuses_unread on email_statuses (received_at, id) where read_at is null;
create index email_statuses_by_message
  on email_statuses (application_id, outbox_id) where outbox_id is not null;
create index email_statuses_read on email_statuses (received_at) where read_at is not null;

-- When the first complaint about it came, by hook or by mail.
alter table messages add column complained_at timestamptz;
