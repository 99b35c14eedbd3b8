import type { Room } from '@parley/sdk';
import { type Html, html } from '../html.ts';
import type { Person } from '../people.ts';
import { otherName } from '../sessions.ts';
import { tellDay, tellHours } from '../times.ts';

/** The step between wanting to cancel and having cancelled. */
export function renderCancelForm(person: Person, room: Room): Html {
  const isHost = person.role === 'host';
  const title = isHost ? 'Cancel this session?' : 'Give your place up?';
  return html`<section class="panel" id="panel">
<h1 id="panel-title">${title}</h1>
<p class="lead"><strong>${room.sessionName}</strong>, ${tellDay(room.startUtc, person)},
${tellHours(room.startUtc, room.endUtc, person)}.</p>
<p>${tellConsequence(person, room)}</p>
<form method="post" action="/sessions/${room.id}/cancel">
<input type="hidden" name="once" value="${crypto.randomUUID()}">
<input type="hidden" name="version" value="${room.version}">
<div class="field"><label for="reason">Reason <span class="hint">(optional; goes into the
mail)</span></label>
<textarea id="reason" name="reason" rows="2" maxlength="1000"></textarea></div>
<div class="buttons"><button class="danger">${isHost ? 'Cancel the session' : 'Give it up'}</button>
<a class="button" href="/sessions/${room.id}" data-close>Keep it</a></div>
</form>
</section>`;
}

function tellConsequence(person: Person, room: Room): string {
  const other = otherName(person, room);
  if (person.role === 'guest') {
    return `It leaves your calendar, ${other} is told, and the session is open again.`;
  }
  return other === null
    ? 'Nobody has booked it, so nobody is mailed. This cannot be undone.'
    : `It leaves both calendars, and ${other} is told. This cannot be undone.`;
}
