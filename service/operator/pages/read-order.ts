import { isId } from '../find.ts';
import type { Order } from '../run-action.ts';
import { isActionName, isListName, workLists } from '../work-lists.ts';
import { fieldOf, type Visit } from './visit.ts';

/** So many things can be chosen one by one: two pages of a list. */
const mostIds = 100;

/** The ids that a form names; what is none is left out. */
export const readIds = ({ fields }: Visit): string[] =>
  [...new Set(fields.id ?? [])].filter(isId).slice(0, mostIds);

/** What a confirmed form orders; null when the form is not one of ours. */
export function readOrder(visit: Visit): Order | null {
  const action = fieldOf(visit, 'action');
  const id = fieldOf(visit, 'order');
  const list = fieldOf(visit, 'list');
  const matched = Number(fieldOf(visit, 'matched'));
  const since = fieldOf(visit, 'since');
  if (!isActionName(action) || !isId(id) || !Number.isSafeInteger(matched) || matched < 0) {
    return null;
  }
  const isOfList = isListName(list) && workLists[list].actions.includes(action);
  const ids = readIds(visit);
  if (list === '' ? ids.length === 0 : !isOfList) return null;
  const from = since === '' ? null : new Date(`${since}Z`);
  const hasTime = from !== null && !Number.isNaN(from.getTime());
  if (action === 'replay-endpoint' && !hasTime) return null;
  return {
    id: id.toLowerCase(),
    at: visit.now,
    actor: visit.session.actor,
    door: 'page',
    action,
    list: isListName(list) ? list : null,
    ids: list === '' ? ids : [],
    applicationId: null,
    matched,
    detail: hasTime ? { since: from.toISOString() } : {},
    requestId: visit.requestId,
    after: null,
  };
}
