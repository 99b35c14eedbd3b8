import type { Session } from '../session-store.ts';
import type { Html } from './html.ts';

/** One request of an operator who is signed in, free of Express. */
export interface Visit {
  readonly session: Session;
  /** The path that all of ours begin with: `/ops`, behind the path of `PUBLIC_URL`. */
  readonly base: string;
  readonly now: Date;
  readonly requestId: string;
  readonly query: Readonly<Record<string, string>>;
  /** The values of a posted form, each as often as it was sent; empty for a GET. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Of this session and this moment; stands in every form. */
  readonly nonce: string;
}

/** A page inside the view. */
export interface ViewPage {
  readonly status: number;
  readonly title: string;
  /** Which entry of the menu it belongs to. */
  readonly menu?: string;
  readonly main: Html;
}

/** Where the browser is led instead. */
export interface Elsewhere {
  readonly goTo: string;
}

export const mayAct = ({ session }: Visit): boolean => session.mode === 'write';

/** The only value of a field; empty when it is missing. */
export const fieldOf = ({ fields }: Visit, name: string): string => fields[name]?.[0] ?? '';
