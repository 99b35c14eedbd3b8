import { readCursor } from '../../api/cursor.ts';
import type { OperatorDeps } from '../operator-deps.ts';
import { isListName, type ListName, type ThingKind, workLists } from '../work-lists.ts';
import { countedUpTo, countWork, listWork, type WorkItem } from '../work-views.ts';
import { type Html, html } from './html.ts';
import { badge, moreLink, scrollable, tellTrouble, timeAgo } from './view-parts.ts';
import { actions, countThings, lists, sayWord } from './view-words.ts';
import { mayAct, type ViewPage, type Visit } from './visit.ts';

const pageSize = 50;

/** One list of what may need a person, to look into or to choose from. */
export async function showList(deps: OperatorDeps, visit: Visit, name: string): Promise<ViewPage> {
  if (!isListName(name))
    return tellTrouble(404, 'No such list', 'The menu has all that there are.');
  const { pool } = deps.database;
  const { cursor } = visit.query;
  const [page, count] = await Promise.all([
    listWork(pool, name, visit.now, {
      limit: pageSize,
      ...(cursor !== undefined && { cursor: readCursor(cursor) }),
    }),
    countWork(pool, name, visit.now),
  ]);
  const { title, about, empty } = lists[name];
  const body =
    page.data.length === 0
      ? html`<div class="card empty"><b>Nothing here</b>${empty}</div>`
      : drawTable(visit, name, page.data, count);
  return {
    status: 200,
    title,
    menu: name,
    main: html`<div class="head"><h1>${title}</h1><span class="badge">${countThings(
      count,
      workLists[name].of,
      countedUpTo,
    )}</span></div>
<p class="lead">${about}</p>
${body}
${moreLink(`${visit.base}/lists/${name}`, page.next)}`,
  };
}

function drawTable(visit: Visit, name: ListName, items: readonly WorkItem[], count: number): Html {
  const { of } = workLists[name];
  const canAct = mayAct(visit);
  const heads = headsOf(of);
  const table = html`<table>
<caption class="hidden">${lists[name].title}</caption>
<thead><tr>${canAct && pickHead}${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead>
<tbody>${items.map((item) => drawRow(visit, of, item, canAct))}</tbody>
</table>`;
  const scrolled = scrollable(lists[name].title, table);
  if (!canAct) return html`<div class="card flush">${scrolled}</div>`;
  return html`<form class="card flush" method="post" action="${visit.base}/confirm">
<input type="hidden" name="nonce" value="${visit.nonce}"><input type="hidden" name="list"
 value="${name}">
${scrolled}
<div class="bar">
<fieldset class="choices"><legend class="hidden">What to act on</legend>
<label><input type="radio" name="scope" value="chosen" checked> The chosen ones</label>
<label><input type="radio" name="scope" value="all"> All
 (${countThings(count, of, countedUpTo)})</label></fieldset>
<p class="buttons">${workLists[name].actions.map(
    (action) =>
      html`<button name="action" value="${action}"${
        actions[action].isGrave && html` class="grave"`
      }>${actions[action].button} …</button>`,
  )}</p>
</div>
</form>`;
}

const pickHead = html`<th class="pick" scope="col"><span class="hidden">Choose</span></th>`;

function headsOf(of: ThingKind): readonly string[] {
  if (of === 'message') return ['Mail', 'To', 'Last words', 'Tries', 'Owed since', 'Next try'];
  if (of === 'mail') return ['Mail', 'From', 'Why', 'Came in'];
  if (of === 'person') return ['Person', 'Address', 'Why', 'Since'];
  return of === 'endpoint' ? ['Endpoint', 'Why', 'Since'] : ['Job', 'Last error', 'Tries', 'Since'];
}

function drawRow(visit: Visit, of: ThingKind, item: WorkItem, canAct: boolean): Html {
  const name = html`${link(visit, of, item)} ${badge(item.state)}<span class="small">${
    item.application ?? (of === 'mail' ? 'No application' : '')
  }</span>`;
  const who = html`<td><bdi>${item.who}</bdi>${roomLink(visit, of, item)}</td>`;
  const why = html`<td class="why">${item.because ?? '–'}</td>`;
  const since = html`<td class="when">${timeAgo(item.since, visit.now)}</td>`;
  const tries = html`<td class="narrow">${item.attempts}</td>`;
  const rest = {
    message: html`${who}${why}${tries}${since}<td
 class="when">${timeAgo(item.dueAt, visit.now)}</td>`,
    mail: html`${who}${why}${since}`,
    person: html`${who}${why}${since}`,
    endpoint: html`${why}${since}`,
    job: html`${why}${tries}${since}`,
  }[of];
  return html`<tr>${
    canAct &&
    html`<td class="pick"><label><input type="checkbox" name="id" value="${item.id}"><span
 class="hidden">Choose ${item.what} ${item.who}</span></label></td>`
  }<th scope="row">${name}</th>${rest}</tr>`;
}

function link({ base }: Visit, of: ThingKind, item: WorkItem): Html {
  if (of === 'message')
    return html`<a href="${base}/messages/${item.id}">${sayWord(item.what)}</a>`;
  if (of === 'mail')
    return html`<a href="${base}/inbound-mails/${item.id}">${sayWord(item.what)}</a>`;
  if (of === 'person')
    return html`<a href="${base}/rooms/${item.roomId}">${sayWord(item.what)}</a>`;
  return html`<span class="mono">${item.what}</span>`;
}

const roomLink = ({ base }: Visit, of: ThingKind, { roomId }: WorkItem): Html | null =>
  roomId === null || of === 'person'
    ? null
    : html`<span class="small"><a href="${base}/rooms/${roomId}">Room</a></span>`;
