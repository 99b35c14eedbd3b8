import type { IncomingMessage } from 'node:http';
import type { Html } from './html.ts';
import type { Person } from './people.ts';
import type { Toast } from './sign-in.ts';

/** One request of a browser, read. */
export interface Visit {
  readonly url: URL;
  /** The `:name` parts of the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly form: URLSearchParams;
  readonly person: Person | null;
}

/** A visit of somebody who is signed in. */
export interface KnownVisit extends Visit {
  readonly person: Person;
}

export type Answer =
  | {
      readonly kind: 'page';
      readonly status: number;
      readonly title: string;
      readonly main: Html;
      /** Said on this very page. */
      readonly toast: Toast | null;
    }
  | {
      readonly kind: 'redirect';
      readonly to: string;
      /** Said on the page that follows. */
      readonly toast: Toast | null;
      readonly cookie: string | null;
    };

export const page = (
  title: string,
  main: Html,
  options: { status?: number; toast?: Toast } = {},
): Answer => ({
  kind: 'page',
  title,
  main,
  status: options.status ?? 200,
  toast: options.toast ?? null,
});

export const redirect = (
  to: string,
  toast: Toast | null = null,
  cookie: string | null = null,
): Answer => ({ kind: 'redirect', to, toast, cookie });

export const good = (text: string): Toast => ({ tone: 'good', text });
export const bad = (text: string): Toast => ({ tone: 'bad', text });

/** Reads a body whole; throws when it is longer than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
