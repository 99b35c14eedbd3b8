import { createHash } from 'node:crypto';
import { storableText } from '../../db/storable-text.ts';

/** Reading what providers send: nothing about its shape is taken for granted. */
export type JsonRecord = Readonly<Record<string, unknown>>;

const nothing: JsonRecord = {};

/** Longer texts are no id, address or code. */
const textLength = 1_000;
/** Of `email_statuses.event_key`. */
const keyLength = 255;

/** The value as a record; an empty one when it is none. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : nothing;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What `table` itself has under a name that somebody sent: `constructor` is no entry of it. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A text or number as text that a database can hold; null: it is none, empty or too long. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.length > textLength) return null;
  return storableText(value).trim() || null;
}

/** The far server's words, of which only the beginning counts. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 4_000) : '';
}

/** The body as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A time written out (ISO 8601), or in seconds since 1970; null when it is neither. */
export function timeOf(value: unknown): Date | null {
  const ms = typeof value === 'number' ? value * 1_000 : Date.parse(textOf(value) ?? '');
  // Four digits of year: PostgreSQL and people agree on those.
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms) : null;
}

/** A Message-ID with exactly one pair of brackets: some providers take them off. */
export function messageIdOf(value: unknown): string | null {
  const bare = textOf(value)?.replace(/^<+|>+$/g, '');
  return bare ? `<${bare}>` : null;
}

/** The mailbox in `Name <a@b>`, or the text itself. */
export function addressOf(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : (/<([^<>\s]+)>$/.exec(text)?.[1] ?? text);
}

/** The enhanced code (RFC 3463) in `words`, else the basic one at their beginning, else null. */
export function codeIn(words: string): string | null {
  const enhanced = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(words)?.[0];
  return enhanced ?? /^\W*(?:smtp;\s*)?([245]\d\d)\b/i.exec(words)?.[1] ?? null;
}

/** A header's first value in a list of `{ name, value }`, whatever the case of its name. */
export function headerIn(headers: unknown, name: string): unknown {
  const found = listOf(headers).find((one) => {
    return textOf(recordOf(one).name)?.toLowerCase() === name;
  });
  return recordOf(found).value;
}

/** A key for a report that has no id of its own: a hash of what tells it from others. */
export function hashKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** An id that a provider gave a report, as the key it is stored under: a long one by its hash. */
export function keyOf(id: string): string {
  return id.length <= keyLength ? id : hashKey(id);
}

/** Texts that are there, each once. */
export function textsOf(...values: readonly unknown[]): string[] {
  return [...new Set(values.map(textOf).filter((one) => one !== null))];
}
