import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rows } from '../../deploy/grafana/write-dashboard.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { type LiveParley, openLiveParley } from './live-parley.ts';
import { namesIn, playbookOf, readPlaybooks, readRules } from './read-deploy.ts';

let parley: LiveParley;
beforeAll(async () => {
  parley = await openLiveParley();
  await parley.liveADay();
}, 120_000);
afterAll(() => parley.close());

/** Series of node_exporter, on machines that are not Parley's. */
const isForeign = (name: string) => name.startsWith('node_');

/** The queries of rules, dashboard and playbooks, each with where it stands. */
async function listQueries(): Promise<[string, string][]> {
  const rules = (await readRules()).map((rule): [string, string] => [
    rule.alert ?? rule.record ?? '',
    rule.expr,
  ]);
  const panels = rows.flatMap((row) =>
    row.panels.flatMap((panel) =>
      panel.queries.map(({ expr }): [string, string] => [panel.title, expr]),
    ),
  );
  const books = (await readPlaybooks()).flatMap((book) =>
    book.blocks('promql').map((query): [string, string] => [book.file, query]),
  );
  return [...rules, ...panels, ...books];
}

test('every series that a rule, a panel or a playbook asks for is in a live scrape', async () => {
  const scrape = await parley.scrape();
  const recorded = (await readRules()).flatMap(({ record }) => record ?? []);
  const shown = new Set([...scrape.matchAll(/^([a-zA-Z_:]\w*)/gm)].map(([, name]) => name ?? ''));
  const missing = (await listQueries()).flatMap(([where, query]) =>
    namesIn(query)
      .filter((name) => !shown.has(name) && !recorded.includes(name) && !isForeign(name))
      .map((name) => `${where}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every state and outcome that a rule or a panel asks for is one that is counted', async () => {
  const scrape = await parley.scrape();
  const asked = (await listQueries()).flatMap(([, query]) =>
    [...query.matchAll(/(parley_[a-z_]+)\{[^}]*?(state|class|reason)="([^"]+)"/g)].map(
      ([, name, label, value]) => `${name} ${label}="${value}"`,
    ),
  );
  expect(asked.length).toBeGreaterThan(5);
  const unknown = asked.filter((one) => {
    const [name = '', pair = ''] = one.split(' ');
    return !scrape.split('\n').some((line) => line.startsWith(`${name}{`) && line.includes(pair));
  });
  expect(unknown).toEqual([]);
});

test('the ledgers of a live service add up', async () => {
  const scrape = await parley.scrape();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(scrape)?.[1]);
  const sum = (name: string) =>
    [...scrape.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'gm'))].reduce(
      (all, [, one]) => all + Number(one),
      0,
    );
  expect(value('parley_ledger_messages_owed')).toBeGreaterThan(1);
  expect(sum('parley_ledger_messages')).toBe(value('parley_ledger_messages_owed'));
  expect(value('parley_ledger_mails_received')).toBeGreaterThan(1);
  expect(sum('parley_ledger_mails')).toBe(value('parley_ledger_mails_received'));
  expect(value('parley_ledger_webhooks_owed')).toBeGreaterThan(1);
  expect(sum('parley_ledger_webhooks')).toBe(value('parley_ledger_webhooks_owed'));
});

test('every alert says how bad it is, what it means and where its playbook is', async () => {
  const alerts = (await readRules()).filter(({ alert }) => alert !== undefined);
  expect(alerts.length).toBeGreaterThan(20);
  for (const { alert = '', labels, annotations } of alerts) {
    expect(alert).toMatch(/^Parley([A-Z][a-z]+)+$/);
    expect(labels?.severity).toMatch(/^(warning|critical)$/);
    expect(annotations?.summary).toMatch(/\S{3}/);
    expect(annotations?.description).toMatch(/\.$/);
    expect(annotations?.runbook_url).toBe(`{{ $externalLabels.playbooks }}/${playbookOf(alert)}`);
  }
});

test('every alert has a playbook, every playbook an alert, and all have the same parts', async () => {
  const alerts = new Set((await readRules()).flatMap(({ alert }) => alert ?? []));
  const books = await readPlaybooks();
  expect(books.map(({ file }) => file)).toEqual([...alerts].map(playbookOf).sort());
  for (const { file, text } of books) {
    const name = [...alerts].find((alert) => playbookOf(alert) === file);
    expect(text).toMatch(new RegExp(`^# ${name}\n`));
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Meaning',
      'Impact',
      'How to look',
      'What to do',
      'How one knows it is over',
      'Tried',
    ]);
  }
});

test('links between the playbooks lead somewhere', async () => {
  const books = await readPlaybooks();
  const files = books.map(({ file }) => file);
  for (const { text } of books) {
    const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, to = '']) => to);
    for (const to of links) {
      if (to.endsWith('.md') && !to.includes('/')) expect(files).toContain(to);
    }
  }
});

test('the SQL of every playbook runs on the schema', async () => {
  const db: TestDatabase = await openTestDatabase();
  const client = await db.pool.connect();
  let count = 0;
  for (const { file, blocks } of await readPlaybooks()) {
    for (const sql of blocks('sql')) {
      count += 1;
      await client.query('begin');
      await client.query(sql).catch((error: Error) => {
        throw new Error(`${file}: ${error.message}\n${sql}`);
      });
      await client.query('rollback');
    }
  }
  client.release();
  await db.drop();
  expect(count).toBeGreaterThan(15);
});

test('the HTTP calls of the playbooks are those of the contract', async () => {
  const contract = await (await fetch(`http://127.0.0.1:${parley.httpPort}/openapi.json`)).json();
  const known = Object.keys((contract as { paths: object }).paths).map(
    (path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  );
  const called = (await readPlaybooks()).flatMap(({ file, blocks }) =>
    blocks('sh').flatMap((block) =>
      [...block.matchAll(/"?\$URL(\/[^\s"'?]*)/g)].map(([, path = '']) => `${file} ${path}`),
    ),
  );
  expect(called.length).toBeGreaterThan(10);
  const unknown = called.filter((one) => !known.some((path) => path.test(one.split(' ')[1] ?? '')));
  expect(unknown).toEqual([]);
});
