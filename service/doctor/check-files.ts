import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, type Finding, ok, warn } from './finding.ts';

const fileVariables = ['DKIM_PRIVATE_KEY', 'INBOUND_TLS_KEY'] as const;

/** Whether files that hold secrets are closed to other users of the machine. */
export const checkFiles: Check = async ({ env, config }) => {
  const files = [
    ...fileVariables.flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value.startsWith('-----BEGIN') ? [] : [{ name, path: value }];
    }),
    ...(config.databaseUrl === null
      ? [{ name: 'secrets.json in PARLEY_DATA_DIR', path: join(config.dataDir, 'secrets.json') }]
      : []),
  ];
  const found: Finding[] = [];
  for (const { name, path } of files) {
    const status = await stat(path).catch(() => null);
    if (status !== null && (status.mode & 0o007) !== 0) {
      const advice = 'chmod o-rwx, and let it belong to the user or group Parley runs as';
      found.push(warn(`the file of ${name} is open to every user of the machine`, advice));
    }
  }
  return found.length > 0 ? found : [ok('no file with a secret is open to everybody')];
};
