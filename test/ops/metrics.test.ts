import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMetrics } from '../../service/ops/metrics.ts';
import { feedAll } from './feed-metrics.ts';

/** contract.md, Metrics: the series fed so far, with their labels and types. */
const contract: Record<string, { type: string; labels: string[] }> = {
  parley_messages_total: { type: 'counter', labels: ['method', 'outcome'] },
  parley_message_send_seconds: { type: 'histogram', labels: [] },
  parley_outbox_oldest_seconds: { type: 'gauge', labels: [] },
  parley_outbox_waiting: { type: 'gauge', labels: [] },
  parley_outbox_in_doubt: { type: 'gauge', labels: [] },
  parley_workers: { type: 'gauge', labels: [] },
  parley_database_up: { type: 'gauge', labels: [] },
  parley_database_size_bytes: { type: 'gauge', labels: [] },
  parley_disk_size_bytes: { type: 'gauge', labels: [] },
  parley_disk_free_bytes: { type: 'gauge', labels: [] },
  parley_certificate_expiry_timestamp_seconds: { type: 'gauge', labels: [] },
  parley_ledger_messages: { type: 'gauge', labels: ['state'] },
  parley_ledger_messages_owed: { type: 'gauge', labels: [] },
  parley_ledger_mails: { type: 'gauge', labels: ['state'] },
  parley_ledger_mails_received: { type: 'gauge', labels: [] },
  parley_ledger_webhooks: { type: 'gauge', labels: ['state'] },
  parley_ledger_webhooks_owed: { type: 'gauge', labels: [] },
  parley_possible_duplicates_total: { type: 'counter', labels: [] },
  parley_inbound_oldest_seconds: { type: 'gauge', labels: [] },
  parley_inbound_waiting: { type: 'gauge', labels: [] },
  parley_doubtful_mails_total: { type: 'counter', labels: ['reason'] },
  parley_recipients_refused_total: { type: 'counter', labels: ['reason'] },
  parley_webhook_endpoints: { type: 'gauge', labels: ['state'] },
  parley_inbound_mails_total: { type: 'counter', labels: ['kind', 'outcome'] },
  parley_replies_total: { type: 'counter', labels: ['answer', 'outcome'] },
  parley_proposals_total: { type: 'counter', labels: ['source'] },
  parley_proposal_decisions_total: { type: 'counter', labels: ['decision'] },
  parley_bounces_total: { type: 'counter', labels: ['class'] },
  parley_links_total: { type: 'counter', labels: ['outcome', 'purpose'] },
  parley_email_statuses_total: { type: 'counter', labels: ['outcome', 'provider', 'status'] },
  parley_relay_resting: { type: 'gauge', labels: ['relay'] },
  parley_jobs_waiting: { type: 'gauge', labels: [] },
  parley_jobs_failed: { type: 'gauge', labels: [] },
  parley_rows_forgotten_total: { type: 'counter', labels: ['kind'] },
  parley_clean_up_seconds: { type: 'gauge', labels: [] },
  parley_oldest_kept_seconds: { type: 'gauge', labels: ['kind'] },
  parley_smtp_sessions_total: { type: 'counter', labels: ['outcome'] },
  parley_webhook_deliveries_total: { type: 'counter', labels: ['outcome'] },
  parley_webhook_oldest_seconds: { type: 'gauge', labels: [] },
  parley_http_request_seconds: { type: 'histogram', labels: ['method', 'route', 'status'] },
};

/** Reads the text format: per series its type and the labels of its samples. */
function readSeries(text: string) {
  const series: Record<string, { type: string; labels: string[] }> = {};
  for (const [, name, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const sample = new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? `, 'gm');
    const labels = new Set<string>();
    for (const [, inside = ''] of text.matchAll(sample)) {
      for (const [, label] of inside.matchAll(/(\w+)="/g))
        if (label !== 'le') labels.add(label ?? '');
    }
    series[name ?? ''] = { type: type ?? '', labels: [...labels].sort() };
  }
  return series;
}

test('the series are those of the contract, with its labels and no others', async () => {
  const metrics = createMetrics();
  feedAll(metrics);
  const series = readSeries(await metrics.render());
  const ours = Object.fromEntries(
    Object.entries(series).filter(([name]) => name.startsWith('parley_')),
  );
  expect(ours).toEqual(contract);
});

test('names use base units: counters end in _total, times in _seconds', () => {
  for (const [name, { type }] of Object.entries(contract)) {
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|kilobytes)(_|$)/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});

test('two services in one process count apart', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.proposal('page');
  expect(await one.render()).toContain('parley_proposals_total{source="page"} 1');
  expect(await two.render()).not.toContain('source="page"');
});

test('an id, an address or free text never becomes a label', async () => {
  const idOrAddress = fc.oneof(fc.uuid(), fc.emailAddress(), fc.constant('/v1/rooms?x=1'));
  await fc.assert(
    fc.asyncProperty(idOrAddress, async (value) => {
      const metrics = createMetrics();
      metrics.messageSettled(value, value);
      metrics.httpRequest(`/v1/rooms/${value}`, 'GET', 200, 0.1);
      const text = await metrics.render();
      expect(text).not.toContain(value);
      expect(text).toContain('parley_messages_total{method="other",outcome="other"} 1');
      expect(text).toContain('route="other"');
    }),
    { numRuns: 50 },
  );
});

test('gauges of a database that could not be asked are not a number, rather than old', async () => {
  const metrics = createMetrics();
  feedAll(metrics);
  metrics.showLedger(null);
  const text = await metrics.render();
  expect(text).toContain('parley_outbox_waiting Nan');
  expect(text).toContain('parley_ledger_messages{state="sent"} Nan');
  expect(text).toContain('parley_database_up 0\n');
});

test('what an alert waits for is there before it happens, so that its first time is a rise', async () => {
  const text = await createMetrics().render();
  expect(text).toContain('parley_bounces_total{class="permanent"} 0\n');
  expect(text).toContain('parley_links_total{purpose="approve",outcome="unknown"} 0\n');
  expect(text).toContain('parley_recipients_refused_total{reason="unknown"} 0\n');
  expect(text).toContain('parley_inbound_mails_total{kind="unreadable",outcome="unreadable"} 0\n');
});

test('of a disk and a certificate that are not there nothing is said', async () => {
  const metrics = createMetrics();
  feedAll(metrics);
  metrics.showHouse({ disk: null, certificateEnds: null });
  expect(await metrics.render()).not.toMatch(/^parley_(disk|certificate)/m);
});

test('the defaults of the process are there too', async () => {
  expect(await createMetrics().render()).toContain('process_cpu_seconds_total');
});
