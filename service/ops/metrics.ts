import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createHouseGauges, type HouseFacts } from './house-facts.ts';
import { createLedgerGauges } from './ledger-gauges.ts';
import type { Ledger } from './ledger-views.ts';

/** What the service counts. Every label is one of a few words; never an id or an address. */
export interface Metrics {
  /** A message reached a state: `outcome` is the state, or what an attempt ended in. */
  messageSettled(method: string, outcome: string): void;
  /** One attempt to hand a mail to the relay took this long. */
  messageSent(seconds: number): void;
  /** A mail was taken although an earlier attempt at it may have arrived: perhaps there are two. */
  possibleDuplicate(): void;
  inboundMail(kind: string, outcome: string): void;
  /** Nothing proved that a mail was from the person it spoke for; `reason` says what lacked. */
  doubtfulMail(reason: string): void;
  /** The SMTP listener refused a recipient: `unknown`, `foreign`, `full` or `other`. */
  recipientRefused(reason: string): void;
  reply(answer: string, outcome: string): void;
  proposal(source: string): void;
  proposalDecision(decision: string): void;
  bounce(bounceClass: string): void;
  /** A provider's report about a mail was read. */
  emailStatus(provider: string, status: string, outcome: string): void;
  link(purpose: string, outcome: string): void;
  smtpSession(outcome: string): void;
  /** One attempt to post an event ended: `delivered`, `retried` or `failed` for good. */
  webhookDelivery(outcome: string): void;
  /** The clean-up removed so many rows. */
  rowsForgotten(kind: string, count: number): void;
  /** Whether an outbound relay rests; `relay` is its place in `SMTP_URL`, from 1. */
  relayResting(relay: number, isResting: boolean): void;
  /** `route` is the template (`/v1/rooms/:id`), never the path. */
  httpRequest(route: string, method: string, status: number, seconds: number): void;
  /** Sets the gauges that come from the database; null when it could not be asked. */
  showLedger(ledger: Ledger | null): void;
  /** Sets what this process knows of the machine it runs on. */
  showHouse(house: HouseFacts): void;
  /** The Prometheus text of everything. */
  render(): Promise<string>;
  readonly contentType: string;
}

const sendBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Makes the counters in a registry of their own: two services in one process do not meet. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = createCounters(registry);
  const histograms = createHistograms(registry);
  const relayResting = createRelayGauge(registry);
  beginWithNothing(counters);
  return {
    messageSettled: (method, outcome) => counters.messages.inc(labels({ method, outcome })),
    messageSent: (seconds) => histograms.send.observe(seconds),
    possibleDuplicate: () => counters.duplicates.inc(),
    inboundMail: (kind, outcome) => counters.inboundMails.inc(labels({ kind, outcome })),
    doubtfulMail: (reason) => counters.doubtfulMails.inc(labels({ reason })),
    recipientRefused: (reason) => counters.recipients.inc(labels({ reason })),
    reply: (answer, outcome) => counters.replies.inc(labels({ answer, outcome })),
    proposal: (source) => counters.proposals.inc(labels({ source })),
    proposalDecision: (decision) => counters.proposalDecisions.inc(labels({ decision })),
    bounce: (bounceClass) => counters.bounces.inc(labels({ class: bounceClass })),
    emailStatus: (provider, status, outcome) =>
      counters.emailStatuses.inc(labels({ provider, status, outcome })),
    link: (purpose, outcome) => counters.links.inc(labels({ purpose, outcome })),
    smtpSession: (outcome) => counters.smtpSessions.inc(labels({ outcome })),
    webhookDelivery: (outcome) => counters.webhooks.inc(labels({ outcome })),
    rowsForgotten: (kind, count) => counters.forgotten.inc(labels({ kind }), count),
    relayResting: (relay, isResting) =>
      relayResting.set({ relay: String(relay) }, isResting ? 1 : 0),
    httpRequest: (route, method, status, seconds) =>
      histograms.request.observe(labels({ route, method, status: String(status) }), seconds),
    showLedger: createLedgerGauges(registry),
    showHouse: createHouseGauges(registry),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter<L>({ name: `parley_${name}`, help, labelNames, registers });
  return {
    messages: counter('messages_total', 'Mails we owe, by what became of them.', [
      'method',
      'outcome',
    ]),
    inboundMails: counter('inbound_mails_total', 'Mails read, by kind and outcome.', [
      'kind',
      'outcome',
    ]),
    duplicates: counter('possible_duplicates_total', 'Mails taken after one in doubt.', []),
    doubtfulMails: counter('doubtful_mails_total', 'Mails not known to be from their person.', [
      'reason',
    ]),
    recipients: counter('recipients_refused_total', 'Recipients refused by the SMTP listener.', [
      'reason',
    ]),
    replies: counter('replies_total', 'Answers of hosts and guests by mail.', [
      'answer',
      'outcome',
    ]),
    proposals: counter('proposals_total', 'New times proposed.', ['source']),
    proposalDecisions: counter('proposal_decisions_total', 'Proposals decided.', ['decision']),
    bounces: counter('bounces_total', 'Bounces of our mails.', ['class']),
    emailStatuses: counter('email_statuses_total', 'Reports of providers about our mails.', [
      'provider',
      'status',
      'outcome',
    ]),
    links: counter('links_total', 'Visits by link, by what came of them.', ['purpose', 'outcome']),
    smtpSessions: counter('smtp_sessions_total', 'Inbound SMTP sessions.', ['outcome']),
    webhooks: counter('webhook_deliveries_total', 'Attempts to post events, by outcome.', [
      'outcome',
    ]),
    forgotten: counter('rows_forgotten_total', 'Rows that were kept for long enough.', ['kind']),
  };
}

