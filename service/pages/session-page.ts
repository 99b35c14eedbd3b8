import { writeCalendarFile } from '../mail/calendar-entry.ts';
import { toWebUrl } from '../mail/mail-links.ts';
import { titleSession } from '../mail/mail-view.ts';
import { viewPresentInvitation } from '../rooms/invitation-views.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Answer } from '../scheduling/room.ts';
import { admit } from './admit.ts';
import { linkCalendars } from './calendar-links.ts';
import type { FileAnswer, PageAnswer } from './layout.ts';
import { presentTime, renderTimes } from './notice.ts';
import type { KnownVisit } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { drawSign, type Sign } from './sign.ts';
import { speakTo } from './speech.ts';
import { sessionStyle } from './style-session.ts';
import { template } from './template.ts';
import type { Visitor } from './visitor.ts';

/** Path of the page that tells one person how their session stands, and of its file. */
export const sessionPath = '/session';
export const sessionFilePath = '/session/invite.ics';

/** Tells the present truth of the session to one of its people; changes nothing. */
export async function showSession(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'propose', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  deps.metrics.link('propose', 'session-shown');
  return answerSession(deps, visit, (await findInvitation(deps, visit.view)) !== null);
}

/** The person's own calendar object, as their newest invitation has it. */
export async function sendSessionFile(
  deps: PageDeps,
  visitor: Visitor,
): Promise<PageAnswer | FileAnswer> {
  const admission = await admit(deps, 'propose', visitor);
  if ('answer' in admission) return admission.answer;
  const { view } = admission.visit;
  const facts = await findInvitation(deps, view);
  const text = facts && writeCalendarFile(facts, view.person.answer, deps.secrets);
  if (text === null) return answerSession(deps, admission.visit, false);
  deps.metrics.link('propose', 'file-sent');
  return { status: 200, file: { name: 'invite.ics', type: 'text/calendar; charset=utf-8', text } };
}

const findInvitation = (deps: PageDeps, { applicationId, room, attendeeId }: LinkView) =>
  viewPresentInvitation(deps.database.pool, applicationId, room.icsUid, attendeeId);

interface CalendarLink {
  readonly text: string;
  readonly url: string;
}

const renderSession = template<{
  title: string;
  lead: string;
  times: string;
  states: readonly { readonly sign: string; readonly text: string }[];
  details: readonly {
    readonly label: string;
    readonly text: string;
    readonly url: string | null;
  }[];
  about: string;
  description: string | null;
  requestUrl: string;
  requestTime: string;
  addToCalendar: string;
  addHint: string;
  calendars: readonly CalendarLink[];
}>(`
<h1><%= it.title %></h1>
<p class="lead"><%= it.lead %></p>
<div class="ticket">
<%~ it.times %>
<% if (it.details.length > 0) { %><dl class="details">
<% for (const one of it.details) { %><dt><%= one.label %></dt>
<dd dir="auto"><% if (one.url) { %><a href="<%= one.url %>" rel="noreferrer noopener"><%=
one.text %></a><% } else { %><%= one.text %><% } %></dd>
<% } %></dl>
<% } %></div>
<ul class="states">
<% for (const one of it.states) { %><li><%~ one.sign %><span><%= one.text %></span></li>
<% } %></ul>
<% if (it.description) { %><h2><%= it.about %></h2>
<p class="said" dir="auto"><%= it.description %></p>
<% } %><p><a class="button" href="<%= it.requestUrl %>"><%= it.requestTime %></a></p>
<section class="calendars" aria-labelledby="calendars">
<h2 id="calendars"><%= it.addToCalendar %></h2>
<p class="hint"><%= it.addHint %></p>
<ul>
<% for (const one of it.calendars) { %><li><a href="<%= one.url %>" rel="noreferrer noopener"><%=
one.text %></a></li>
<% } %></ul>
</section>
`);

function answerSession(deps: PageDeps, { view, token }: KnownVisit, hasFile: boolean): PageAnswer {
  const { words, other } = speakTo(view);
  const { session, label } = words;
  const base = basePathOf(deps.publicUrl);
  const title = session.title(other);
  const file = { text: session.file, url: `${base}${sessionFilePath}?r=${token}` };
  const main = renderSession({
    title,
    lead: session.booked[view.role](other),
    times: renderTimes({ times: [presentTime(view, label.takesPlace)] }),
    states: sayStates(view),
    details: sayPlaces(view),
    about: session.about,
    description: view.room.description,
    requestUrl: `${base}/reschedule?r=${token}`,
    requestTime: session.requestTime,
    addToCalendar: session.addToCalendar,
    addHint: session.addHint,
    calendars: [...(hasFile ? [file] : []), ...listCalendars(view)],
  });
  return { status: 200, page: { title, for: view, main, style: sessionStyle } };
}

const answerSigns: Readonly<Record<Answer, Sign>> = {
  'needs-action': 'told',
  accepted: 'done',
  tentative: 'done',
  declined: 'off',
};

/** What this person answered, and what is being asked. */
function sayStates(view: LinkView) {
  const { words, other } = speakTo(view);
  const { session } = words;
  const { answer, heldDecline } = view.person;
  const state = (sign: Sign, text: string) => ({ sign: drawSign(sign), text });
  return [
    state(answerSigns[answer], session.yourAnswer[answer]),
    ...(heldDecline ? [state('past', session.declineHeld)] : []),
    ...(view.pendingOwnProposal === null ? [] : [state('asked', session.youAsked(other))]),
    ...(view.isAskedByOther ? [state('asked', session.otherAsks(other))] : []),
  ];
}

function sayPlaces(view: LinkView) {
  const { session } = speakTo(view).words;
  const { location } = view.room;
  const url = toWebUrl(view.room.joinUrl);
  return [
    ...(location === null ? [] : [{ label: session.where, text: location, url: null }]),
    ...(url === null ? [] : [{ label: session.join, text: url, url }]),
  ];
}

function listCalendars(view: LinkView): CalendarLink[] {
  const { words, mail } = speakTo(view);
  const { sessionName, startUtc, durationMinutes, location } = view.room;
  const joinUrl = toWebUrl(view.room.joinUrl);
  const title = titleSession(sessionName, view.otherFirstName, mail);
  const urls = linkCalendars({ title, startUtc, durationMinutes, location, joinUrl });
  return [
    { text: words.session.google, url: urls.google },
    { text: words.session.outlook, url: urls.outlook },
    { text: 'Microsoft 365', url: urls.microsoft365 },
  ];
}
