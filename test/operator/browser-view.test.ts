import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../house/find-browser.ts';
import { isThorough } from '../house/thorough.ts';
import { setTroubles, type Troubles } from './troubles.ts';
import { openViewHouse, type ViewHouse } from './view-house.ts';

let house: ViewHouse;
let troubles: Troubles;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the console calls an error, such as a breach of the pages' own policy. */
const said: string[] = [];

beforeAll(async () => {
  house = await openViewHouse();
  troubles = await setTroubles(house.api);
  browser = await chromium.launch(await findBrowser());
  // Nothing of the view needs script.
  context = await browser.newContext({ baseURL: house.url, javaScriptEnabled: false });
  page = await context.newPage();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

test('an operator signs in, reads a parked mail again and sees that it was done, without script', async () => {
  await page.goto(`/ops/inbound-mails/${troubles.parkedId}`);
  await page.getByLabel('Your name').fill('Ada Byron');
  await page.getByLabel('Key').fill(house.api.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Re: Practice');
  await page.getByRole('link', { name: 'Parked' }).click();
  await page.getByRole('radio', { name: 'All (1 mail)' }).check();
  await page.getByRole('button', { name: 'Read again …' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Read 1 mail again?');
  await page.getByRole('button', { name: 'Read again: 1 mail' }).click();
  expect(await page.locator('main').textContent()).toContain('1 done, of 1 that were meant.');
  await page.getByRole('link', { name: 'Overview' }).click();
  expect(await page.locator('a.tile[href$=parked-mails] b').textContent()).toBe('0');
  await page.goto(`/ops/rooms/${troubles.roomId}`);
  expect(await page.locator('.line').textContent()).toContain('by operator Ada Byron');
}, 120_000);

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function findBarriers(seen: Page): Promise<string[]> {
  const axe = () => new AxeBuilder({ page: seen }).setLegacyMode(true);
  await seen.emulateMedia({ colorScheme: 'light' });
  const light = await axe().withTags(rules).analyze();
  await seen.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe().withRules(['color-contrast', 'link-in-text-block']).analyze();
  return [...light.violations, ...dark.violations].map(
    ({ id, nodes }) => `${id} ${nodes[0]?.html}`,
  );
}

/** What reaches out of the window at its side, and controls too small to hit (WCAG 2.2 §2.5.8). */
const findMisfits = `(() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is too wide'] : [];
  const small = [...document.querySelectorAll('button, input:not([type=hidden]), summary, nav a')]
    .map((one) => one.closest('label') ?? one)
    .filter((one) => one.checkVisibility())
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map((one) => one.outerHTML.slice(0, 80));
  return [...wide, ...small];
})()`;

/** Between them they have each kind of table, form, line and notice. */
const keyPages = ['', '/lists/retrying-messages', '/rooms/:room', '/inbound-mails/:mail'];
const otherPages = [
  ...['/find?q=order-77', '/find?q=nobody', '/relays', '/actions', '/nothing'],
  ...['/lists/failed-messages', '/lists/unreadable-mails', '/lists/unreachable-people'],
  ...['/lists/troubled-endpoints', '/lists/failed-jobs', '/lists/parked-mails'],
  '/messages/:message',
];

test('every page is accessible in light and dark, fits a small screen and breaks no policy', async () => {
  const seen = await (await browser.newContext({ baseURL: house.url })).newPage();
  seen.on('console', (one) => {
    const isStatus = one.text().startsWith('Failed to load resource');
    if (one.type() === 'error' && !isStatus) said.push(one.text());
  });
  await seen.setViewportSize({ width: 320, height: 800 });
  const found: Record<string, string[]> = {};
  const look = async (name: string) => {
    found[name] = [...(await findBarriers(seen)), ...(await seen.evaluate<string[]>(findMisfits))];
  };
  await seen.goto('/ops');
  await look('sign in');
  await seen.getByLabel('Your name').fill('Ada');
  await seen.getByLabel('Key').fill(house.api.adminKey);
  await seen.getByRole('button', { name: 'Sign in' }).click();
  for (const path of isThorough ? [...keyPages, ...otherPages] : keyPages) {
    const place = path
      .replace(':room', troubles.roomId)
      .replace(':message', troubles.failedId)
      .replace(':mail', troubles.parkedId);
    await seen.goto(`/ops${place}`);
    await look(path);
  }
  await seen.goto('/ops/lists/troubled-endpoints');
  await seen.getByRole('checkbox').check();
  await seen.getByRole('button', { name: 'Replay failed events …' }).click();
  await look('confirm');
  await seen.getByRole('button', { name: /Replay failed events:/ }).click();
  await look('action');
  expect(Object.entries(found).filter(([, barriers]) => barriers.length > 0)).toEqual([]);
  expect(said).toEqual([]);
}, 240_000);
