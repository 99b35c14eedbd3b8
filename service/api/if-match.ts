import { etagOf } from './answer.ts';
import { ProblemError } from './problems.ts';

/**
 * Throws `version-mismatch` unless the header names this version (RFC 9110 §13.1.1). The comparison
 * is strong: a weak tag never matches.
 */
export function checkIfMatch(header: string | undefined, version: number): void {
  if (header === undefined || header.trim() === '*') return;
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(version))) {
    throw new ProblemError('version-mismatch', { detail: `The room is at version ${version}.` });
  }
}

/**
 * Whether the reader has this version already (RFC 9110 §13.1.2); the comparison is weak. Not left
 * to Express, which ignores the header where `fetch` adds `Cache-Control: no-cache` to it.
 */
export function hasVersion(header: string | undefined, version: number): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(version));
}
