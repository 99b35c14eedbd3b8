import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../faults/free-port.ts';
import { waitFor } from '../house/wait-for.ts';

/** One series of an answer; a value for each point, or one. */
interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** A real Prometheus with the rules of `deploy/`, scraping each second. */
export interface Prometheus {
  /** Answers a query as it stands now; rejects with Prometheus' own words when it cannot. */
  ask(query: string): Promise<readonly Series[]>;
  /** Waits until it scraped the service so often. */
  waitForScrapes(count: number): Promise<void>;
  close(): Promise<void>;
}

const rules = fileURLToPath(new URL('../../deploy/prometheus/rules', import.meta.url));

/** Starts it; rejects with a plain word when no Prometheus is installed. */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-prometheus-'));
  const port = await findFreePort();
  await cp(rules, join(dir, 'rules'), { recursive: true });
  await writeFile(join(dir, 'prometheus.yml'), configurationOf(target));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let fault: Error | null = null;
  child.once('error', () => {
    fault = new Error('prometheus is not here (Debian: apt-get install prometheus)');
  });
  const base = `http://127.0.0.1:${port}`;
  const ask = async (query: string) => {
    const answer = await fetch(`${base}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { status, error, data } = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: Series[] };
    };
    if (status !== 'success') throw new Error(`${error}: ${query}`);
    return data?.result ?? [];
  };
  const isReady = async () => fault !== null || (await fetch(`${base}/-/ready`)).ok;
  await waitFor(isReady, { timeoutMs: 60_000, what: 'Prometheus to start' });
  if (fault !== null) throw fault;
  return {
    ask,
    async waitForScrapes(count) {
      const query = `count_over_time(up{job="parley"}[1h])`;
      await waitFor(async () => Number((await ask(query))[0]?.value?.[1] ?? 0) >= count, {
        timeoutMs: 60_000,
        what: `${count} scrapes`,
      });
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const configurationOf = (target: string) => `
global:
  scrape_interval: 1s
  evaluation_interval: 1s
  external_labels:
    playbooks: https://parley.example/playbooks
rule_files: [rules/recording.yml, rules/alerts.yml]
scrape_configs:
  - job_name: parley
    static_configs:
      - targets: ['${target}']
`;
