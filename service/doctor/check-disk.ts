import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Check, ok, warn, wrong } from './finding.ts';

const gigabyte = 1024 ** 3;
const littleBytes = 2 * gigabyte;
const leastBytes = gigabyte / 4;

/** Whether the embedded database has room in `PARLEY_DATA_DIR`. */
export const checkDisk: Check = async ({ config }) => {
  if (config.databaseUrl !== null) return [ok('with DATABASE_URL nothing is written here')];
  const folder = await findFolder(resolve(config.dataDir));
  try {
    await access(folder, constants.W_OK);
  } catch {
    const advice = 'let it belong to the user Parley runs as; in a container give it a volume';
    return [wrong('PARLEY_DATA_DIR may not be written', advice)];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / gigabyte).toFixed(1)} GB are free in PARLEY_DATA_DIR`;
  const advice = 'make room: without it the database stops';
  if (free < leastBytes) return [wrong(says, advice)];
  return free < littleBytes ? [warn(says, advice)] : [ok(says)];
};

/** The folder itself, or the one in which the first start would make it. */
async function findFolder(path: string): Promise<string> {
  try {
    await access(path, constants.F_OK);
    return path;
  } catch {
    return path === dirname(path) ? path : await findFolder(dirname(path));
  }
}
