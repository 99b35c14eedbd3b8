import { Gauge, type Registry } from 'prom-client';
import { countedAtMost, type Ledger } from './ledger-views.ts';

/** Every state is always there, so that a query finds 0 and not nothing. */
const states = {
  messages: [
    'scheduled',
    'waiting',
    'sending',
    'in-doubt',
    'sent',
    'delivered',
    'superseded',
    'dry-run',
    'failed',
    'bounced',
    'unknown',
  ],
  mails: [
    'unread',
    'applied',
    'duplicate',
    'superseded',
    'stale',
    'ignored',
    'parked',
    'human',
    'automatic',
    'bounce',
    'complaint',
    'unreadable',
  ],
  deliveries: ['waiting', 'delivered', 'failed'],
  endpoints: ['working', 'failing', 'switched-off', 'gone', 'given-up'],
} as const;

const single = {
  outbox_oldest_seconds: 'Age of the oldest mail that is due; 0 when none is.',
  outbox_waiting: 'Mails that are due and not yet sent, counted up to 20000.',
  outbox_in_doubt: 'Mails that may have arrived and are sent again.',
  inbound_oldest_seconds: 'Age of the oldest mail that came in and is not yet read, or 0.',
  inbound_waiting: 'Mails that came in and are not yet read, counted up to 20000.',
  webhook_oldest_seconds: 'Age of the oldest webhook that is due, or 0.',
  jobs_waiting: 'Jobs that could run now.',
  jobs_failed: 'Jobs that failed for good.',
  clean_up_seconds: 'Since every kind was last cleaned up to its end.',
  workers: 'Processes that send and read mail and show that they live.',
  database_up: '1 when the database answered this scrape.',
  database_size_bytes: 'Size of the database, as it says itself.',
  ledger_messages_owed: 'Mails we owe or owed: the sum of parley_ledger_messages.',
  ledger_mails_received: 'Mails that came in: the sum of parley_ledger_mails.',
  ledger_webhooks_owed: 'Webhooks we owe or owed: the sum of parley_ledger_webhooks.',
} as const;

/** Makes the gauges that come from the database; the answer sets them. */
export function createLedgerGauges(registry: Registry): (ledger: Ledger | null) => void {
  const registers = [registry];
  const one = Object.fromEntries(
    Object.entries(single).map(([name, help]) => [
      name,
      new Gauge({ name: `parley_${name}`, help, registers }),
    ]),
  ) as Record<keyof typeof single, Gauge>;
  const many = (name: string, help: string, known: readonly string[]) => {
    const gauge = new Gauge({ name: `parley_${name}`, help, labelNames: ['state'], registers });
    return (counts: Readonly<Record<string, number>> | null) => {
      for (const state of known) gauge.set({ state }, counts ? (counts[state] ?? 0) : Number.NaN);
    };
  };
  const messages = many('ledger_messages', 'Mails we owe or owed, by state.', states.messages);
  const mails = many('ledger_mails', 'Mails that came in, by what came of them.', states.mails);
  const deliveries = many('ledger_webhooks', 'Webhooks, by state.', states.deliveries);
  const oldestKept = new Gauge({
    name: 'parley_oldest_kept_seconds',
    help: 'Age of the oldest that is kept, at the last clean-up to its end and since, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const endpoints = many('webhook_endpoints', 'Webhook endpoints, by state.', states.endpoints);
  return (ledger) => {
    one.outbox_oldest_seconds.set(ledger?.outboxOldestSeconds ?? Number.NaN);
    one.outbox_waiting.set(ledger?.outboxWaiting ?? Number.NaN);
    one.outbox_in_doubt.set(ledger?.outboxInDoubt ?? Number.NaN);
    one.inbound_oldest_seconds.set(ledger?.inboundOldestSeconds ?? Number.NaN);
    one.inbound_waiting.set(ledger?.inboundWaiting ?? Number.NaN);
    one.webhook_oldest_seconds.set(ledger?.webhookOldestSeconds ?? Number.NaN);
    one.jobs_waiting.set(ledger?.jobsWaiting ?? Number.NaN);
    one.jobs_failed.set(ledger?.jobsFailed ?? Number.NaN);
    one.clean_up_seconds.set(ledger?.cleanUpSeconds ?? Number.NaN);
    oldestKept.reset();
    for (const { kind, seconds } of ledger?.oldestKept ?? []) oldestKept.set({ kind }, seconds);
    one.workers.set(ledger?.workers ?? Number.NaN);
    one.database_up.set(ledger ? 1 : 0);
    one.database_size_bytes.set(ledger?.databaseBytes ?? Number.NaN);
    one.ledger_messages_owed.set(ledger ? (ledger.messages.owed ?? 0) : Number.NaN);
    one.ledger_mails_received.set(ledger ? (ledger.mails.received ?? 0) : Number.NaN);
    one.ledger_webhooks_owed.set(ledger ? (ledger.deliveries.owed ?? 0) : Number.NaN);
    messages(ledger && splitMessages(ledger));
    mails(
      ledger && { ...ledger.mails, unread: countedOr(ledger.inboundWaiting, ledger.mails.unread) },
    );
    deliveries(ledger?.deliveries ?? null);
    endpoints(ledger?.webhookEndpoints ?? null);
  };
}

/** Where counting stopped, what is kept has to be believed. */
const countedOr = (counted: number, kept = 0): number => (counted < countedAtMost ? counted : kept);

/**
 * Waiting and unknown are two things each: due or for later, in doubt or ended in doubt. The work
 * that waits was counted row by row, and the rest of the kept count is what is left: so the sum
 * meets the total only when the kept counts and the rows agree. Of more due mails than are counted
 * the others are shown as scheduled.
 */
function splitMessages({ messages, ...counted }: Ledger): Record<string, number> {
  const waiting = messages.waiting ?? 0;
  const unknown = messages.unknown ?? 0;
  const due = counted.outboxDue;
  return {
    ...messages,
    waiting: due,
    scheduled: Math.max(0, waiting - due),
    sending: countedOr(counted.outboxSending, messages.sending),
    'in-doubt': counted.outboxInDoubt,
    unknown: Math.max(0, unknown - counted.outboxInDoubt),
  };
}
