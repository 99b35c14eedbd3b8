import { spawnSync } from 'node:child_process';

/** What a run needs, and the Debian package each comes from. */
const needed: Readonly<Record<string, string>> = {
  postfix: 'postfix',
  postconf: 'postfix',
  postqueue: 'postfix',
  opendkim: 'opendkim',
  opendmarc: 'opendmarc',
  openssl: 'openssl',
  unshare: 'util-linux',
};

/** What stands in the way of a run here, one sentence each; empty when nothing does. */
export function findObstacles(): string[] {
  if (process.getuid?.() !== 0) return ['Postfix starts as root only, and this is another user'];
  const missing = Object.keys(needed).filter((name) => !succeeds('command -v "$0"', name));
  const packages = new Set(missing.map((name) => needed[name]));
  if (missing.length > 0) {
    return [`${missing.join(', ')} not found (Debian: apt-get install ${[...packages].join(' ')})`];
  }
  if (!succeeds('unshare --mount true')) return ['this machine lets nobody have mounts of his own'];
  return [];
}

const succeeds = (command: string, ...words: string[]): boolean =>
  spawnSync('sh', ['-c', command, ...words]).status === 0;
