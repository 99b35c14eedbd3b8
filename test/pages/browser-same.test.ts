import type { BrowserContextOptions } from 'playwright-core';
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

async function load(scene: PageScene, language: string, options: BrowserContextOptions) {
  return await browser.visit({ locale: language, ...options }, async (page) => {
    const response = await goTo(page, house, await scene.open(house, language));
    return plain(await response.text());
  });
}

const browsers: readonly BrowserContextOptions[] = [
  { javaScriptEnabled: true, timezoneId: 'Asia/Kathmandu' },
  { javaScriptEnabled: true, timezoneId: 'America/Los_Angeles', colorScheme: 'dark' },
  { javaScriptEnabled: false, timezoneId: 'Asia/Kathmandu', viewport: { width: 320, height: 600 } },
  { javaScriptEnabled: false, timezoneId: 'America/Los_Angeles' },
];

const scenes = isThorough ? pageScenes : ['approve'].map(sceneOf);

// What is found out about a page in one browser holds for it in all of them.
test.each(isThorough ? ['en', 'ar'] : ['ar'])(
  'a page in %s is the same in every time zone, with and without JavaScript',
  async (language) => {
    for (const scene of scenes) {
      const texts: string[] = [];
      // One after the other: scenes share the clock and the settings.
      for (const options of browsers) texts.push(await load(scene, language, options));
      const [first = '', ...others] = texts;
      for (const other of others) expect(other).toBe(first);
      expect(first).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|javascript:|style="/i);
    }
  },
  600_000,
);
