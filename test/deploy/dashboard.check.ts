import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { rows } from '../../deploy/grafana/write-dashboard.ts';
import { type LiveParley, openLiveParley } from './live-parley.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { readPlaybooks, readRules } from './read-deploy.ts';

jest.setTimeout(300_000);

let parley: LiveParley;
let prometheus: Prometheus;

/** A day, a few scrapes, another day: so that counters rise before Prometheus' eyes. */
beforeAll(async () => {
  parley = await openLiveParley();
  prometheus = await startPrometheus(`127.0.0.1:${parley.httpPort}`);
  await parley.liveADay();
  await prometheus.waitForScrapes(5);
  await parley.liveADay();
  await prometheus.waitForScrapes(10);
});
afterAll(async () => {
  await prometheus.close();
  await parley.close();
});

/** As Grafana fills in a query for the last minute. */
const filled = (query: string) =>
  query.replaceAll('$job', '.+').replaceAll('$__rate_interval', '1m').replaceAll('$__range', '1m');

const panels = rows.flatMap(({ panels }) => panels);

test.each(panels.map((panel) => [panel.title, panel] as const))(
  'the panel “%s” has an answer, and data where it must',
  async (_title, panel) => {
    for (const { expr } of panel.queries) {
      const series = await prometheus.ask(filled(expr));
      if (panel.mayBeEmpty) continue;
      expect([expr, series.length]).not.toEqual([expr, 0]);
      for (const { value } of series) expect(value?.[1]).toMatch(/^(NaN|[-+]?[\d.]+(e[-+]?\d+)?)$/);
      expect(series.some(({ value }) => value?.[1] !== 'NaN')).toBe(true);
    }
  },
);

test('the queries of the playbooks have an answer', async () => {
  for (const { blocks } of await readPlaybooks()) {
    for (const query of blocks('promql')) await prometheus.ask(query);
  }
});

test('the recorded series are there', async () => {
  const recorded = (await readRules()).flatMap(({ record }) => record ?? []);
  const missing: string[] = [];
  for (const name of recorded) if ((await prometheus.ask(name)).length === 0) missing.push(name);
  expect(missing).toEqual([]);
});

test('no alert fires for a service that is well', async () => {
  const firing = await prometheus.ask('ALERTS{alertstate="firing"}');
  expect(firing.map(({ metric }) => metric.alertname)).toEqual([]);
});
