import { type DescribedTime, describeTime } from '../mail/describe-time.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { PageAnswer } from './layout.ts';
import { isKnownZone } from './page-times.ts';
import { template } from './template.ts';

/** A page that tells something and has at most one button. */
export interface Notice {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly times?: readonly LabelledTime[];
  /** Somebody's own words, with addresses hidden. */
  readonly quote?: { readonly who: string; readonly text: string };
  readonly button?: NoticeButton;
}

export interface LabelledTime {
  readonly label: string;
  readonly isNew: boolean;
  readonly startUtc: Date;
  readonly time: DescribedTime;
  /** `time.local` on two lines: the day, and the hours unless the session spans two days. */
  readonly day: string;
  readonly hours: string;
}

/** One form with one button; the token goes with it, so that it is in no address. */
export interface NoticeButton {
  readonly text: string;
  readonly action: string;
  readonly fieldName: 't' | 'token';
  readonly token: string;
  readonly after?: string;
}

export const renderTimes = template<{ times: readonly LabelledTime[] }>(`
<div class="times">
<% for (const one of it.times) { %><section class="time<%= one.isNew ? ' new' : '' %>">
<h2><%= one.label %></h2>
<p class="when"><time datetime="<%= one.startUtc.toISOString() %>"><span><%= one.day %></span>
<span class="hours"><%= one.hours %></span></time></p>
<p class="more"><%= one.time.length %>, <%= one.time.zone %></p>
<% if (one.time.utc) { %><p class="more"><%= one.time.utc %></p>
<% } %></section>
<% } %></div>
`);

export const renderButton = template<NoticeButton>(`
<form method="post" action="<%= it.action %>">
<input type="hidden" name="<%= it.fieldName %>" value="<%= it.token %>">
<button type="submit"><%= it.text %></button>
<% if (it.after) { %><p class="after"><%= it.after %></p>
<% } %></form>
`);

const renderNotice = template<{
  title: string;
  first: string;
  others: readonly string[];
  times: string;
  quote: Notice['quote'] | null;
  button: string;
}>(`
<h1><%= it.title %></h1>
<p class="lead"><%= it.first %></p>
<%~ it.times %>
<% if (it.quote) { %><blockquote><p class="who"><%= it.quote.who %></p>
<p><%= it.quote.text %></p></blockquote>
<% } %><% for (const text of it.others) { %><p><%= text %></p>
<% } %><%~ it.button %>
`);

/** The answer that shows a notice. View null: nothing is known of the visitor. */
export function answerNotice(status: number, notice: Notice, view: LinkView | null): PageAnswer {
  const [first = '', ...others] = notice.paragraphs;
  const main = renderNotice({
    title: notice.title,
    first,
    others,
    times: notice.times?.length ? renderTimes({ times: notice.times }) : '',
    quote: notice.quote ?? null,
    button: notice.button ? renderButton(notice.button) : '',
  });
  return { status, page: { title: notice.title, view, main } };
}

/** How a page calls the other person: by first name, or by what they are. */
export function nameOther(view: LinkView): string {
  return view.otherFirstName ?? (view.role === 'host' ? 'your guest' : 'your host');
}

/** The room's present time, in the visitor's zone. */
export function presentTime(view: LinkView, label: string): LabelledTime {
  return labelTime(view, label, view.room);
}

/** Any time, in the visitor's zone, with UTC beside it. */
export function labelTime(
  view: LinkView,
  label: string,
  span: { readonly startUtc: Date; readonly durationMinutes: number },
): LabelledTime {
  const { timeZone, locale } = view.person;
  const { startUtc, durationMinutes } = span;
  const time = describeTime(startUtc, durationMinutes, timeZone, locale);
  return { label, isNew: false, startUtc, time, ...splitLocal(time.local) };
}

function splitLocal(local: string): { day: string; hours: string } {
  const comma = local.lastIndexOf(', ');
  const hours = local.slice(comma + 2);
  if (!hours.includes(' – ')) return { day: local, hours: '' };
  return { day: local.slice(0, comma), hours };
}

/** The visitor's zone; UTC when the one we were told is not known here. */
export function zoneOf(view: LinkView): string {
  return isKnownZone(view.person.timeZone) ? view.person.timeZone : 'UTC';
}
