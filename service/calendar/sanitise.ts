import { limits } from '../limits.ts';

/** Line breaks in every spelling: CRLF, CR, LF, NEL, Unicode's line and paragraph separators. */
const lineBreaks = /\r\n|[\r\n\u0085\u2028\u2029]/gu;
/** Control characters, direction controls (they reorder what people read) and half surrogates. */
const unseen = /[\p{Cc}\p{Bidi_Control}\p{Cs}\uFEFF]/gu;

/**
 * Makes foreign text harmless without rewording it: line breaks become `\n`, tabs become blanks,
 * control characters, direction controls and half surrogates go, and at most `maxLength` code
 * points stay. Used for what goes into a calendar object and for comments that come out of one.
 */
export function cleanText(text: string, maxLength: number): string {
  const lines = text
    .slice(0, maxLength * 4)
    .replace(lineBreaks, '\n')
    .split('\n');
  const seen = lines.map((line) => line.replaceAll('\t', ' ').replace(unseen, ''));
  return cutAt(seen.join('\n').trim(), maxLength).trim();
}

/** `cleanText` on one line: runs of blanks and line breaks become one blank. */
export function cleanLine(text: string, maxLength: number): string {
  const line = cleanText(text, maxLength * 2).replace(/\s+/gu, ' ');
  return cutAt(line, maxLength).trim();
}

/**
 * Makes a person's or organisation's name fit for CN. Beside what `cleanLine` takes away, double
 * quotes become single ones, and carets, semicolons and backslashes go: real clients decode
 * neither RFC 6868 nor a semicolon in quotes. May return an empty string.
 */
export function cleanName(text: string): string {
  const name = cleanLine(text, limits.nameLength * 2)
    .replaceAll('"', "'")
    .replace(/[\^;\\]/gu, '')
    .replace(/ +/gu, ' ')
    .trim();
  return cutAt(name, limits.nameLength).trim();
}

/** A signed token (RFC 7519), also behind what quoted-printable leaves of a `=`. */
const tokens = /(?<![\w-](?<!=3D))eyJ[\w-]*\.[\w-]*\.[\w-]*/g;

/** Cuts the tokens out of quoted links: whoever reads one can act in its owner's name. */
export function hideTokens(text: string): string {
  return text.replace(tokens, '[hidden]');
}

/** True when the text holds a control character or half a surrogate pair. */
export function hasUnseen(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

/** Cuts at a code point border, never inside a surrogate pair. */
function cutAt(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return [...text.slice(0, maxLength * 2)].slice(0, maxLength).join('');
}
