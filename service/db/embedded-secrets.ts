import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../ports.ts';

/** What embedded mode makes up itself; everywhere else the operator gives it. */
export interface EmbeddedSecrets {
  /** In the form of `TOKEN_SECRETS`. */
  readonly tokenSecrets: string;
  readonly adminKey: string;
  readonly apiKey: string;
  readonly databasePassword: string;
}

const names = ['tokenSecrets', 'adminKey', 'apiKey', 'databasePassword'] as const;

/**
 * Reads the secrets kept in `dataDir`, making them on the first start. The file is for its owner
 * only. Rejects when it is there but damaged: new secrets would make all links sent invalid.
 */
export async function readOrMakeSecrets(dataDir: string, random: Random): Promise<EmbeddedSecrets> {
  const path = join(dataDir, 'secrets.json');
  const present = await readSecrets(path);
  if (present !== null) return present;
  const secrets: EmbeddedSecrets = {
    tokenSecrets: `k1:${random.bytes(32).toString('hex')}`,
    adminKey: `parley_admin_${random.bytes(24).toString('hex')}`,
    apiKey: `parley_live_${random.bytes(24).toString('hex')}`,
    databasePassword: random.bytes(24).toString('hex'),
  };
  const draft = `${path}.${random.bytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    // Two starters at once: the first link wins and both go on with the same secrets.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readSecrets(path)) ?? secrets;
}

async function readSecrets(path: string): Promise<EmbeddedSecrets | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  await chmod(path, 0o600).catch(() => {});
  const damaged = () => new Error(`${path} is damaged: restore it, or delete the data directory.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged();
  }
  const record = Object(value) as Record<string, unknown>;
  for (const name of names) {
    if (typeof record[name] !== 'string' || record[name] === '') throw damaged();
  }
  return record as unknown as EmbeddedSecrets;
}
