import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { limits } from '../../service/limits.ts';
import { findBrowser } from '../house/find-browser.ts';
import { waitFor } from '../house/wait-for.ts';
import { type Launched, launch } from './parley-process.ts';

/** One mail of the development mailbox, as far as these tests look at it. */
export interface DemoMail {
  readonly to: string;
  readonly subject: string;
  readonly method: string | null;
  readonly sequence: number | null;
  readonly ics: string | null;
  readonly text: string;
  readonly links: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** `npm run demo:app` as its user has it: two addresses, a mailbox, and browsers before them. */
export interface HostAppHouse {
  readonly demo: Launched;
  readonly appUrl: string;
  readonly smtpPort: number;
  /** A browser of its own for one person, signed in. */
  visit(name: string, options?: BrowserContextOptions): Promise<Page>;
  mails(to: string): Promise<DemoMail[]>;
  /** Waits for a mail to this person; `find` says which. */
  mail(to: string, find: (mail: DemoMail) => boolean): Promise<DemoMail>;
  close(): Promise<void>;
}

export async function openHostApp(): Promise<HostAppHouse> {
  const demo = launch({ TZ: 'UTC' }, [process.execPath, 'test/journeys/demo-app.ts']);
  const isReady = () => demo.output().includes('Ctrl-C') || demo.child.exitCode !== null;
  const what = () => `the demo: ${demo.output()}${demo.errors()}`;
  const [browser] = await Promise.all([
    findBrowser().then((found) => chromium.launch(found)),
    waitFor(isReady, { timeoutMs: 60_000, what }),
  ]);
  const read = (pattern: RegExp) => pattern.exec(demo.output())?.[1] ?? '';
  const appUrl = read(/Host application +(\S+)/);
  if (appUrl === '') throw new Error(what());
  const mailbox = read(/Mailbox +(\S+)/);

  async function mails(to: string): Promise<DemoMail[]> {
    const headers = { accept: 'application/json' };
    const response = await fetch(`${mailbox}?to=${to}`, { headers });
    return ((await response.json()) as { data: DemoMail[] }).data;
  }
  return {
    demo,
    appUrl,
    smtpPort: Number(read(/smtp:\/\/localhost:(\d+)/)),
    visit: (name, options = {}) => signIn(browser, name, { baseURL: appUrl, ...options }),
    mails,
    mail: (to, find) =>
      waitFor(async () => (await mails(to)).find(find), { what: `a mail to ${to}` }),
    close: () => browser.close(),
  };
}

async function signIn(
  browser: Browser,
  name: string,
  options: BrowserContextOptions,
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto('/');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('/sessions');
  // Without a script there is nothing to follow.
  if (options.javaScriptEnabled !== false) await page.locator('body[data-live=on]').waitFor();
  return page;
}

/** The card of a session in a list. */
export const cardOf = (page: Page, session: string) =>
  page.locator('.card').filter({ hasText: session });

export const toastOf = (page: Page) => page.locator('#toasts');

/** Opens a link of a mail, fills its form in, and sends it no sooner than a person can. */
export async function answerPage(
  page: Page,
  link: string,
  fill: (page: Page) => Promise<void>,
  button: string,
): Promise<void> {
  await page.goto(link);
  const shownAt = performance.now();
  await fill(page);
  await waitFor(() => performance.now() - shownAt > limits.formHasteMs);
  await page.getByRole('button', { name: button }).click();
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong on this page. */
export async function findBarriers(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(rules);
  const { violations } = await axe.analyze();
  return violations.map((one) => `${one.id} ${one.nodes[0]?.html}`);
}

/** The same in dark, where only colours differ. */
export async function findDarkBarriers(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await axe.withRules(['color-contrast', 'link-in-text-block']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  return violations.map((one) => `${one.id} ${one.nodes[0]?.html}`);
}
