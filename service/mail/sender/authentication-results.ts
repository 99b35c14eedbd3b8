import type { AuthResult } from '../mail-authentication.ts';

/** What one Authentication-Results field says of one method (RFC 8601 §2.2). */
export interface MethodResult {
  /** In lower case: `dkim`, `spf`, `dmarc`, `arc`, … */
  readonly method: string;
  readonly result: AuthResult;
  readonly comment: string;
  /** `ptype.property` in lower case, and its value; the first of each counts. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  readonly authservId: string;
  readonly results: readonly MethodResult[];
}

/** No relay writes a longer field. */
const valueLength = 16 * 1024;

/** Words outside RFC 8601 §2.7 that are met, and what they mean. */
const otherWords: ReadonlyMap<string, AuthResult> = new Map([
  ['hardfail', 'fail'],
  ['temperr', 'temperror'],
  // Microsoft's "it would have passed if there were a policy".
  ['bestguesspass', 'none'],
]);

const words: readonly AuthResult[] = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
];

/** Reads the value of an Authentication-Results field; also of ARC's, which begins with `i=`. */
export function readAuthenticationResults(value: string): AuthenticationResults | null {
  const segments = splitSegments(value.slice(0, valueLength));
  if (/^\s*i\s*=\s*\d+\s*$/.test(segments[0]?.text ?? '')) segments.shift();
  const [first, ...rest] = segments;
  // The id may be followed by the version of the format.
  const authservId = first?.text.trim().split(/\s+/)[0]?.replaceAll('"', '').toLowerCase() ?? '';
  if (authservId === '' || authservId.includes('=')) return null;
  const results = rest.map(readMethod).filter((one) => one !== null);
  return { authservId, results };
}

interface Segment {
  /** Without its comments. */
  readonly text: string;
  readonly comment: string;
}

/** Splits at semicolons outside quoted strings and comments, which nest (RFC 5322 §3.2.2). */
function splitSegments(value: string): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let comment = '';
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < value.length; i++) {
    let piece = value.charAt(i);
    if (piece === '\\') piece += value.charAt(++i);
    else if (piece === '"' && depth === 0) isQuoted = !isQuoted;
    else if (piece === '(' && !isQuoted) depth += 1;
    if (piece === ';' && depth === 0 && !isQuoted) {
      segments.push({ text, comment });
      text = '';
      comment = '';
    } else if (depth > 0) comment += piece;
    else text += piece;
    if (piece === ')' && depth > 0 && --depth === 0) text += ' ';
  }
  return [...segments, { text, comment }];
}

function readMethod({ text, comment }: Segment): MethodResult | null {
  const named = /^\s*([\w-]+)\s*(?:\/\s*\d+\s*)?=\s*([\w-]+)/.exec(text);
  if (!named) return null;
  const [start, method = '', word = ''] = named;
  const properties = new Map<string, string>();
  const pairs = /([\w-]+\.[\w-]+)\s*=\s*((?:"(?:[^"\\]|\\.)*"|[^\s"])*)/g;
  for (const [, name = '', written = ''] of text.slice(start.length).matchAll(pairs)) {
    const key = name.toLowerCase();
    if (!properties.has(key)) properties.set(key, unquote(written).toLowerCase());
  }
  return { method: method.toLowerCase(), result: toResult(word), comment, properties };
}

const unquote = (written: string) => written.replace(/\\(.)/g, '$1').replaceAll('"', '');

function toResult(word: string): AuthResult {
  const lower = word.toLowerCase();
  return words.find((one) => one === lower) ?? otherWords.get(lower) ?? 'permerror';
}
