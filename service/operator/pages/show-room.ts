import type { PersonView, ProposalView, RoomView } from '../../rooms/room-view.ts';
import { viewProposals, viewRoom } from '../../rooms/room-views.ts';
import { findOwner } from '../find-views.ts';
import type { OperatorDeps } from '../operator-deps.ts';
import { tellTimeline } from '../timeline.ts';
import { readRecord } from '../timeline-views.ts';
import { drawTimeline } from './draw-timeline.ts';
import { type Html, html } from './html.ts';
import { badge, facts, tellTrouble, time } from './view-parts.ts';
import type { ViewPage, Visit } from './visit.ts';

/** A room: how it stands, and all that led there. */
export async function showRoom(deps: OperatorDeps, visit: Visit, id: string): Promise<ViewPage> {
  const { pool } = deps.database;
  const owner = await findOwner(pool, 'room', id);
  const room = owner && (await viewRoom(pool, owner.id, id));
  if (!owner || !room)
    return tellTrouble(404, 'No such room', 'No application has a room of this id.');
  const [record, proposals] = await Promise.all([
    readRecord(pool, owner.id, id),
    viewProposals(pool, owner.id, id),
  ]);
  const timeline = drawTimeline(tellTimeline(record), visit.base);
  return {
    status: 200,
    title: room.sessionName,
    main: html`<p class="crumbs">${owner.name}</p>
<div class="head"><h1>${room.sessionName}</h1>${badge(room.status)}</div>
<p class="lead">${time(room.startUtc)} UTC, ${room.durationMinutes} minutes</p>
<section class="card" aria-labelledby="facts"><h2 id="facts">As it
 stands</h2>${drawFacts(room)}</section>
<section class="card" aria-labelledby="people"><h2 id="people">People</h2><div
 class="pair">${drawPerson('Host', room.host)}${
   room.guest && drawPerson('Guest', room.guest)
 }</div></section>
${proposals.length > 0 && drawProposals(proposals)}
<section class="card" aria-labelledby="story"><h2 id="story">What
 happened</h2>${timeline}</section>`,
  };
}

const drawFacts = (room: RoomView): Html =>
  facts([
    ['Room', html`<span class="mono">${room.id}</span>`],
    ['Reference', room.reference],
    ['UID', html`<span class="mono">${room.icsUid}</span>`],
    ['Sequence', `${room.icsSequence}, version ${room.version}`],
    ['Created', time(room.createdAt)],
    ['Changed', time(room.updatedAt)],
    ['Location', room.location],
    [
      'Cancelled',
      room.cancelledAt === null ? null : html`${time(room.cancelledAt)} ${room.cancelledBecause}`,
    ],
  ]);

const drawPerson = (role: string, person: PersonView): Html =>
  html`<div><h3><bdi>${person.name}</bdi> <span class="soft">${role}</span>
 ${badge(person.answer)}${!person.reachable && html` ${badge('unreachable')}`}</h3>${facts([
   ['Address', html`<bdi>${person.email}</bdi>`],
   ['Zone', person.timeZone],
   ['Language', person.locale],
   ['Said', person.comment],
 ])}</div>`;

function drawProposals(proposals: readonly ProposalView[]): Html {
  const rows = proposals.map(
    (one) =>
      html`<div><dt>${time(one.createdAt)}</dt><dd>${one.proposedBy} asked by ${one.source} for
 ${time(one.startUtc)}, ${one.durationMinutes} min ${badge(one.status)}${
   one.note !== null &&
   html`<span
 class="small">${one.note}</span>`
 }</dd></div>`,
  );
  return html`<section class="card" aria-labelledby="asked"><h2 id="asked">New times asked
 for</h2><dl class="facts">${rows}</dl></section>`;
}
