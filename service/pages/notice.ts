import { type DescribedTime, describeTime } from '../mail/describe-time.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { PageAnswer } from './layout.ts';
import type { Sign } from './sign.ts';
import { type Addressee, speakTo } from './speech.ts';
import { template } from './template.ts';
import type { Told } from './words/page-words.ts';

/** A page that tells something and has at most one button. */
export interface Notice extends Told {
  readonly sign?: Sign;
  readonly times?: readonly LabelledTime[];
  readonly button?: NoticeButton;
}

export interface LabelledTime {
  readonly label: string;
  readonly isNew: boolean;
  /** It holds no more, and is struck; the label says so too. */
  readonly isOff?: boolean;
  readonly startUtc: Date;
  readonly time: DescribedTime;
  /** Between the length and the zone. */
  readonly comma: string;
}

/** One form with one button; the token goes with it, so that it is in no address. */
interface NoticeButton {
  readonly text: string;
  readonly action: string;
  readonly fieldName: 't' | 'token';
  readonly token: string;
  readonly nonce: string;
}

/** The inside of one time, also within a label: nothing but phrasing content. */
export const timeLines = `
<span class="when"><time datetime="<%= one.startUtc.toISOString() %>"><span><%=
one.time.day %></span> <span class="hours"><%= one.time.hours %></span></time></span>
<span class="facts">
<span class="more"><%= one.time.length + one.comma %><bdi><%= one.time.zone %></bdi></span>
<% for (const line of [one.time.utc, one.time.other]) { if (line) { %>
<span class="more"><%= line %></span>
<% } } %>
</span>
`;

export const renderTimes = template<{ times: readonly LabelledTime[] }>(`
<div class="times<%= it.times.length === 2 ? ' pair' : '' %>">
<% for (const one of it.times) { %><section class="time<%=
one.isNew ? ' new' : one.isOff ? ' off' : '' %>">
<h2><%= one.label %></h2>
<p>${timeLines}</p>
</section>
<% } %></div>
`);

const renderButton = template<NoticeButton>(`
<form method="post" action="<%= it.action %>">
<input type="hidden" name="<%= it.fieldName %>" value="<%= it.token %>">
<input type="hidden" name="nonce" value="<%= it.nonce %>">
<button type="submit"><%= it.text %></button>
</form>
`);

const renderNotice = template<{
  title: string;
  first: string;
  others: readonly string[];
  times: string;
  button: string;
}>(`
<h1><%= it.title %></h1>
<p class="lead"><%= it.first %></p>
<%~ it.times %>
<% for (const text of it.others) { %><p><%= text %></p>
<% } %><%~ it.button %>
`);

/** The answer that shows a notice, to the owner of a link or to whoever came. */
export function answerNotice(status: number, notice: Notice, addressee: Addressee): PageAnswer {
  const [first = '', ...others] = notice.paragraphs;
  const main = renderNotice({
    title: notice.title,
    first,
    others,
    times: notice.times?.length ? renderTimes({ times: notice.times }) : '',
    button: notice.button ? renderButton(notice.button) : '',
  });
  const { title, sign = 'told' } = notice;
  return { status, page: { title, for: addressee, main, sign } };
}

/** The room's present time, on the visitor's clock. */
export function presentTime(view: LinkView, label: string): LabelledTime {
  return labelTime(view, label, view.room);
}

/** The same, of a session that does not take place. */
export const formerTime = (view: LinkView): LabelledTime => ({
  ...presentTime(view, speakTo(view).words.label.wasPlannedFor),
  isOff: true,
});

/** Any time on the visitor's clock, with UTC and the other person's clock beside it. */
export function labelTime(
  view: LinkView,
  label: string,
  span: { readonly startUtc: Date; readonly durationMinutes: number },
): LabelledTime {
  const { reader, mail, other } = speakTo(view);
  const { startUtc, durationMinutes } = span;
  const clock = view.person.isStillIn ? { other, timeZone: view.otherTimeZone } : null;
  const time = describeTime(startUtc, durationMinutes, reader, mail.time, clock);
  return { label, isNew: false, startUtc, time, comma: mail.time.comma };
}

/** The same, marked as the one that is new. */
export const newTime = (...of: Parameters<typeof labelTime>): LabelledTime => ({
  ...labelTime(...of),
  isNew: true,
});
