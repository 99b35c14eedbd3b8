import { limits } from '../limits.ts';
import { cleanText, hideTokens } from './sanitise.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** Undoes the escapes of a TEXT value (RFC 5545 §3.3.11) in one pass. */
export function unescapeText(value: string): string {
  return value.replace(/\\([\\;,nN"])/g, (_, code: string) => {
    return code === 'n' || code === 'N' ? '\n' : code;
  });
}

/** Escapes a TEXT value (RFC 5545 §3.3.11). */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (character) => `\\${character}`).replaceAll('\n', '\\n');
}

/**
 * What a person wrote beside an answer, fit to be shown: escapes and HTML entities decoded (Google
 * writes `&#39;`), link tokens and control characters gone, capped. Null when nothing is left.
 */
function readComment(value: string): string | null {
  const raw = value.slice(0, limits.commentLength * 12);
  const text = hideTokens(decodeEntities(unescapeText(raw)));
  const comment = cleanText(text, limits.commentLength);
  return comment === '' ? null : comment;
}

/** What a person wrote in several places, each thing once; null when they wrote nothing. */
export function joinComments(values: readonly string[]): string | null {
  const comments = values.map(readComment).filter((comment) => comment !== null);
  return comments.length === 0
    ? null
    : cleanText([...new Set(comments)].join('\n'), limits.commentLength);
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (all, ...found) => {
    const [decimal, hexadecimal, name] = found as (string | undefined)[];
    if (name !== undefined) return entities.get(name) ?? all;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
