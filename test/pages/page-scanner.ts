import type { Page } from 'playwright-core';
import type { PageHouse } from './page-house.ts';

/** In which order a program presses what it finds; a number: by chance, from this seed. */
export type Order = 'forwards' | 'backwards' | number;

/** How it sends forms beside pressing things. */
export type Sending = 'press' | 'submit' | 'fetch';

/** What it presses: all that reacts, or only what looks like a button. */
export type Taste = 'everything' | 'buttons';

interface Habits {
  readonly order: Order;
  readonly sending: Sending;
  readonly taste: Taste;
  /** How many pages it looks at, one after the other. */
  readonly rounds: number;
  /** What it does between opening a page and pressing: nothing, or wait. */
  pause(): void;
}

/**
 * Opens a link as scanners of mail do: presses what there is on the page, and on whatever page
 * comes up then.
 */
export async function scan(page: Page, path: string, habits: Habits): Promise<void> {
  await page.goto(path);
  for (let round = 0; round < habits.rounds; round += 1) {
    habits.pause();
    const { order, sending, taste } = habits;
    const isLeft = await page.evaluate<boolean>(pressAll(order, sending, taste, round));
    // A page that was left is replaced; one that was not is looked at anew.
    if (isLeft) await page.waitForFunction('window.isPressed !== true');
    await page.waitForLoadState('load');
    await page.evaluate('Promise.all(window.sent ?? []).then(() => null)');
  }
}

/** The script of one round; tells whether it leads away from the page. */
const pressAll = (order: Order, sending: Sending, taste: Taste, round: number) => `(() => {
  window.isPressed = true;
  const isOwn = (one) => !one.matches('a') || new URL(one.href, location.href).origin === location.origin;
  const seen = ${taste === 'buttons' ? `'button'` : `'a[href], button, input, label, select, summary, textarea'`};
  const found = [...document.querySelectorAll(seen)].filter(isOwn);
  let state = ${typeof order === 'number' ? order * 31 + round + 1 : 1};
  const chance = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  if (${JSON.stringify(order)} === 'backwards') found.reverse();
  if (${typeof order === 'number'}) {
    found.push(...found);
    for (let i = found.length - 1; i > 0; i -= 1) {
      const j = Math.floor(chance() * (i + 1));
      [found[i], found[j]] = [found[j], found[i]];
    }
  }
  let isLeft = false;
  window.sent = [];
  addEventListener('submit', () => { isLeft = true; });
  for (const one of found) {
    const isButton = one.matches('button');
    if (isButton && ${sending !== 'press'}) continue;
    if (one.matches('a') && !one.hash) {
      window.sent.push(fetch(one.href).catch(() => null));
      // A file is kept, and leaves the page where it is.
      if (one.pathname.endsWith('.ics')) continue;
      isLeft = true;
    }
    if (one.matches('select')) one.selectedIndex = Math.floor(chance() * one.options.length);
    else one.click();
  }
  for (const form of document.forms) {
    if (${sending === 'submit'}) {
      form.submit();
      isLeft = true;
    }
    if (${sending === 'fetch'}) {
      const body = new URLSearchParams(new FormData(form));
      window.sent.push(fetch(form.action, { method: 'POST', body }).catch(() => null));
    }
  }
  return isLeft;
})()`;

const tables: Readonly<Record<string, string>> = {
  rooms: 'select * from rooms order by id',
  attendees: 'select * from attendees order by id',
  proposals: 'select * from pending_proposals order by id',
  links: 'select * from magic_links order by id',
  messages: 'select * from messages order by id',
  mails: 'select id, outcome, reason, confirmed_at, read_at from imip_messages order by id',
  history: 'select * from room_history order by 1, 2, 3',
  events: 'select * from events order by 1, 2',
};

/** All that a link could change, table by table. */
export async function takeStock(house: PageHouse): Promise<Record<string, string>> {
  const stock: Record<string, string> = {};
  for (const [name, statement] of Object.entries(tables)) {
    stock[name] = JSON.stringify((await house.db.pool.query(statement)).rows);
  }
  return stock;
}

/** The names of the tables in which something is different. */
export function compareStock(a: Record<string, string>, b: Record<string, string>): string[] {
  return Object.keys(tables).filter((name) => a[name] !== b[name]);
}
