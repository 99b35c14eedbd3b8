import type { Page } from 'playwright-core';
import { type Language, languages } from '../../service/mail/language.ts';
import { pageWords } from '../../service/pages/words/words.ts';
import { viewProposals, viewRoom } from '../../service/rooms/room-views.ts';
import { isThorough } from '../house/thorough.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { openBrowser, type PageBrowser } from './page-browser.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { parkAnswer, sampleReply } from './parked-mail.ts';

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

const plain = { javaScriptEnabled: false };
const heading = (page: Page) => page.locator('h1').textContent();
const roomOf = (roomId: string) => viewRoom(house.db.pool, house.applicationId, roomId);
const proposalsOf = (roomId: string) => viewProposals(house.db.pool, house.applicationId, roomId);
const book = (locale: string) =>
  house.create({ host: { ...helen, locale }, guest: { ...gil, locale } });

/** Sends the form, as a person does who has read the page. */
async function send(page: Page, name: string): Promise<void> {
  house.clock.advance({ minutes: 1 });
  await page.getByRole('button', { name, exact: true }).click();
}

/** Asks for a time, corrects a mistake, and lets the other person approve; returns the room. */
async function agree(page: Page, language: Language): Promise<string> {
  const { propose, decide, form, layout, settled } = pageWords(language);
  const [host, guest] = [
    { name: 'Helen', role: 'host' as const },
    { name: 'Gil', role: 'guest' as const },
  ];
  const roomId = await book(language);
  await page.goto(`/reschedule?r=${await house.token(roomId, 'guest', 'propose')}`);
  expect(await heading(page)).toBe(propose.title);
  await page.getByLabel(propose.pickOwn).check();
  expect(await page.getByLabel(propose.date, { exact: true }).inputValue()).toBe('2027-03-10');
  expect(await page.getByLabel(propose.zone).inputValue()).toBe('America/New_York');
  await page.getByLabel(propose.date, { exact: true }).fill('');
  await send(page, propose.send);
  expect((await page.title()).startsWith(layout.error)).toBe(true);
  await page.getByRole('link', { name: propose.mistake.date }).click();
  await page.getByLabel(propose.date, { exact: true }).fill('2027-03-12');
  await page.getByLabel(propose.time, { exact: true }).fill('12:00');
  await page.getByLabel(propose.zone).selectOption('Europe/Berlin');
  await page.getByLabel(propose.minutes(90)).check();
  await page.getByLabel(propose.note(host)).fill('After lunch?');
  await send(page, propose.send);
  expect(await heading(page)).toBe(propose.asked(host).title);

  await page.goto(`/approve?t=${await house.token(roomId, 'host', 'approve')}`);
  expect(await heading(page)).toBe(decide.title);
  expect(await page.locator('blockquote').textContent()).toContain('After lunch?');
  expect(await page.locator('input:checked').count()).toBe(0);
  await page.getByLabel(decide.approve.label).check();
  await send(page, form.send);
  expect(await heading(page)).toBe(decide.approved(guest).title);
  expect(page.url()).not.toContain('eyJ');
  await page.reload();
  expect(await heading(page)).toBe(settled.approved('you', guest, 'Practice').title);
  return roomId;
}

for (const language of isThorough ? languages : (['en'] as const)) {
  test(`form, decision and outcome work in ${language} without JavaScript`, async () => {
    // Whatever the browser speaks: the page is in the language of its reader.
    const locale = language === 'pl' ? 'de-DE' : 'pl-PL';
    await browser.visit({ ...plain, locale }, async (page) => {
      const roomId = await agree(page, language);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await roomOf(roomId)).toMatchObject({
        startUtc: '2027-03-12T11:00:00.000Z',
        durationMinutes: 90,
        icsSequence: 1,
      });
    });
  }, 60_000);
}

test('a time that is offered is asked for with two clicks, and hides what it leaves out', async () => {
  const roomId = await house.book();
  await browser.visit(plain, async (page) => {
    await page.goto(`/reschedule?r=${await house.token(roomId, 'guest', 'propose')}`);
    expect(await page.getByLabel('New date').isVisible()).toBe(true);
    const offered = page.locator('input.given');
    expect(await offered.count()).toBe(3);
    await offered.first().check();
    expect(await page.getByLabel('New date').isVisible()).toBe(false);
    expect(await page.getByLabel('60 minutes').isVisible()).toBe(true);
    await send(page, 'Ask for this time');
    expect(await heading(page)).toBe('We are asking Helen');
  });
  expect(await proposalsOf(roomId)).toMatchObject([
    { startUtc: '2027-03-10T16:00:00.000Z', durationMinutes: 60 },
  ]);
});

test('a time that a mail suggests is asked for with one click, without JavaScript', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  await browser.visit(plain, async (page) => {
    await page.goto(`/reschedule?r=${token}&start=2027-03-11T17:30:00Z`);
    expect(await page.getByLabel('Start time').inputValue()).toBe('12:30');
    await send(page, 'Ask for this time');
    expect(await heading(page)).toBe('We are asking Helen');
  });
  expect(await proposalsOf(roomId)).toMatchObject([
    { startUtc: '2027-03-11T17:30:00.000Z', durationMinutes: 60 },
  ]);
});

test('an answer is confirmed without JavaScript, and once', async () => {
  const roomId = await house.book();
  const { token } = await parkAnswer(house, roomId, sampleReply(house, 'accepted'));
  await browser.visit(plain, async (page) => {
    await page.goto(`/confirm?t=${await token()}`);
    expect(await heading(page)).toBe('Did you send this?');
    await page.getByLabel('Yes, this is from me').check();
    await send(page, 'Send my answer');
    expect(await heading(page)).toBe('You accepted the session');
    expect(page.url()).not.toContain('eyJ');
    await page.reload();
    expect(await heading(page)).toBe('You have confirmed this already');
  });
  expect(await roomOf(roomId)).toMatchObject({ guest: { answer: 'accepted' } });
});

test('a decision is made with the keyboard alone', async () => {
  const roomId = await house.book();
  const token = await house.askAsGuest(roomId, 'decline');
  await browser.visit(plain, async (page) => {
    await page.goto(`/decline?t=${token}`);
    const focused = () => page.locator(':focus').getAttribute('value');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('decline');
    expect(await page.locator('input:checked').count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('input:checked').getAttribute('value')).toBe('approve');
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('input:checked').getAttribute('value')).toBe('decline');
    house.clock.advance({ minutes: 1 });
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.title.includes('stays as it is')`);
    expect(await heading(page)).toBe('The session stays as it is');
  });
  expect(await proposalsOf(roomId)).toMatchObject([{ status: 'declined' }]);
  expect(await roomOf(roomId)).toMatchObject({ icsSequence: 0 });
});

test('a form posted by another site’s page changes nothing', async () => {
  const roomId = await house.book();
  const token = await house.askAsGuest(roomId);
  const { nonce = '' } = house.fill('/approve', { t: token });
  await browser.visit({}, async (page) => {
    await page.setContent(
      `<form method="post" action="${house.url}/approve"><input name="t" value="${token}">
       <input name="nonce" value="${nonce}"><input name="choice" value="approve">
       <button>Win a prize</button></form>`,
    );
    await page.getByRole('button').click();
    expect(await heading(page)).toBe('This form came from somewhere else');
  });
  expect(await roomOf(roomId)).toMatchObject({ icsSequence: 0 });
});
