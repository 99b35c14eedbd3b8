import { type Html, html } from '../html.ts';
import { type Person, people } from '../people.ts';
import { clockIn, tellZone } from '../times.ts';

export function renderSignIn(): Html {
  return html`<section class="welcome">
<h1>Practice, without giving your address away</h1>
<p class="lead">Hosts offer sessions, guests book them. Invitations, answers and new times travel
through both calendars; neither sees the other’s address.</p>
</section>
<section aria-labelledby="who">
<h2 id="who">Who would you like to be?</h2>
<p class="hint">A demo: there is no password. Open a second browser to be somebody else as well.</p>
<form method="post" action="/sign-in"><ul class="people">${people.map(choice)}</ul></form>
</section>`;
}

function choice(person: Person): Html {
  const now = new Date();
  const { time } = clockIn(now, person.timeZone);
  return html`<li><button class="person" name="person" value="${person.id}">
<span class="avatar ${person.role}" aria-hidden="true">${initials(person)}</span>
<span><strong>${person.name}</strong><br>
<span class="hint">${person.role === 'host' ? 'Host' : 'Guest'} · ${time},
${tellZone(now.toISOString(), person)}</span></span></button></li>`;
}

export const initials = ({ name }: Person): string =>
  name
    .split(' ')
    .map((word) => word[0])
    .join('');
