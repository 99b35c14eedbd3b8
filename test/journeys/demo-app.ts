/**
 * `npm run demo:app`: a Parley service with a database of its own, and the demo host application
 * beside it. Ports are free ones unless told (`PORT`, `INBOUND_SMTP_PORT`, `HOST_APP_PORT`); what it
 * keeps is gone at the end unless `PARLEY_DATA_DIR` is told. Ctrl-C stops both.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../house/wait-for.ts';
import { endAll, type Launched, launch, type Parley, startParley } from './parley-process.ts';

const { env } = process;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const given = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));

async function startApp({ url, apiKey }: Parley): Promise<{ app: Launched; appUrl: string }> {
  const command = [process.execPath, '--conditions=parley-source', 'sdk/examples/host-app/main.ts'];
  const settings = given('HOST_APP_PORT', 'HOST_APP_URL', 'HOST_APP_SECRET');
  const app = launch({ PARLEY_URL: url, PARLEY_API_KEY: apiKey, ...settings }, command);
  const readUrl = () => {
    if (app.child.exitCode !== null) throw new Error(app.errors());
    return /ready at (\S+)/.exec(app.output())?.[1];
  };
  const isOver = () => app.child.exitCode !== null;
  await waitFor(() => isOver() || readUrl(), { timeoutMs: 30_000, what: app.errors });
  return { app, appUrl: readUrl() ?? '' };
}

async function stop(one: Launched): Promise<void> {
  one.child.kill('SIGTERM');
  await one.ended();
}

async function main(): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'));
  try {
    say('Starting Parley with a database of its own …');
    const parley = await startParley({
      PARLEY_DATA_DIR: join(folder, 'data'),
      WEBHOOK_ALLOW_PRIVATE: 'true',
      LOG_LEVEL: 'warn',
      ...given('PARLEY_DATA_DIR', 'PORT', 'INBOUND_SMTP_PORT'),
    });
    const { app, appUrl } = await startApp(parley);
    say(`\n  Host application  ${appUrl}`);
    say(`  Parley            ${parley.url}`);
    say(`  Inbound mail      smtp://localhost:${parley.smtpPort}`);
    say(`  Mailbox           ${parley.url}/dev/mailbox\n\nCtrl-C stops both.`);
    await stopped;
    await stop(app);
    await stop(parley);
  } finally {
    await endAll();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  say('Both are stopped.');
}

await main();
