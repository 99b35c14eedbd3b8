import type { EntryKind, TimelineEntry } from '../timeline.ts';
import { type Html, html } from './html.ts';
import { sayEntry } from './say-entry.ts';
import { badge, sayDay, sayHour, type Tone, time, toneOf } from './view-parts.ts';

/** What hangs below what it came of, instead of standing by itself. */
const hanging: readonly EntryKind[] = ['attempt', 'report', 'delivery'];

/** Drawn on 24 × 24; the words beside it say the same. */
const signs: Readonly<Record<EntryKind, string>> = {
  'mail-in': 'M4 13v6h16v-6M12 3v11M8 10l4 4 4-4',
  'mail-out': 'M3 6h18v13H3zM3 7l9 7 9-7',
  click: 'M9 3v3M3 9h3M5 5l2 2M10 10l10 4-4 2-2 4z',
  deed: 'M5 12.5l4.5 4.5L19 7.5',
  event: 'M12 4v16M6 10l6-6 6 6',
  attempt: 'M5 12h14',
  report: 'M5 12h14',
  delivery: 'M5 12h14',
};

/** Where else the entries that are not shown stand. */
export interface Excerpt {
  /** Whether this one is shown. */
  readonly isShown: (entry: TimelineEntry) => boolean;
  readonly roomPath: string;
}

/** The entries day by day, each with a link to what it came of; all of them, or an excerpt. */
export function drawTimeline(
  all: readonly TimelineEntry[],
  base: string,
  excerpt: Excerpt | null = null,
): Html {
  const entries = excerpt === null ? all : all.filter(excerpt.isShown);
  if (entries.length === 0) return html`<p class="soft">Nothing is known of it yet.</p>`;
  const known = new Map(all.map((one) => [one.key, one]));
  const standing = entries.filter((one) => !hangs(one));
  let day = '';
  const items = standing.map((one) => {
    const today = sayDay(new Date(one.at));
    const head = today === day ? null : html`<li class="day">${today}</li>`;
    day = today;
    const under = entries.filter((other) => hangs(other) && other.because === one.key);
    const cause = one.because === null ? undefined : known.get(one.because);
    const place = cause && (entries.includes(cause) ? '' : (excerpt?.roomPath ?? ''));
    const link = cause && { cause, href: `${place}#${idOf(cause)}` };
    return html`${head}${drawEntry(one, link, under, base)}`;
  });
  return html`<ol class="line">${items}</ol>`;
}

interface CauseLink {
  readonly cause: TimelineEntry;
  readonly href: string;
}

const hangs = ({ kind, because }: TimelineEntry): boolean =>
  hanging.includes(kind) && because !== null;

function drawEntry(
  entry: TimelineEntry,
  link: CauseLink | undefined,
  under: readonly TimelineEntry[],
  base: string,
): Html {
  const { kind, state, why } = entry;
  return html`<li class="entry ${kind}" id="${idOf(entry)}">${drawDot(entry)}<p class="what"><time
 datetime="${entry.at}">${sayHour(new Date(entry.at))}</time><b>${drawTitle(entry, base)}</b>${
   state !== null && badge(state)
 }</p>
${why !== null && kind !== 'mail-out' && html`<p class="small">${why}</p>`}
<p class="small">${drawRest(entry, link)}</p>
${under.length > 0 && html`<ul class="under">${under.map(drawUnder)}</ul>`}</li>`;
}

function drawTitle(entry: TimelineEntry, base: string): Html | string {
  const words = sayEntry(entry);
  if (entry.kind === 'mail-out')
    return html`<a href="${base}/messages/${entry.messageId}">${words}</a>`;
  if (entry.kind === 'mail-in') {
    return html`<a href="${base}/inbound-mails/${entry.inboundMailId}">${words}</a>`;
  }
  return words;
}

function drawRest(entry: TimelineEntry, link: CauseLink | undefined): Html {
  const who = entry.operator ?? (entry.kind === 'deed' ? entry.actor : null);
  const bits = [
    entry.operator !== null
      ? html`by operator <bdi>${entry.operator}</bdi>`
      : who && html`by ${who}`,
    entry.kind === 'deed' && entry.channel && `through ${entry.channel}`,
    link &&
      html`because of <a href="${link.href}">${sayEntry(link.cause)},
 ${sayHour(new Date(link.cause.at))}</a>`,
    drawDelay(entry),
    entry.icsSequence !== null && `sequence ${entry.icsSequence}`,
    entry.requestId && html`request <span class="mono">${entry.requestId}</span>`,
  ].filter(
    (bit): bit is Html | string => bit !== null && bit !== false && bit !== undefined && bit !== '',
  );
  return html`${bits.map((bit, at) => html`${at > 0 && ' · '}${bit}`)}`;
}

/** When a mail that waits goes out, where that is a later time: a reminder, or one put off. */
function drawDelay({ kind, state, at, detail: { sendAt } }: TimelineEntry): Html | null {
  const isLater = typeof sendAt === 'string' && sendAt > at;
  if (kind !== 'mail-out' || state !== 'waiting' || !isLater) return null;
  return html`to go out ${time(sendAt)}`;
}

function drawUnder(entry: TimelineEntry): Html {
  const at = html`<time datetime="${entry.at}">${sayHour(new Date(entry.at))}</time>`;
  const { relay, provider, attempts } = entry.detail;
  if (entry.kind === 'attempt') {
    return html`<li>${at} ${badge(entry.what)} ${typeof relay === 'string' && relay} <span
 class="soft">${entry.why}</span></li>`;
  }
  if (entry.kind === 'report') {
    return html`<li>${at} ${badge(entry.what)} reported by ${String(provider)} <span
 class="soft">${entry.state}</span></li>`;
  }
  return html`<li>${at} ${badge(entry.state ?? 'waiting')} <span class="mono">${entry.what}</span>
 <span
 class="soft">${String(attempts)} tries, ${entry.why ?? 'no answer yet'}</span></li>`;
}

function drawDot(entry: TimelineEntry): Html {
  return html`<svg class="dot ${toneOfEntry(entry)}" viewBox="0 0 24 24" aria-hidden="true"><path
 d="${signs[entry.kind]}"/></svg>`;
}

function toneOfEntry({ kind, state, what }: TimelineEntry): Tone {
  if (kind === 'mail-out' || kind === 'mail-in') return toneOf(state);
  if (kind === 'click') return 'info';
  if (kind === 'event') return 'quiet';
  return ['ignored', 'refused'].includes(what) ? 'quiet' : deedTone(what);
}

const deedTone = (what: string): Tone =>
  /cancel|undeliverable|failed|unbooked/.test(what) ? 'wrong' : 'good';

/** An id of the document: no colon, so that a link may lead there. */
const idOf = ({ key }: TimelineEntry): string => `e-${key.replaceAll(':', '-')}`;
