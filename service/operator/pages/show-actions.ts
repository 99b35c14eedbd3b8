import { readCursor } from '../../api/cursor.ts';
import { type ActionView, listActions, viewAction } from '../action-views.ts';
import type { OperatorDeps } from '../operator-deps.ts';
import { isActionName, isListName } from '../work-lists.ts';
import { type Html, html } from './html.ts';
import { badge, facts, moreLink, scrollable, tellTrouble, time, timeAgo } from './view-parts.ts';
import { actions, lists, refusals, sayWord } from './view-words.ts';
import { mayAct, type ViewPage, type Visit } from './visit.ts';

const pageSize = 50;

/** What operators did, newest first. */
export async function showActions(deps: OperatorDeps, visit: Visit): Promise<ViewPage> {
  const { cursor } = visit.query;
  const page = await listActions(deps.database.pool, {
    limit: pageSize,
    ...(cursor !== undefined && { cursor: readCursor(cursor) }),
  });
  const rows = page.data.map(
    (one) => html`<tr><th scope="row">${drawName(one, visit.base)}<span class="small">${
      one.list !== null && isListName(one.list) ? `all of ${lists[one.list].title}` : ''
    }</span></th><td><bdi>${one.actor}</bdi><span class="small">by ${one.door}</span></td>
<td class="narrow">${isActionName(one.action) ? drawEnd(one) : '–'}</td><td
 class="when">${timeAgo(one.at, visit.now)}</td></tr>`,
  );
  const table = html`<table><caption class="hidden">Actions</caption><thead><tr><th
 scope="col">Action</th>
<th scope="col">Operator</th><th scope="col">Came to</th><th scope="col">When (UTC)</th></tr>
</thead><tbody>${rows}</tbody></table>`;
  return {
    status: 200,
    title: 'Actions',
    menu: 'actions',
    main: html`<h1>Actions</h1><p class="lead">What operators did, here and through the API. A
 name is what was typed at the
 sign-in.</p>
${
  rows.length === 0
    ? html`<div class="card empty"><b>Nothing here</b>Nobody has done anything yet.</div>`
    : html`<div class="card flush">${scrollable('Actions', table)}</div>`
}
${moreLink(`${visit.base}/actions`, page.next)}`,
  };
}

const nameOf = (action: string): string =>
  isActionName(action) ? actions[action].done : sayWord(action);

const drawName = ({ id, action }: ActionView, base: string): Html =>
  isActionName(action)
    ? html`<a href="${base}/actions/${id}">${nameOf(action)}</a>`
    : html`${nameOf(action)}`;

const drawEnd = ({ done, refused, finishedAt }: ActionView): Html =>
  html`${done} done${refused > 0 && `, ${refused} left`}${
    finishedAt === null && html` ${badge('under-way')}`
  }`;

/** One action and what it came to; goes on with one that is not finished. */
export async function showAction(deps: OperatorDeps, visit: Visit, id: string): Promise<ViewPage> {
  const action = await viewAction(deps.database.pool, id);
  if (action === null) return tellTrouble(404, 'No such action', 'The list of actions has all.');
  const { done, refused, matched, finishedAt } = action;
  const title = nameOf(action.action);
  const state = finishedAt === null ? badge('under-way') : badge('Done', 'good');
  const reasons = Object.entries(action.refusals).map(
    ([code, count]) => html`<li>${count} ${refusals[code] ?? code}</li>`,
  );
  return {
    status: 200,
    title,
    menu: 'actions',
    main: html`<p class="crumbs"><a href="${visit.base}/actions">Actions</a></p>
<div class="head"><h1>${title}</h1>${state}</div>
<p class="lead">${done.toLocaleString('en')} done${
      refused > 0 && `, ${refused.toLocaleString('en')} left as they are`
    }, of ${matched.toLocaleString('en')} that were meant.</p>
${reasons.length > 0 && html`<div class="note warn"><ul>${reasons}</ul></div>`}
${finishedAt === null && goOn(visit, action)}
<section class="card" aria-labelledby="facts"><h2 id="facts">As it was ordered</h2>${facts([
      ['Operator', html`<bdi>${action.actor}</bdi>, by ${action.door}`],
      ['Ordered', time(action.at)],
      ['Finished', time(finishedAt)],
      ['Meant', drawMeant(visit, action)],
      ['Request', html`<span class="mono">${action.requestId}</span>`],
      ['Id', html`<span class="mono">${id}</span>`],
    ])}</section>`,
  };
}

function drawMeant({ base }: Visit, { list, ids }: ActionView): Html {
  if (list !== null && isListName(list)) {
    return html`all of <a href="${base}/lists/${list}">${lists[list].title}</a>`;
  }
  return html`${ids.map((id) => html`<span class="small mono">${id}</span>`)}`;
}

function goOn(visit: Visit, { id, action, list, matched }: ActionView): Html {
  if (!mayAct(visit)) return html`<p class="note">It is not finished: some are left.</p>`;
  return html`<form class="note" method="post" action="${visit.base}/act"><p>It is not finished:
 one request does so many, the
 next goes on.</p><input type="hidden" name="nonce" value="${visit.nonce}"><input type="hidden"
 name="order"
 value="${id}"><input type="hidden" name="list" value="${list}"><input type="hidden" name="matched"
 value="${matched}"><button class="main" name="action" value="${action}">Go on</button></form>`;
}
