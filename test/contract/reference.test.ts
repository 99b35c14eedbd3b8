import { chromium } from 'playwright-core';
import { type ApiHouse, openApiHouse } from '../api/api-house.ts';
import { findBrowser } from '../house/find-browser.ts';
import { operations } from './document.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

test('the reference shows every operation and asks nobody else for anything', async () => {
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on('response', (response) => asked.add(new URL(response.url()).origin));
    await page.goto(`${house.baseUrl}/docs`);
    const ids = operations.map(({ operation }) => `operation/${operation.operationId}`);
    await page.waitForSelector(`[id="tag/Operation/${ids.at(-1)}"], [id$="${ids.at(-1)}"]`);
    const shown: string[] = await page.evaluate(
      '[...document.querySelectorAll("[id]")].map((one) => one.id)',
    );
    expect(ids.filter((id) => !shown.some((one) => one.endsWith(id)))).toEqual([]);
    expect([...asked].filter((origin) => origin !== house.baseUrl && origin !== 'null')).toEqual(
      [],
    );
  } finally {
    await browser.close();
  }
}, 60_000);
