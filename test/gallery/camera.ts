import { writeFile } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page, type Route } from 'playwright-core';
import { findBrowser } from '../house/find-browser.ts';
import type { Opened } from './open-sights.ts';
import type { Shot } from './shots.ts';

export interface Camera {
  /** Takes all pictures of one sight; returns what the browser complained about. */
  take(opened: Opened, shots: readonly Shot[], folder: URL): Promise<readonly string[]>;
  close(): Promise<void>;
}

const address = 'http://gallery.example/';
const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="150" height="32">
<circle cx="16" cy="16" r="14" fill="#b45309"/><circle cx="16" cy="16" r="6" fill="#fff"/>
<text x="38" y="22" font-family="sans-serif" font-size="18" font-weight="700"
fill="#16181d">Ophthalmo</text></svg>`;

interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  show: Opened | null;
  readonly complaints: string[];
}

/** A browser with one window a width; each sight is opened once in it, then turned dark. */
export async function openCamera(): Promise<Camera> {
  const browser = await chromium.launch(await findBrowser());
  const windows = new Map<number, Promise<Window>>();
  const windowOf = (width: number) => {
    const found = windows.get(width) ?? openWindow(width);
    windows.set(width, found);
    return found;
  };
  const openWindow = async (width: number): Promise<Window> => {
    const context = await browser.newContext({
      viewport: { width, height: 480 },
      // Telephones have fine screens.
      deviceScaleFactor: width < 500 ? 2 : 1,
      javaScriptEnabled: false,
    });
    const window: Window = { context, page: await context.newPage(), show: null, complaints: [] };
    await context.route('**/*', (route) => answer(route, window.show));
    window.page.on('console', (one) => {
      if (one.type() === 'error') window.complaints.push(one.text());
    });
    return window;
  };
  return {
    async take(opened, shots, folder) {
      const byWidth = Map.groupBy(shots, ({ width }) => width);
      const complaints = [...byWidth].map(async ([width, some]) =>
        takeAt(await windowOf(width), opened, some, folder),
      );
      return (await Promise.all(complaints)).flat();
    },
    close: () => browser.close(),
  };
}

async function takeAt(
  window: Window,
  opened: Opened,
  shots: readonly Shot[],
  folder: URL,
): Promise<readonly string[]> {
  const { page, complaints } = window;
  window.show = opened;
  complaints.length = 0;
  await page.goto(address);
  for (const { scheme, file } of shots) {
    await page.emulateMedia({ colorScheme: scheme });
    await writeFile(new URL(file, folder), await page.screenshot({ fullPage: true }));
  }
  return complaints.map((text) => `${shots[0]?.file}: ${text}`);
}

/** Nothing leaves the machine: the sight itself, a logo that a mail asks for, and no more. */
function answer(route: Route, opened: Opened | null): Promise<void> {
  const url = route.request().url();
  if (url.endsWith('/logo.svg')) return route.fulfill({ contentType: 'image/svg+xml', body: logo });
  if (url !== address || opened === null) return route.abort();
  const policy = opened.policy === null ? {} : { 'Content-Security-Policy': opened.policy };
  const headers = { 'Content-Type': 'text/html; charset=utf-8', ...policy };
  return route.fulfill({ headers, body: opened.html });
}
