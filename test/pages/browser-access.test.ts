import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { isThorough } from '../house/thorough.ts';
import { goTo, openBrowser, type PageBrowser } from './page-browser.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { type PageScene, pageScenes, sceneOf } from './page-scenes.ts';

let house: PageHouse;
let browser: PageBrowser;
beforeAll(async () => {
  house = await openPageHouse();
  await house.db.pool.query('update applications set brand = $1', [
    { productName: 'Eye & Co', color: '#ffcc00', supportEmail: 'help@eye.example' },
  ]);
  browser = await openBrowser(house);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Between them they have each kind of control, time and notice. */
const keyScenes: Readonly<Record<string, readonly string[]>> = {
  en: ['form with mistakes', 'session with all details', 'decision without a choice'],
  ar: ['form with a pending request', 'approve'],
};

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong: everything in light, and what colours can change in dark. */
async function findBarriers(page: Page): Promise<string[]> {
  // Without the 400 options of the zone list the analysis takes a quarter of the time.
  const axe = () => new AxeBuilder({ page }).exclude('optgroup').setLegacyMode(true);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axe().withTags(rules).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe().withRules(['color-contrast', 'link-in-text-block']).analyze();
  return [...light.violations, ...dark.violations].map((one) => `${one.id} ${one.nodes[0]?.html}`);
}

/** Controls that are smaller than 24 by 24 pixels (WCAG 2.2 §2.5.8); text may hold its links. */
const findSmall = `[...document.querySelectorAll(
    'button, select, textarea, label:has(input), input:not([type=hidden]), .button, .calendars a')]
  .filter((one) => !(one.matches('input') && one.closest('label')))
  .filter((one) => one.checkVisibility())
  .map((one) => ({ html: one.outerHTML.slice(0, 80), box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width < 24 || box.height < 24)
  .map(({ html }) => html)`;

/** What reaches out of the window at its side. */
const findWide = `document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth
        || one.getBoundingClientRect().left < 0)
      .map((one) => one.outerHTML.slice(0, 80))
  : []`;

/** Whether what has the focus shows it, itself or by the label around it; null: the body has it. */
const tellFocus = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return null;
  const isShown = [one, one.closest('label')].filter(Boolean).some((shown) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  const { top, bottom } = one.getBoundingClientRect();
  const isInView = bottom > 0 && top < innerHeight;
  return { html: one.outerHTML.slice(0, 80), isVisible: isShown && isInView };
})()`;

/** Walks through the page with the Tab key. */
async function findHiddenFocus(page: Page): Promise<string[]> {
  const hidden: string[] = [];
  const seen = new Set<string>();
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate<{ html: string; isVisible: boolean } | null>(tellFocus);
    if (focus === null || seen.has(focus.html)) break;
    seen.add(focus.html);
    if (!focus.isVisible) hidden.push(focus.html);
  }
  return hidden;
}

/** What the console calls an error, but for the status of the page itself. */
function listen(page: Page): { readonly said: string[]; readonly asked: Set<string> } {
  const said: string[] = [];
  const asked = new Set<string>();
  page.on('console', (one) => {
    const isStatus = one.text().startsWith('Failed to load resource');
    if (one.type() === 'error' && !isStatus) said.push(one.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  return { said, asked };
}

async function examine(page: Page, scene: PageScene, language: string, widths: readonly number[]) {
  const response = await goTo(page, house, await scene.open(house, language));
  const found: Record<string, unknown> = { status: response.status() };
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    found[`barriers ${width}`] = await findBarriers(page);
    found[`small ${width}`] = await page.evaluate(findSmall);
    found[`wide ${width}`] = await page.evaluate(findWide);
  }
  found.hiddenFocus = await findHiddenFocus(page);
  return found;
}

const widths = isThorough ? [320, 1280] : [320];

describe.each(Object.keys(keyScenes))('every page in %s', (language) => {
  test('is accessible in light and dark, fits, shows the focus, and asks nobody else', async () => {
    const scenes = isThorough ? pageScenes : (keyScenes[language] ?? []).map(sceneOf);
    for (const scene of scenes) {
      await browser.visit({ locale: language }, async (page) => {
        const { said, asked } = listen(page);
        const found = await examine(page, scene, language, widths);
        const good = widths.flatMap((width) => [
          [`barriers ${width}`, []],
          [`small ${width}`, []],
          [`wide ${width}`, []],
        ]);
        const expected = { status: scene.status, ...Object.fromEntries(good), hiddenFocus: [] };
        expect({ scene: scene.name, ...found }).toEqual({ scene: scene.name, ...expected });
        expect({ scene: scene.name, said }).toEqual({ scene: scene.name, said: [] });
        expect([...asked]).toEqual([house.url]);
      });
    }
  }, 900_000);
});
