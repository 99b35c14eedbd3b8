import type { Page } from 'playwright-core';
import { limits } from '../../service/limits.ts';
import { isThorough } from '../house/thorough.ts';
import { openBrowser, type PageBrowser } from './page-browser.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import {
  compareStock,
  type Order,
  type Sending,
  scan,
  type Taste,
  takeStock,
} from './page-scanner.ts';
import { sceneOf, sendRequest } from './page-scenes.ts';

let house: PageHouse;
let browser: PageBrowser;
let page: Page;
beforeAll(async () => {
  house = await openPageHouse();
  browser = await openBrowser(house);
  page = await browser.open({ bypassCSP: true });
  // Nobody else is asked for anything.
  await page.route(
    (url) => url.origin !== house.url,
    (route) => route.abort(),
  );
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

interface Visit {
  readonly order: Order;
  readonly sending?: Sending;
  readonly taste?: Taste;
  readonly pauseMinutes?: number;
}

/** Lets a scanner at a page; tells in which tables something is different afterwards. */
async function letScan(path: string, visit: Visit): Promise<string[]> {
  const { order, sending = 'press', taste = 'everything', pauseMinutes = 0 } = visit;
  // A new minute, so that the share of visits by one link is not what protects it; then the clock
  // stands still, as it does on load.
  house.clock.advance({ minutes: 1 });
  const before = await takeStock(house);
  const pause = () => house.clock.advance({ minutes: pauseMinutes });
  await scan(page, path, { order, sending, taste, rounds: isThorough ? 3 : 2, pause });
  return compareStock(before, await takeStock(house));
}

const open = async (scene: string) => (await sceneOf(scene).open(house, 'en')).path;

/** Presses as a person does who has read the page; the answer's status. */
async function decide(path: string): Promise<number> {
  const url = new URL(path, house.url);
  const token = url.searchParams.get('t') ?? url.searchParams.get('r') ?? '';
  const wish = { date: '2027-03-12', time: '12:00', zone: 'UTC', duration: '30', note: '' };
  const isWish = url.searchParams.has('r');
  const action = isWish ? '/api/reschedule/propose' : url.pathname;
  const fields = house.fill(action, isWish ? { ...wish, token } : { t: token });
  const request = { method: 'POST', path: action, fields } as const;
  return (await sendRequest(house, request, 'en')).status;
}

const orders: readonly Order[] = ['forwards', 'backwards', 1, 2, 3, 4, 5, 6, 7, 8];
const visits: readonly Visit[] = isThorough
  ? [
      ...orders.map((order) => ({ order })),
      ...orders.map((order) => ({ order, sending: 'submit' as const })),
      ...orders.map((order) => ({ order, sending: 'fetch' as const })),
    ]
  : [{ order: 'backwards' }, { order: 2, sending: 'fetch' }];

describe('a program that presses all it finds as soon as a link is open', () => {
  const others = [
    'session with all details',
    'confirm an answer',
    'decline',
    'keep',
    'confirm a wish',
    'form of the guest',
  ];
  test.each(['approve', 'form prefilled by a mail', ...(isThorough ? others : [])])(
    'changes nothing (%s), and its person decides afterwards',
    async (scene) => {
      const path = await open(scene);
      for (const visit of visits) {
        expect({ visit, changed: await letScan(path, visit) }).toEqual({ visit, changed: [] });
      }
      const before = await takeStock(house);
      expect([200, 201]).toContain(await decide(path));
      expect(compareStock(before, await takeStock(house))).toContain('rooms');
    },
    600_000,
  );

  test('gets nothing from an expired link but a mail to its owner', async () => {
    const path = await open('expired');
    const before = JSON.parse((await takeStock(house)).messages ?? '') as unknown[];
    const changed = new Set<string>();
    for (const visit of visits) for (const table of await letScan(path, visit)) changed.add(table);
    const after = JSON.parse((await takeStock(house)).messages ?? '') as { kind: string }[];
    // A minute goes by between two visits; after ten of them the owner may be mailed again.
    expect(after.length - before.length).toBe(Math.ceil(visits.length / limits.resendEveryMinutes));
    expect([...changed].sort()).toEqual(['attendees', 'history', 'links', 'messages', 'rooms']);
    const { rows } = await house.db.pool.query(
      `select kind, attendee_email from messages order by created_at desc, id desc limit 1`,
    );
    expect(rows).toEqual([{ kind: 'fresh-link', attendee_email: 'gil@guest.example' }]);
  }, 600_000);
});

describe('a program that waits, and presses buttons', () => {
  const more = isThorough ? ['approve', 'decline', 'confirm an answer', 'confirm a wish'] : [];
  test.each(['keep', ...more])(
    'decides nothing (%s)',
    async (scene) => {
      const path = await open(scene);
      for (const sending of ['press', 'submit', 'fetch'] as const) {
        const visit = { order: 'forwards', taste: 'buttons', sending, pauseMinutes: 1 } as const;
        expect({ sending, changed: await letScan(path, visit) }).toEqual({ sending, changed: [] });
      }
    },
    300_000,
  );
});

describe('the same program, so that this can fail', () => {
  const visit = { order: 'backwards' } as const;
  const haste = limits as { formHasteMs: number };
  const { formHasteMs } = limits;
  afterEach(() => {
    haste.formHasteMs = formHasteMs;
  });

  const some = isThorough ? ['keep', 'form prefilled by a mail'] : [];
  test.each(['confirm an answer', ...some])(
    'has an effect where haste is not looked at (%s)',
    async (scene) => {
      const path = await open(scene);
      haste.formHasteMs = 0;
      expect(await letScan(path, visit)).toContain('rooms');
    },
  );

  test('has an effect when it waits and chooses, as a person does', async () => {
    expect(await letScan(await open('approve'), { ...visit, pauseMinutes: 1 })).toContain('rooms');
  });
});
