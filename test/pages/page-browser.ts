import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Response,
} from 'playwright-core';
import { findBrowser } from '../house/find-browser.ts';
import type { PageHouse } from './page-house.ts';
import { type PageRequest, whileFaulty } from './page-stage.ts';

export interface PageBrowser {
  /** Gives `work` a page of its own, whose relative addresses are the house's. */
  visit<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T>;
  /** A page that stays open as long as the browser. */
  open(options: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** A real browser before the pages of this house. */
export async function openBrowser(house: PageHouse): Promise<PageBrowser> {
  const browser: Browser = await chromium.launch(await findBrowser());
  const openContext = (options: BrowserContextOptions) =>
    browser.newContext({ baseURL: house.url, ...options });
  return {
    open: async (options) => await (await openContext(options)).newPage(),
    async visit(options, work) {
      const context = await openContext(options);
      try {
        return await work(await context.newPage());
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/**
 * Leads the browser to what a scene asks for. A form is sent as browsers do it: by its button, from
 * a page of the same origin.
 */
export async function goTo(page: Page, house: PageHouse, request: PageRequest): Promise<Response> {
  const target = new URL(request.path, house.url).href;
  return await whileFaulty(house, request.fault, async () => {
    if (request.method === 'GET') {
      const opened = await page.goto(target);
      if (opened === null) throw new Error('the page was there already');
      return opened;
    }
    const start = `${house.url}/form-of-a-scene`;
    const isStart = (url: URL) => url.href === start;
    await page.route(isStart, (route) =>
      route.fulfill({ contentType: 'text/html', body: writeForm(target, request) }),
    );
    await page.goto(start);
    const answer = page.waitForResponse((one) => one.url() === target);
    await page.locator('button').click();
    const response = await answer;
    await page.waitForURL(target);
    return response;
  });
}

function writeForm(target: string, { fields = {}, encoding }: PageRequest): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<textarea name="${name}">\n${escapeHtml(value)}</textarea>`,
  );
  const type = encoding === undefined ? '' : ` enctype="${encoding}"`;
  return `<!doctype html><meta name="viewport" content="width=device-width">
<form method="post" action="${target}"${type}><button>Send</button>${inputs.join('')}</form>`;
}

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