function createHistograms(registry: Registry) {
  const registers = [registry];
  return {
    send: new Histogram({
      name: 'parley_message_send_seconds',
      help: 'Time of one attempt to hand a mail to the relay.',
      buckets: sendBuckets,
      registers,
    }),
    request: new Histogram({
      name: 'parley_http_request_seconds',
      help: 'Time to answer a request, by route template.',
      labelNames: ['route', 'method', 'status'],
      buckets: requestBuckets,
      registers,
    }),
  };
}

/**
 * A counter that appears with its first count has no rise that Prometheus could see: what an alert
 * waits for is there from the start.
 */
function beginWithNothing(counters: ReturnType<typeof createCounters>): void {
  for (const bounceClass of ['permanent', 'temporary', 'complaint']) {
    counters.bounces.inc({ class: bounceClass }, 0);
  }
  for (const purpose of ['propose', 'approve', 'decline', 'keep', 'confirm']) {
    counters.links.inc({ purpose, outcome: 'unknown' }, 0);
  }
  for (const reason of ['unknown', 'foreign', 'full']) counters.recipients.inc({ reason }, 0);
  for (const kind of ['unreadable', 'calendar']) {
    counters.inboundMails.inc({ kind, outcome: 'unreadable' }, 0);
  }
  counters.doubtfulMails.inc({ reason: 'not-authenticated' }, 0);
  for (const outcome of ['delivered', 'retried', 'failed']) counters.webhooks.inc({ outcome }, 0);
  for (const outcome of ['stored', 'rejected', 'fault']) counters.smtpSessions.inc({ outcome }, 0);
}

const createRelayGauge = (registry: Registry) =>
  new Gauge({
    name: 'parley_relay_resting',
    help: '1 while an outbound relay is at fault and gets no mail; by its place in SMTP_URL.',
    labelNames: ['relay'],
    registers: [registry],
  });

const plainWord = /^[\w./:{}*-]{1,80}$/;
const looksLikeId = /[0-9a-f]{8}-[0-9a-f]{4}|\d{6}/i;

/** A value that could be an id, an address or free text becomes `other`: series must stay few. */
function labels<L extends string>(values: Record<L, string>): Record<L, string> {
  const checked = { ...values };
  for (const name of Object.keys(values) as L[]) {
    const value = values[name];
    if (!plainWord.test(value) || looksLikeId.test(value)) checked[name] = 'other';
  }
  return checked;
}
