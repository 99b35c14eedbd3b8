import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMetrics, type Metrics } from '../../service/ops/metrics.ts';

/** contract.md, Metrics: the series fed so far, with their labels and types. */
const contract: Record<string, { type: string; labels: string[] }> = {
  parley_messages_total: { type: 'counter', labels: ['method', 'outcome'] },
  parley_message_send_seconds: { type: 'histogram', labels: [] },
  parley_outbox_oldest_seconds: { type: 'gauge', labels: [] },
  parley_outbox_waiting: { type: 'gauge', labels: [] },
  parley_outbox_in_doubt: { type: 'gauge', labels: [] },
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

function feedAll(metrics: Metrics): void {
  metrics.messageSettled('REQUEST', 'sent');
  metrics.messageSent(0.2);
  metrics.inboundMail('reply', 'applied');
  metrics.reply('accepted', 'applied');
  metrics.proposal('page');
  metrics.proposalDecision('approved');
  metrics.bounce('permanent');
  metrics.link('propose', 'shown');
  metrics.smtpSession('accepted');
  metrics.webhookDelivery('delivered');
  metrics.rowsForgotten('events', 3);
  metrics.relayResting(1, true);
  metrics.emailStatus('postmark', 'bounced', 'applied');
  metrics.httpRequest('/v1/rooms/:id', 'GET', 200, 0.01);
  metrics.showLedger({
    outboxOldestSeconds: 1,
    outboxWaiting: 2,
    outboxInDoubt: 1,
    webhookOldestSeconds: 5,
    jobsWaiting: 3,
    jobsFailed: 4,
    cleanUpSeconds: 60,
    oldestKept: [{ kind: 'events', seconds: 5 }],
  });
}

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
  expect(await metrics.render()).toContain('parley_outbox_waiting Nan');
});

test('the defaults of the process are there too', async () => {
  expect(await createMetrics().render()).toContain('process_cpu_seconds_total');
});
