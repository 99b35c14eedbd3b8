import { readCursor } from '../../api/cursor.ts';
import { find } from '../find.ts';
import type { FoundRoom } from '../find-views.ts';
import type { OperatorDeps } from '../operator-deps.ts';
import { type Html, html } from './html.ts';
import { badge, moreLink, scrollable, time } from './view-parts.ts';
import type { ViewPage, Visit } from './visit.ts';

const pageSize = 50;

/** Rooms of all applications, by whatever is at hand. */
export async function showFind(deps: OperatorDeps, visit: Visit): Promise<ViewPage> {
  const { q = '', cursor } = visit.query;
  const typed = q.trim().slice(0, 512);
  const page =
    typed === ''
      ? null
      : await find(deps.database.pool, typed, {
          limit: pageSize,
          ...(cursor !== undefined && { cursor: readCursor(cursor) }),
        });
  return {
    status: 200,
    title: typed === '' ? 'Find' : `Find ${typed}`,
    menu: 'find',
    main: html`<h1>Find a room</h1>
<p class="lead">By an id (of a room, a mail or a person), a UID, a reference, a Message-ID or an
 address. All of it must be
 given: nothing is searched by its parts.</p>
<form class="card" action="${visit.base}/find" role="search" aria-label="Find a room by anything">
<div class="search"><label class="hidden" for="typed">What to find</label><input id="typed"
 name="q" type="search"
 maxlength="512" value="${typed}"><button class="main">Find</button></div></form>
${page && (page.data.length === 0 ? nothing(typed) : drawRooms(visit, page.data))}
${page && moreLink(`${visit.base}/find`, page.next, { q: typed })}`,
  };
}

const nothing = (typed: string): Html =>
  html`<div class="card empty"><b>Nothing found</b>No room of any application goes by
 <bdi>${typed}</bdi>. An erased
 person is not found by their address.</div>`;

function drawRooms({ base }: Visit, rooms: readonly FoundRoom[]): Html {
  const rows = rooms.map(
    (room) => html`<tr><th scope="row"><a href="${base}/rooms/${room.id}">${
      room.sessionName ?? 'Session'
    }</a> ${badge(room.status)}<span class="small">${room.application}</span></th>
<td class="when">${time(room.startUtc)}<span class="small">${room.durationMinutes} min</span></td>
<td><bdi>${room.hostName}</bdi>${
      room.guestName !== null && html` and <bdi>${room.guestName}</bdi>`
    }</td>
<td>${room.reference ?? '–'}<span class="small mono">${room.icsUid}</span></td></tr>`,
  );
  return html`<div class="card flush">${scrollable(
    'Rooms found',
    html`<table><caption class="hidden">Rooms found</caption><thead><tr><th scope="col">Session</th>
<th scope="col">Start (UTC)</th><th scope="col">People</th><th scope="col">Reference and UID</th>
</tr></thead>
<tbody>${rows}</tbody></table>`,
  )}</div>`;
}
