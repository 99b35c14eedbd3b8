import type { Page, PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';
import { addressKey, normaliseAddress } from '../scheduling/address.ts';
import { type FoundRoom, findRooms, type RoomWish } from './find-views.ts';

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isId = (text: string): boolean => idPattern.test(text);

/** Finds rooms by whatever was typed: an id, a UID, a reference, a Message-ID or an address. */
export function find(q: Queryable, typed: string, page: PageQuery): Promise<Page<FoundRoom>> {
  return findRooms(q, readWish(typed), page);
}

function readWish(typed: string): RoomWish {
  const text = typed.trim();
  const address = normaliseAddress(text);
  return {
    id: isId(text) ? text.toLowerCase() : null,
    emailKey: address === null ? null : addressKey(address),
    text,
  };
}
