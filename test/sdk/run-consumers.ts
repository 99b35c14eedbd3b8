import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { startService } from '../../service/service.ts';
import { openTestDatabase } from '../house/test-database.ts';
import { serverVariable, startTestServer } from '../house/test-server.ts';

/**
 * Packs the SDK and uses it as its users do: the tarball unpacked into projects of each kind, each
 * against a live service. Nothing is fetched from anywhere.
 */
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = join(root, 'test/sdk/consumers');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const apiKey = 'parley_key_of_the_consumers';
const node = process.execPath;

/** The commands of each project, run in its folder one after the other. */
const projects: Readonly<Record<string, readonly (readonly string[])[]>> = {
  cjs: [[node, 'index.cjs']],
  mjs: [[node, 'index.mjs']],
  'ts-nodenext': [[bin('tsc'), '-p', '.']],
  bundler: [
    [bin('esbuild'), 'index.js', '--bundle', '--platform=browser', '--outfile=out.js'],
    [node, 'out.js'],
  ],
  bun: [[bin('bun'), 'index.ts']],
  deno: [[bin('deno'), 'run', '--node-modules-dir=manual', '-A', '--cached-only', 'index.ts']],
  jest: [[node, jest, '--rootDir', '.']],
};

async function pack(folder: string): Promise<string> {
  await run('npm', ['run', 'build:sdk'], { cwd: root });
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'sdk') });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  return join(folder, tarball);
}

async function layOut(project: string, folder: string, tarball: string): Promise<string> {
  const home = join(folder, project);
  const target = join(home, 'node_modules/@parley/sdk');
  cpSync(join(sources, project), home, { recursive: true });
  cpSync(join(sources, 'journey.cjs'), join(home, 'journey.cjs'));
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, dependencies: { '@parley/sdk': '0.1.0' } }),
  );
  mkdirSync(target, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  return home;
}

async function play(project: string, folder: string, tarball: string, baseUrl: string) {
  const cwd = await layOut(project, folder, tarball);
  const env = { ...process.env, BASE_URL: baseUrl, API_KEY: apiKey, NODE_OPTIONS: '' };
  for (const [program = '', ...words] of projects[project] ?? []) {
    await run(program, words, { cwd, env, timeout: 120_000 });
  }
}

async function playAll(baseUrl: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-consumers-'));
  let failures = 0;
  try {
    const tarball = await pack(folder);
    for (const project of Object.keys(projects)) {
      try {
        await play(project, folder, tarball, baseUrl);
        console.log(`ok    ${project}`);
      } catch (error) {
        failures++;
        const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
        console.log(`FAIL  ${project}: ${message}\n${stdout ?? ''}${stderr ?? ''}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return failures;
}

const server = await startTestServer();
try {
  process.env[serverVariable] = server.serverUrl;
  const database = await openTestDatabase();
  const tokenSecrets = 'k1:a-secret-of-the-consumers-of-32-bytes';
  const ports = { PORT: '0', INBOUND_SMTP_PORT: '0', PARLEY_ROLES: 'api' };
  const config = parseConfig({ ...ports, PARLEY_API_KEY: apiKey });
  const { databaseUrl } = database;
  const log = createLog({ level: 'silent', format: 'json' });
  const service = await startService({ ...config, databaseUrl, tokenSecrets }, { log });
  const failures = await playAll(`http://127.0.0.1:${service.httpPort}`);
  await service.stop();
  await database.drop();
  process.exitCode = failures > 0 ? 1 : 0;
} finally {
  await server.stop();
}
