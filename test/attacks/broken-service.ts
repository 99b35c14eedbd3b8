import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A copy of the service in which one expression says something else. */
export interface BrokenService {
  /** Path of the source below the root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly instead: string;
}

const program = fileURLToPath(new URL('./programs/play-broken.ts', import.meta.url));

/**
 * What each of these copies lets happen that should not, in words. They are played in a process of
 * their own; rejects when a source no longer says what is to be broken.
 */
export async function playBroken(copies: readonly BrokenService[]): Promise<string[][]> {
  const args = [program, JSON.stringify(copies)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  return JSON.parse(stdout);
}
