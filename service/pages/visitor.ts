import type { ReaderLocale } from '../mail/language.ts';

/** One request of a person who followed a link, as the pages see it: no Express. */
export interface Visitor {
  readonly token: string | null;
  /** The values of a posted form; empty for a GET. */
  readonly fields: Readonly<Record<string, string>>;
  /** Their browser's language, for pages whose reader is not known. */
  readonly locale: ReaderLocale;
  /** The new time that the link of a mail suggests, unread; null for everything but that page. */
  readonly suggestedStart: string | null;
  /** True for a POST, and for a GET that a person made: never for HEAD or a prefetch. */
  readonly isDeliberate: boolean;
  readonly requestId: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Headers by which browsers and mail clients announce that nobody has clicked yet. */
const prefetchHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Whether a request was made ahead of a click (Fetch §2.2.5, `Sec-Purpose`, and its elders). */
export function isPrefetch(headers: Headers): boolean {
  return prefetchHeaders.some((name) => /prefetch|prerender|preview/i.test(String(headers[name])));
}

/** The only value of a query or form parameter; null when it is missing, empty or repeated. */
export function readSingle(source: unknown, name: string): string | null {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return null;
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The plain text values of a posted form; everything else in it is dropped. */
export function readFields(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {};
  const texts = Object.entries(body).filter((entry) => typeof entry[1] === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
