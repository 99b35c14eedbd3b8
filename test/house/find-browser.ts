import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sparticuz, { inflate } from '@sparticuz/chromium';

export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: string[];
  readonly env?: Record<string, string>;
}

/** A Chromium of this machine: the one named by `CHROMIUM_PATH`, an installed one, or npm's. */
export async function findBrowser(): Promise<FoundBrowser> {
  const installed = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const path = installed.find((one) => one !== undefined && existsSync(one));
  // Chromium refuses to run its sandbox as root, and the pages are our own.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return path === undefined ? await unpackBrowser() : { executablePath: path, args };
}

/** A bare machine lacks libraries of the browser; the package brings them along. */
async function unpackBrowser(): Promise<FoundBrowser> {
  const build = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const executablePath = await sparticuz.executablePath();
  await inflate(join(build, '../bin/al2023.tar.br'));
  const own = [join(tmpdir(), 'al2023', 'lib'), process.env.LD_LIBRARY_PATH ?? ''];
  const env = { ...process.env, LD_LIBRARY_PATH: own.filter(Boolean).join(':') };
  // The package's own switches turn the browser's protections off, which are under test here.
  const args = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--disable-gpu'];
  return { executablePath, args, env: env as Record<string, string> };
}
