import type { Page } from 'playwright-core';
import { waitFor } from '../house/wait-for.ts';
import { answerInvitation } from './answer-mail.ts';
import {
  answerPage,
  cardOf,
  type DemoMail,
  findBarriers,
  findDarkBarriers,
  type HostAppHouse,
  openHostApp,
  toastOf,
} from './host-app-house.ts';
import { endAll } from './parley-process.ts';

const session = 'Gonioscopy practice';
const addresses = { host: 'helen@host.example', guest: 'gil@guest.example' };
let house: HostAppHouse;
let host: Page;
let guest: Page;

beforeAll(async () => {
  house = await openHostApp();
  host = await house.visit('Helen Hart');
  guest = await house.visit('Gil Grant');
}, 90_000);
afterAll(async () => {
  await house?.close();
  await endAll();
}, 60_000);

/** Waits until the page shows this, and shows that it was not loaded again meanwhile. */
async function seeLive(page: Page, region: string, text: string): Promise<void> {
  await page.locator(region).filter({ hasText: text }).waitFor();
  expect(await page.evaluate('window.wasHere')).toBe(true);
}
/** What reaches out of the window at its side. */
const findWide = `document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth)
      .map((one) => one.outerHTML.slice(0, 80))
  : []`;
const stay = (page: Page) => page.evaluate('window.wasHere = true');

const isAbout = (method: string, sequence: number) => (mail: DemoMail) =>
  mail.method === method && mail.sequence === sequence && mail.subject.includes(session);

const linkOf = ({ links }: DemoMail, path: string): string => {
  const found = links.find((link) => link.includes(path));
  if (found === undefined) throw new Error(`no ${path} among ${links.join(' ')}`);
  return found;
};

test('rooms from before are there: an hour long, at sequence 0, and nobody was mailed', async () => {
  await cardOf(host, 'Slit lamp basics').getByText('60 min').waitFor();
  await host.getByRole('link', { name: 'Slit lamp basics' }).click();
  await host.getByText('Calendar facts').click();
  const facts = await host.locator('#facts').textContent();
  expect(facts).toMatch(/60 minutes\s*Sequence\s*0/);
  expect(facts).toContain('practice-room-17@practice.example');
  expect(await house.mails(addresses.guest)).toEqual([]);
});

