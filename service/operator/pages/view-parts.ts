import { writeCursor } from '../../api/cursor.ts';
import type { Place } from '../../db/page.ts';
import { Html, html } from './html.ts';
import { sayWord } from './view-words.ts';
import type { ViewPage, Visit } from './visit.ts';

export type Tone = 'good' | 'warn' | 'wrong' | 'info' | 'quiet';

const tones: Readonly<Record<string, Tone>> = {
  sent: 'good',
  delivered: 'good',
  applied: 'good',
  booked: 'good',
  good: 'good',
  accepted: 'good',
  waiting: 'info',
  sending: 'info',
  open: 'info',
  'under-way': 'info',
  human: 'info',
  unknown: 'warn',
  temporary: 'warn',
  configuration: 'warn',
  away: 'warn',
  parked: 'warn',
  failing: 'warn',
  tentative: 'warn',
  deferred: 'warn',
  failed: 'wrong',
  bounced: 'wrong',
  bounce: 'wrong',
  complaint: 'wrong',
  complained: 'wrong',
  rejected: 'wrong',
  refuses: 'wrong',
  final: 'wrong',
  unreadable: 'wrong',
  unreachable: 'wrong',
  declined: 'wrong',
  disabled: 'wrong',
  cancelled: 'wrong',
};

export const toneOf = (word: string | null): Tone => tones[word ?? ''] ?? 'quiet';

/** Words of the protocol for people. */
const says: Readonly<Record<string, string>> = {
  unknown: 'In doubt',
  temporary: 'Put off',
  final: 'Refused',
  configuration: 'Our fault',
  'needs-action': 'No answer',
};

/** A state in a colour that says the same as its word. */
export const badge = (word: string, tone: Tone = toneOf(word)): Html =>
  html`<span class="badge ${tone}">${says[word] ?? sayWord(word)}</span>`;

const days = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
});
const hours = new Intl.DateTimeFormat('en-GB', {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' },
});

export const sayDay = (at: Date): string => days.format(at);
export const sayHour = (at: Date): string => hours.format(at);

/** A time, in UTC. */
export function time(iso: string | null): Html {
  if (iso === null) return html`<span class="soft">–</span>`;
  const at = new Date(iso);
  return html`<time datetime="${iso}">${sayDay(at)}, ${sayHour(at).slice(0, 5)}</time>`;
}

/** A time with how long ago it was, or how soon it will be. */
export function timeAgo(iso: string | null, now: Date): Html {
  if (iso === null) return time(null);
  return html`${time(iso)}<span class="small">${sayAge(new Date(iso), now)}</span>`;
}

function sayAge(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const length = sayLength(Math.abs(seconds));
  if (length === '0 s') return 'now';
  return seconds > 0 ? `${length} ago` : `in ${length}`;
}

/** A length of time in its largest unit: `45 s`, `12 min`, `3 h`, `9 d`. */
export function sayLength(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400
    ? `${Math.floor(seconds / 3_600)} h`
    : `${Math.floor(seconds / 86_400)} d`;
}

/** Name and value pairs. */
export function facts(pairs: readonly (readonly [string, Html | string | null])[]): Html {
  const rows = pairs.map(
    ([name, value]) =>
      html`<div><dt>${name}</dt><dd>${value ?? html`<span class="soft">–</span>`}</dd></div>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
}

/** The link to the next page of a list, which keeps what else was asked for. */
export function moreLink(
  path: string,
  next: Place | null,
  query: Readonly<Record<string, string>> = {},
): Html {
  const cursor = writeCursor(next);
  if (cursor === null) return new Html('');
  const search = new URLSearchParams({ ...query, cursor });
  return html`<p class="more"><a class="button" href="${path}?${search.toString()}"
 rel="next">Next page</a></p>`;
}

/** A wide table that scrolls by itself, also by keyboard. */
export const scrollable = (label: string, table: Html): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;

/** One page that says that something is not there, or cannot be done. */
export const tellTrouble = (status: number, title: string, words: string): ViewPage => ({
  status,
  title,
  main: html`<h1>${title}</h1><p class="lead">${words}</p>`,
});

/** A form that asks for one action to be confirmed; nothing for who may only look. */
export function askFor(
  visit: Visit,
  action: string,
  id: string,
  words: { readonly button: string; readonly isGrave: boolean },
): Html {
  if (visit.session.mode !== 'write') return new Html('');
  return html`<form method="post" action="${visit.base}/confirm"><input type="hidden" name="nonce"
 value="${visit.nonce}"><input type="hidden" name="id" value="${id}"><button name="action"
 value="${action}"${words.isGrave && html` class="grave"`}>${words.button}</button></form>`;
}
