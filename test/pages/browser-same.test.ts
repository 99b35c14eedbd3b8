import type { BrowserContextOptions, Page } from 'playwright-core';
import { isThorough } from '../house/thorough.ts';
import { goTo, openBrowser, type PageBrowser } from './page-browser.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { type PageScene, pageScenes, sceneOf } from './page-scenes.ts';

let house: PageHouse;
let browser: PageBrowser;
beforeAll(async () => {
  house = await openPageHouse();
  browser = await openBrowser(house);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** The document without what is new in every answer: nonces and tokens. */
const plain = (text: string): string =>
  text
    .replaceAll(/ nonce="[^"]*"/g, '')
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN')
    .replaceAll(/(name="nonce" value=")[^"]*/g, '$1');

const browsers: readonly BrowserContextOptions[] = [
  { javaScriptEnabled: true, timezoneId: 'Asia/Kathmandu' },
  { javaScriptEnabled: true, timezoneId: 'America/Los_Angeles', colorScheme: 'dark' },
  { javaScriptEnabled: false, timezoneId: 'Asia/Kathmandu', viewport: { width: 320, height: 600 } },
];

const scenes = isThorough ? pageScenes : ['approve'].map(sceneOf);

async function load(page: Page, scene: PageScene, language: string): Promise<string> {
  const response = await goTo(page, house, await scene.open(house, language));
  return plain(await response.text());
}

// What is found out about a page in one browser holds for it in all of them.
test('a page is the same in every time zone, with and without JavaScript', async () => {
  const language = 'ar';
  const open = (one: BrowserContextOptions) => browser.open({ locale: language, ...one });
  const pages = await Promise.all(browsers.map(open));
  for (const scene of scenes) {
    const texts: string[] = [];
    // One after the other: scenes share the clock and the settings.
    for (const page of pages) texts.push(await load(page, scene, language));
    const [first = '', ...others] = texts;
    for (const other of others) expect(other).toBe(first);
    expect(first).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|javascript:|style="/i);
  }
}, 600_000);
