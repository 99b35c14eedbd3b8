import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { findPerson, type Person } from './people.ts';

/** What the next page says once. */
export interface Toast {
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

export interface Cookies {
  /** Who sends this request; null: nobody, or a cookie that is not ours. */
  person(request: IncomingMessage): Person | null;
  toast(request: IncomingMessage): Toast | null;
  signIn(person: Person): string;
  signOut(): string;
  keepToast(toast: Toast): string;
  dropToast(): string;
}

const personCookie = 'practice-person';
const toastCookie = 'practice-toast';
const attributes = 'Path=/; HttpOnly; SameSite=Lax';
const signedInSeconds = 12 * 60 * 60;

/**
 * Two signed cookies: who is signed in, and the toast of the page that follows a form. Nobody is
 * asked for a password: this is a demo. Behind https add `Secure` to the attributes.
 */
export function createCookies(secret: string): Cookies {
  const sign = (name: string, value: string, seconds: number) => {
    const content = `${Buffer.from(value).toString('base64url')}.${Date.now() + seconds * 1000}`;
    return `${name}=${content}.${seal(name, content)}; ${attributes}; Max-Age=${seconds}`;
  };
  const seal = (name: string, content: string) =>
    createHmac('sha256', secret).update(`${name}:${content}`).digest('base64url');

  const open = (request: IncomingMessage, name: string): string | null => {
    const [value = '', until = '', given = ''] = readCookie(request, name).split('.');
    const expected = Buffer.from(seal(name, `${value}.${until}`));
    const found = Buffer.from(given);
    if (found.length !== expected.length || !timingSafeEqual(found, expected)) return null;
    return Number(until) > Date.now() ? Buffer.from(value, 'base64url').toString() : null;
  };
  return {
    person: (request) => findPerson(open(request, personCookie)),
    toast: (request) => {
      const kept = open(request, toastCookie);
      return kept === null ? null : (JSON.parse(kept) as Toast);
    },
    signIn: ({ id }) => sign(personCookie, id, signedInSeconds),
    signOut: () => `${personCookie}=; ${attributes}; Max-Age=0`,
    keepToast: (toast) => sign(toastCookie, JSON.stringify(toast), 60),
    dropToast: () => `${toastCookie}=; ${attributes}; Max-Age=0`,
  };
}

function readCookie({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? '').split(/; */).map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1] ?? '';
}