test('a host offers a session on their own clock; the guest sees it at once, on theirs', async () => {
  await stay(guest);
  await host.goto('/sessions');
  await host.getByRole('link', { name: 'New session' }).click();
  const dialog = host.getByRole('dialog', { name: 'New session' });
  await dialog.getByLabel('Name').fill(session);
  const date = await dialog.getByLabel('Date').inputValue();
  await dialog.getByLabel('Start').fill('15:00');
  await dialog.getByLabel('90 minutes').check();
  await dialog.getByLabel('Note').fill(`Bring a lens. Ask ${addresses.host}`);
  await dialog.getByRole('button', { name: 'Offer the session' }).click();
  await toastOf(host).getByText('open for guests').waitFor();
  await host.locator('.ticket .pill').getByText('Open', { exact: true }).waitFor();
  await seeLive(guest, '#open', session);
  const told = await cardOf(guest, session).textContent();
  expect(told).toContain('10:00 AM – 11:30 AM');
  expect(told).toContain('90 min');
  expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('a guest books it; the host’s page follows, and both have an invitation', async () => {
  await host.goto('/sessions');
  await host.locator('body[data-live=on]').waitFor();
  await stay(host);
  const slow = await house.visit('Gina Gray', { javaScriptEnabled: false });
  await cardOf(guest, session).getByRole('button', { name: 'Book' }).click();
  await toastOf(guest).getByText('Booked.').waitFor();
  await seeLive(host, '#own', 'Gil: no answer yet');
  await toastOf(host).getByText('Gil booked your session.').waitFor();
  for (const to of Object.values(addresses)) await house.mail(to, isAbout('REQUEST', 0));
  // Her page still offers it.
  await cardOf(slow, session).getByRole('button', { name: 'Book' }).click();
  await toastOf(slow).getByText('Somebody was faster').waitFor();
  expect(await cardOf(slow, session).count()).toBe(0);
});

test('an answer given in the guest’s calendar appears in the list without a reload', async () => {
  const mail = await house.mail(addresses.guest, isAbout('REQUEST', 0));
  const replyTo = mail.headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value ?? '';
  const invitation = { ics: mail.ics, replyTo: /[^\s<>]+@[^\s<>]+/.exec(replyTo)?.[0] ?? '' };
  const answer = { client: 'gmail', method: 'REPLY', answer: 'ACCEPTED' } as const;
  await answerInvitation(house.smtpPort, invitation, answer);
  await seeLive(host, '#own', 'Gil: accepted');
  await toastOf(host).getByText('Gil accepted.').waitFor();
});

test('a new time asked for by link, and agreed to by link, is what both pages show', async () => {
  const invitation = await house.mail(addresses.guest, isAbout('REQUEST', 0));
  await cardOf(host, session).getByRole('link').click();
  await host.locator('body[data-live=on]').waitFor();
  await stay(host);
  const stranger = await house.visit('Gina Gray');
  const fill = async (page: Page) => {
    await page.getByLabel('Different time').or(page.locator('input[value=own]')).first().check();
    await page.getByLabel('Start time', { exact: true }).fill('12:00');
    await page.getByLabel('60 minutes').check();
  };
  await answerPage(stranger, linkOf(invitation, '/reschedule'), fill, 'Ask for this time');
  await seeLive(host, '#session', 'Gil asked for another time');
  const question = await house.mail(addresses.host, ({ links }) =>
    links.some((link) => link.includes('/approve')),
  );
  const agree = (page: Page) => page.locator('input[value=approve]').check();
  await answerPage(stranger, linkOf(question, '/approve'), agree, 'Send my answer');
  await seeLive(host, '#session', '17:00 – 18:00');
  await seeLive(host, '#story', 'You agreed to the new time');
  await guest.locator('#session').filter({ hasText: '12:00 PM – 1:00 PM' }).waitFor();
  await house.mail(addresses.guest, isAbout('REQUEST', 1));
  await stranger.context().close();
});

test('neither page, nor what it is told live, has the other person’s address', async () => {
  expect(await host.content()).toContain('Gil');
  expect(await host.content()).not.toContain('guest.example');
  expect(await guest.content()).toContain('Bring a lens. Ask …');
  expect(await guest.content()).not.toContain('host.example');
});

test('a form that was opened before the session changed changes nothing', async () => {
  const other = await house.visit('Helen Hart', { javaScriptEnabled: false });
  await other.goto(`${new URL(host.url()).pathname}/move`);
  await host.getByRole('link', { name: 'Move' }).click();
  await host.getByRole('dialog').getByLabel('Start').fill('18:00');
  await host.getByRole('button', { name: 'Move it' }).click();
  await toastOf(host).getByText('The session has moved.').waitFor();
  await other.getByLabel('Start').fill('09:00');
  await other.getByRole('button', { name: 'Move it' }).click();
  await toastOf(other).getByText('changed while you were looking').waitFor();
  expect(await other.locator('.time').textContent()).toContain('18:00 – 19:00');
});

test('a host cancels after a dialog asked; both pages and the history tell it', async () => {
  await host.getByRole('link', { name: 'Cancel' }).click();
  await host.getByRole('dialog').getByRole('link', { name: 'Keep it' }).click();
  expect(await host.locator('#session').textContent()).not.toContain('Cancelled');
  await host.getByRole('link', { name: 'Cancel' }).click();
  await host.getByRole('dialog').getByLabel('Reason').fill('The clinic is closed.');
  await host.getByRole('button', { name: 'Cancel the session' }).click();
  await toastOf(host).getByText('The session is cancelled.').waitFor();
  await guest.locator('#session .pill').getByText('Cancelled').waitFor();
  await house.mail(addresses.guest, isAbout('CANCEL', 3));
  await waitFor(async () => {
    const story = (await host.locator('.timeline').textContent())?.replaceAll('\n', ' ') ?? '';
    return /You offered.*Gil booked.*Invitation to Gil.*Gil answered.*Gil asked.*You agreed.*new time.*cancelled.*The clinic is closed/.test(
      story,
    );
  });
});

test('without a script a session is offered, booked, moved and given up', async () => {
  const plain = { javaScriptEnabled: false };
  const hugo = await house.visit('Hugo Hall', plain);
  const gina = await house.visit('Gina Gray', plain);
  await hugo.getByText('You offer no sessions yet.').waitFor();
  await hugo.getByRole('link', { name: 'New session' }).click();
  await hugo.getByLabel('Name').fill('Suturing');
  // Today began before now.
  const today = (await hugo.getByLabel('Date').getAttribute('min')) ?? '';
  await hugo.getByLabel('Date').fill(today);
  await hugo.getByLabel('Start').fill('00:00');
  await hugo.getByRole('button', { name: 'Offer the session' }).click();
  await toastOf(hugo).getByText('That time has passed.').waitFor();
  expect(await hugo.getByLabel('Name').inputValue()).toBe('Suturing');
  await hugo.getByLabel('Date').fill('2099-06-01');
  await hugo.getByRole('button', { name: 'Offer the session' }).click();
  await toastOf(hugo).getByText('open for guests').waitFor();
  await gina.reload();
  await cardOf(gina, 'Suturing').getByRole('button', { name: 'Book' }).click();
  await toastOf(gina).getByText('Booked.').waitFor();
  await gina.getByRole('link', { name: 'Move' }).click();
  await gina.getByLabel('Start').fill('16:00');
  await gina.getByRole('button', { name: 'Move it' }).click();
  expect(await gina.locator('.time').textContent()).toContain('16:00 – 17:00');
  await gina.getByRole('link', { name: 'Give up' }).click();
  await gina.getByRole('button', { name: 'Give it up' }).click();
  await toastOf(gina).getByText('You gave your place up.').waitFor();
  await hugo.reload();
  await hugo.locator('.pill').getByText('Open again').waitFor();
});

test('every page is accessible, light and dark, fits a small screen and asks nobody else', async () => {
  const small = await house.visit('Helen Hart', {
    viewport: { width: 320, height: 700 },
    reducedMotion: 'reduce',
  });
  const asked = new Set<string>();
  small.on('request', (request) => asked.add(new URL(request.url()).origin));
  await small.getByRole('link', { name: 'Reading an OCT scan' }).click();
  await small.waitForURL(/sessions\/0/);
  const [own, open] = [host, small].map((page) => new URL(page.url()).pathname);
  const found: Record<string, unknown> = {};
  for (const path of ['/sessions', own ?? '', `${open}/move`]) {
    await small.goto(path);
    found[path] = [...(await findBarriers(small)), ...(await findDarkBarriers(small))];
    found[`${path} wide`] = await small.evaluate(findWide);
  }
  await small.goto(open ?? '');
  await small.getByRole('link', { name: 'Cancel' }).click();
  await small.getByRole('dialog').waitFor();
  found.dialog = await findBarriers(small);
  await small.keyboard.press('Escape');
  expect(await small.getByRole('dialog').count()).toBe(0);
  await small.getByRole('button', { name: 'Switch' }).click();
  await small.getByText('Who would you like to be?').waitFor();
  found.welcome = await findBarriers(small);
  found.guest = await findBarriers(guest);
  expect(Object.entries(found).filter(([, wrong]) => String(wrong) !== '')).toEqual([]);
  expect([...asked]).toEqual([house.appUrl]);
});

test('who is not signed in, forges a cookie or writes webhooks unsigned gets nothing', async () => {
  const options = { redirect: 'manual', headers: { cookie: 'practice-person=aGVsZW4.9e15.x' } };
  const page = await fetch(`${house.appUrl}/sessions`, options as RequestInit);
  expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
  expect((await fetch(`${house.appUrl}/live`)).status).toBe(401);
  const foreign = await fetch(`${house.appUrl}/sign-in`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ person: 'helen' }),
  });
  expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
  const hook = await fetch(`${house.appUrl}/webhooks/parley`, { method: 'POST', body: '{}' });
  expect(hook.status).toBe(401);
});

test('a terminated demo stops both and says so', async () => {
  await Promise.all([host.close(), guest.close()]);
  house.demo.child.kill('SIGTERM');
  expect(await house.demo.ended()).toBe(0);
  expect(house.demo.output()).toContain('Both are stopped.');
  expect(house.demo.errors()).toBe('');
});
