import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { viewProposals, viewRoom } from '../../service/rooms/room-views.ts';
import { findBrowser } from '../house/find-browser.ts';
import { isThorough } from '../house/thorough.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { parkAnswer, parkWish, sampleReply } from './parked-mail.ts';

let house: PageHouse;
let browser: Browser;
beforeAll(async () => {
  house = await openPageHouse();
  browser = await chromium.launch(await findBrowser());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function inContext(options: BrowserContextOptions, work: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ baseURL: house.url, ...options });
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

const heading = (page: Page) => page.locator('h1').textContent();

test('form, decision and outcome work in a real browser without JavaScript', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  await inContext({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`/reschedule?r=${token}`);
    expect(await page.getByLabel('New date').inputValue()).toBe('2027-03-10');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/New_York');
    await page.getByLabel('New date').fill('');
    await page.getByRole('button', { name: 'Ask for this time' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    await page.getByRole('link', { name: 'Enter a date' }).click();
    await page.getByLabel('New date').fill('2027-03-12');
    await page.getByLabel('Start time').fill('12:00');
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByLabel('90 minutes').check();
    await page.getByLabel('Message to Helen').fill('After lunch?');
    await page.getByRole('button', { name: 'Ask for this time' }).click();
    expect(await heading(page)).toBe('We are asking Helen');

    await page.goto(`/approve?t=${await house.token(roomId, 'host', 'approve')}`);
    expect(await heading(page)).toBe('Move to the new time?');
    expect(await page.locator('blockquote').textContent()).toContain('After lunch?');
    await page.getByRole('button').click();
    expect(await heading(page)).toBe('The session has a new time');
    expect(page.url()).not.toContain('eyJ');
    await page.reload();
    expect(await heading(page)).toBe('This request was already approved');
  });
  expect(await viewRoom(house.db.pool, house.applicationId, roomId)).toMatchObject({
    startUtc: '2027-03-12T11:00:00.000Z',
    durationMinutes: 90,
    icsSequence: 1,
  });
});

test('a time that a mail suggests is asked for with one click, without JavaScript', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  await inContext({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`/reschedule?r=${token}&start=2027-03-11T17:30:00Z`);
    expect(await page.getByLabel('Start time').inputValue()).toBe('12:30');
    await page.getByRole('button', { name: 'Ask for this time' }).click();
    expect(await heading(page)).toBe('We are asking Helen');
  });
  expect(await viewProposals(house.db.pool, house.applicationId, roomId)).toMatchObject([
    { startUtc: '2027-03-11T17:30:00.000Z', durationMinutes: 60 },
  ]);
});

test('an answer is confirmed in a real browser without JavaScript, and once', async () => {
  const roomId = await house.book();
  const { token } = await parkAnswer(house, roomId, sampleReply(house, 'accepted'));
  await inContext({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`/confirm?t=${await token()}`);
    expect(await heading(page)).toBe('Did you send this?');
    await page.getByRole('button').click();
    expect(await heading(page)).toBe('You accepted the session');
    expect(page.url()).not.toContain('eyJ');
    await page.reload();
    expect(await heading(page)).toBe('You have confirmed this already');
  });
  expect(await viewRoom(house.db.pool, house.applicationId, roomId)).toMatchObject({
    guest: { answer: 'accepted' },
  });
});

test('a form posted by another site’s page changes nothing', async () => {
  const roomId = await house.book();
  const token = await house.askAsGuest(roomId);
  await inContext({}, async (page) => {
    await page.setContent(
      `<form method="post" action="${house.url}/approve"><input name="t" value="${token}">
       <button>Win a prize</button></form>`,
    );
    await page.getByRole('button').click();
    expect(await heading(page)).toBe('This form came from somewhere else');
  });
  expect(await viewRoom(house.db.pool, house.applicationId, roomId)).toMatchObject({
    icsSequence: 0,
  });
});

const lateWish = {
  comment: `A long word: ${'x'.repeat(120)}`,
  proposedStartUtc: new Date('2027-03-13T16:30:00Z'),
  proposedEndUtc: null,
};

/** Leads the browser to every kind of page of one room, one after the other. */
async function* walk(page: Page): AsyncGenerator<string> {
  const roomId = await house.book();
  await page.goto(`/reschedule?r=${await house.token(roomId, 'guest', 'propose')}`);
  yield 'form';
  await page.getByLabel('New date').fill('');
  await page.getByRole('button').click();
  yield 'form with a mistake';
  await page.getByLabel('New date').fill('2027-03-12');
  await page.getByLabel('Message to Helen').fill('A long word: '.concat('x'.repeat(120)));
  await page.getByRole('button').click();
  yield 'proposed';
  await page.goto(`/decline?t=${await house.token(roomId, 'host', 'decline')}`);
  yield 'decline';
  await page.goto(`/approve?t=${await house.token(roomId, 'host', 'approve')}`);
  yield 'approve';
  await page.getByRole('button').click();
  yield 'approved';
  await page.reload();
  yield 'settled';
  const { token } = await parkWish(house, roomId, { ...lateWish, sequence: 1 });
  await page.goto(`/confirm?t=${await token()}`);
  yield 'confirm';
  await page.getByRole('button').click();
  yield 'confirmed';
  await page.reload();
  yield 'nothing to confirm';
  await page.goto('/approve?t=x');
  yield 'unknown';
}

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

for (const width of isThorough ? [320, 1280] : [320]) {
  test(`every page is accessible, light and dark, and fits into ${width} px`, async () => {
    await inContext({ viewport: { width, height: 800 } }, async (page) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      for await (const name of walk(page)) {
        expect({ name, barriers: await findBarriers(page) }).toEqual({ name, barriers: [] });
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect({ name, wide }).toEqual({ name, wide: width });
      }
      expect(new Set(asked)).toEqual(new Set([house.url]));
    });
  }, 60_000);
}
