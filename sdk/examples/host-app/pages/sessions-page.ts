import type { Room } from '@parley/sdk';
import { type Html, html } from '../html.ts';
import type { Person } from '../people.ts';
import type { Overview } from '../sessions.ts';
import { tellDay, tellHours, tellLeaf, tellZone } from '../times.ts';
import { renderAnswers, renderLegacy, renderPill, tellWith } from './pills.ts';

/** Everything that concerns one person. What changes by itself stands in `data-live` regions. */
export function renderOverview(person: Person, { own, open, cancelled }: Overview): Html {
  const isHost = person.role === 'host';
  return html`<div class="head"><h1>Your sessions</h1>
${isHost && html`<a class="button primary" href="/sessions/new" data-dialog>New session</a>`}</div>
<p class="hint">Times are on your clock: ${tellZone(new Date().toISOString(), person)}.</p>
<div id="own" data-live>${own.length > 0 ? list(own, person) : emptyOwn(isHost)}</div>
${!isHost && openSection(person, open)}
<div id="cancelled" data-live>${cancelled.length > 0 && cancelledSection(person, cancelled)}</div>`;
}

const list = (rooms: readonly Room[], person: Person): Html =>
  html`<ul class="cards">${rooms.map((room) => card(room, person))}</ul>`;

const openSection = (person: Person, open: readonly Room[]): Html =>
  html`<section aria-labelledby="open-title"><h2 id="open-title">Open sessions</h2>
<div id="open" data-live>${
    open.length > 0
      ? list(open, person)
      : html`<div class="empty"><p><strong>Nothing is open just now.</strong></p>
<p>As soon as a host offers a session, it appears here.</p></div>`
  }</div></section>`;

const cancelledSection = (person: Person, rooms: readonly Room[]): Html =>
  html`<details id="cancelled-list"><summary>Cancelled (${rooms.length})</summary>
${list(rooms, person)}</details>`;

const emptyOwn = (isHost: boolean): Html =>
  isHost
    ? html`<div class="empty"><p><strong>You offer no sessions yet.</strong></p>
<p>Choose a day, a time and a length; the first guest to book has it.</p></div>`
    : html`<div class="empty"><p><strong>You have booked nothing yet.</strong></p>
<p>Choose one of the open sessions below; an invitation comes by mail.</p></div>`;

/** One session of a list; the whole card leads to it. */
function card(room: Room, person: Person): Html {
  const { weekday, day, month } = tellLeaf(room.startUtc, person);
  return html`<li class="card${room.status === 'cancelled' && ' off'}" id="card-${room.id}">
<div class="leaf" aria-hidden="true"><span>${weekday}</span><b>${day}</b><span>${month}</span></div>
<div class="about">
<h2><a href="/sessions/${room.id}">${room.sessionName}</a></h2>
<p class="when"><span class="unseen">${tellDay(room.startUtc, person)}, </span>
${tellHours(room.startUtc, room.endUtc, person)} · ${room.durationMinutes} min · ${tellWith(
    person,
    room,
  )}</p>
${room.status === 'booked' && renderAnswers(person, room)}
</div>
<div class="state">${renderPill(room)}${renderLegacy(room)}${
    person.role === 'guest' && room.status === 'open' && renderBookButton(room)
  }</div>
</li>`;
}

/** Sent twice it is one booking: its key is the session at this version (see deeds.ts). */
export const renderBookButton = (room: Room): Html =>
  html`<form method="post" action="/sessions/${room.id}/book">
<input type="hidden" name="version" value="${room.version}">
<button class="primary">Book<span class="unseen"> ${room.sessionName}</span></button></form>`;
