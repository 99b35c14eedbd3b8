import type { HistoryEntry, Proposal, Room } from '@parley/sdk';
import { type Html, html } from '../html.ts';
import type { Person } from '../people.ts';
import { awaits, mayDo, otherName } from '../sessions.ts';
import { tellDay, tellHours, tellMoment, tellZone } from '../times.ts';
import { tellHistory } from './history-words.ts';
import { hideAddresses, renderAnswers, renderLegacy, renderPill, tellWith } from './pills.ts';
import { renderBookButton } from './sessions-page.ts';

/** One session: how it stands, what can be done with it, and what happened to it. */
export function renderSession(
  person: Person,
  room: Room,
  history: readonly HistoryEntry[],
  proposals: readonly Proposal[],
): Html {
  const pending = proposals.filter(({ status }) => status === 'pending');
  return html`<p class="crumb"><a href="/sessions">All sessions</a></p>
<article class="ticket" id="session" data-live>
<div class="head"><h1>${room.sessionName}</h1>
<div class="pills">${renderPill(room)}${renderLegacy(room)}</div></div>
<p class="time${room.status === 'cancelled' && ' off'}">
<span class="day">${tellDay(room.startUtc, person)}</span>
<span class="hours">${tellHours(room.startUtc, room.endUtc, person)}</span>
<span class="hint">${room.durationMinutes} minutes · ${tellZone(room.startUtc, person)} ·
${tellWith(person, room)}</span></p>
${room.status === 'booked' && renderAnswers(person, room)}
${room.description && html`<p class="note">${hideAddresses(room.description)}</p>`}
${room.cancelledBecause && html`<p class="note">“${hideAddresses(room.cancelledBecause)}”</p>`}
${pending.map((one) => renderProposal(person, room, one))}
${renderActions(person, room)}
${renderFacts(room)}
</article>
<section class="story" aria-labelledby="story-title">
<h2 id="story-title">What happened</h2>
<div id="story" data-live><ol class="timeline">${tellHistory(person, room, history).map(
    (line) => html`<li class="${line.tone}">
<time datetime="${line.at}">${tellMoment(line.at, person)}</time>
<p>${line.text}</p>${line.quote && html`<blockquote>${hideAddresses(line.quote)}</blockquote>`}
</li>`,
  )}</ol></div></section>`;
}

/** Somebody asks for another time: whoever is asked decides here, or by the link in their mail. */
function renderProposal(person: Person, room: Room, proposal: Proposal): Html {
  const isAsked = awaits(person, proposal) && mayDo(person, room).has('decide');
  const who = proposal.proposedBy === person.role ? 'You' : otherName(person, room);
  return html`<div class="proposal"><h2>${who} asked for another time</h2>
<p><strong>${tellDay(proposal.startUtc, person)}, ${tellHours(
    proposal.startUtc,
    proposal.endUtc,
    person,
  )}</strong></p>
${proposal.note && html`<p class="note">“${hideAddresses(proposal.note)}”</p>`}
${
  isAsked
    ? html`<form class="buttons" method="post" action="/sessions/${room.id}/proposals/${
        proposal.id
      }"><button class="primary" name="choice" value="approve">Agree</button>
<button name="choice" value="decline">Keep the time</button></form>`
    : html`<p class="hint">Waiting for an answer.</p>`
}</div>`;
}

/** Only what this person may do; each leads to a step that asks once more. */
function renderActions(person: Person, room: Room): Html {
  const may = mayDo(person, room);
  const at = `/sessions/${room.id}`;
  return html`<div class="buttons actions">
${may.has('book') && renderBookButton(room)}
${may.has('move') && html`<a class="button" href="${at}/move" data-dialog>Move</a>`}
${may.has('cancel') && html`<a class="button" href="${at}/cancel" data-dialog>Cancel</a>`}
${may.has('leave') && html`<a class="button" href="${at}/cancel" data-dialog>Give up</a>`}</div>`;
}

/** For whoever wants to see what the calendars see. */
const renderFacts = (room: Room): Html =>
  html`<details id="facts"><summary>Calendar facts</summary><dl>
<dt>Length</dt><dd>${room.durationMinutes} minutes</dd>
<dt>Sequence</dt><dd>${room.icsSequence}</dd>
<dt>Version</dt><dd>${room.version}</dd>
<dt>Calendar id</dt><dd>${room.icsUid}</dd>
${tellOrigin(room)}
</dl></details>`;

const tellOrigin = ({ metadata: { legacyId } }: Room): Html | null =>
  legacyId ? html`<dt>Imported from</dt><dd>${String(legacyId)}</dd>` : null;
