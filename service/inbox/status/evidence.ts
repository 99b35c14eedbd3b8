import { storableText } from '../../db/storable-text.ts';
import { isRecord } from './read-fields.ts';

/** More than this is not kept: levels, members of one level, characters of one text. */
const bounds = { depth: 8, members: 100, characters: 2_000 };

/** Our reply and bounce addresses, and links: whoever holds one of them acts for its person. */
const addressTokens = /\b([rb])-[a-z2-7]{32}/gi;
/** Also one that is cut off. */
const linkTokens = /eyJ[\w-]+(?:\.[\w-]*){0,2}/g;

/**
 * A provider's report as it is kept: bounded, without tokens of ours, and without what PostgreSQL
 * cannot hold (NUL, halves of surrogate pairs).
 */
export function toEvidence(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth === bounds.depth) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, bounds.members).map((one) => toEvidence(one, depth + 1));
  }
  const members = isRecord(value) ? Object.entries(value).slice(0, bounds.members) : [];
  return Object.fromEntries(
    members.map(([key, one]) => [cleanText(key), toEvidence(one, depth + 1)]),
  );
}

function cleanText(text: string): string {
  const masked = text
    .slice(0, 2 * bounds.characters)
    .replaceAll('\0', '')
    .replace(addressTokens, '$1-*')
    .replace(linkTokens, '[token]');
  return storableText(masked.slice(0, bounds.characters));
}
