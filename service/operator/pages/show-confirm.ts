import type { OperatorDeps } from '../operator-deps.ts';
import { findTargets } from '../target-views.ts';
import { type ActionName, isActionName, isListName, kindOf, workLists } from '../work-lists.ts';
import { countedUpTo, countWork } from '../work-views.ts';
import { type Html, html } from './html.ts';
import { readIds } from './read-order.ts';
import { tellTrouble } from './view-parts.ts';
import { actions, countThings, lists } from './view-words.ts';
import { fieldOf, type ViewPage, type Visit } from './visit.ts';

const dayMs = 24 * 60 * 60_000;

/** Asks once more, with the number of things: nothing has been done yet. */
export async function showConfirm(deps: OperatorDeps, visit: Visit): Promise<ViewPage> {
  const action = fieldOf(visit, 'action');
  const list = fieldOf(visit, 'list');
  if (!isActionName(action)) return tellTrouble(400, 'No such action', 'Go back and try again.');
  const isAll = fieldOf(visit, 'scope') === 'all';
  const fits = isListName(list) && workLists[list].actions.includes(action);
  if (list !== '' && !fits) return tellTrouble(400, 'No such list', 'Go back and try again.');
  const ids = isAll ? [] : readIds(visit);
  const count =
    isAll && fits
      ? await countWork(deps.database.pool, list, visit.now)
      : (await findTargets(deps.database.pool, kindOf[action], ids)).length;
  const back = fits ? `${visit.base}/lists/${list}` : visit.base;
  if (count === 0) return tellNothing(back, ids.length > 0);
  const things = countThings(count, kindOf[action], countedUpTo);
  const { question, about, button, isGrave } = actions[action];
  return {
    status: 200,
    title: question.replace('{things}', things),
    ...(fits && { menu: list }),
    main: html`${fits && html`<p class="crumbs"><a href="${back}">${lists[list].title}</a></p>`}
<h1>${question.replace('{things}', things)}</h1>
<p class="lead">${about}</p>
<form class="card" method="post" action="${visit.base}/act">
<input type="hidden" name="nonce" value="${visit.nonce}"><input type="hidden" name="order"
 value="${deps.random.uuid()}">
<input type="hidden" name="matched" value="${count}">${
      isAll
        ? html`<input type="hidden" name="list" value="${list}">`
        : ids.map((id) => html`<input type="hidden" name="id" value="${id}">`)
    }
${askSince(action, visit.now)}
<p class="buttons"><button class="${isGrave ? 'grave' : 'main'}" name="action"
 value="${action}">${button}: ${things}</button>
<a class="button" href="${back}">Back</a></p></form>`,
  };
}

function askSince(action: ActionName, now: Date): Html | null {
  if (action !== 'replay-endpoint') return null;
  const dayAgo = new Date(now.getTime() - dayMs).toISOString().slice(0, 16);
  return html`<div class="field"><label for="since">Events from this time on (UTC)</label><input
 id="since" name="since"
 type="datetime-local" value="${dayAgo}" required></div>`;
}

function tellNothing(back: string, wasChosen: boolean): ViewPage {
  const words = wasChosen
    ? 'What you chose is not there any more.'
    : 'Choose at least one thing of the list, or all of them.';
  return {
    status: 409,
    title: 'Nothing to do',
    main: html`<h1>Nothing to do</h1><p class="lead">${words}</p><p><a class="button"
 href="${back}">Back to the list</a></p>`,
  };
}
