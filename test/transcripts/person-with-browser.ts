import type { Action } from './transcript.ts';

/** What a page told the person: it was done, it was settled before, the link has expired. */
export type PageSeen = 'done' | 'settled' | 'expired';

const meanings: readonly [RegExp, PageSeen][] = [
  [/has a new time|stays as it is|You keep your session|We are asking/, 'done'],
  [/You accepted|You answered|You declined|is cancelled|no longer booked/, 'done'],
  [/could not use that new time/, 'done'],
  [
    /already|out of date|no longer|was cancelled|takes place|Nobody has booked|nothing to confirm|changed since|again since/,
    'settled',
  ],
  [/(link|request) has expired/, 'expired'],
];

const titleOf = (html: string): string => /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1]?.trim() ?? '';

/** Throws at a page that says none of these: an error must not pass for an answer. */
function meaningOf(html: string): PageSeen {
  const title = titleOf(html);
  const found = meanings.find(([words]) => words.test(title));
  if (!found) throw new Error(`nobody understands the page "${title}"`);
  return found[1];
}

interface Form {
  readonly action: string;
  readonly fields: URLSearchParams;
}

/** The page's own form with its hidden fields, as a browser without scripts sees it. */
function formOf(html: string, base: string): Form | null {
  const form = /<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/i.exec(html);
  if (!form?.[1] || form[2] === undefined) return null;
  const fields = new URLSearchParams();
  for (const [input] of form[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? '';
    if (name) fields.set(name, value);
  }
  // The answer that the link is named after stands first.
  const choice = /<input[^>]*name="choice"[^>]*value="([^"]*)"/.exec(form[2])?.[1];
  if (choice) fields.set('choice', choice);
  return { action: new URL(form[1].replaceAll('&amp;', '&'), base).href, fields };
}

/**
 * Opens a link of a mail, chooses the answer it is named after and presses the button, if there is
 * something to press. `read` is the time that a person takes to read the page.
 */
export async function followLink(url: string, read: () => unknown): Promise<PageSeen> {
  const page = await (await fetch(url)).text();
  const form = formOf(page, url);
  if (!form || /has expired/.test(titleOf(page))) return meaningOf(page);
  await read();
  const answer = await fetch(form.action, { method: 'POST', body: form.fields });
  return meaningOf(await answer.text());
}

/** Opens the reschedule page with a time filled in, and sends the form as it stands. */
export async function takeSuggestion(url: string, read: () => unknown): Promise<PageSeen> {
  const page = await (await fetch(url)).text();
  const form = formOf(page, url);
  if (!form) return meaningOf(page);
  const body = new URLSearchParams([...form.fields, ...filledIn(page)]);
  await read();
  const answer = await fetch(form.action, { method: 'POST', body });
  return meaningOf(await answer.text());
}

/** The visible fields of a form, as they are filled in. */
function filledIn(html: string): [string, string][] {
  const filled: [string, string][] = [];
  for (const [input] of html.matchAll(/<input\s[^>]*>/g)) {
    const { type, name, value } = attributesOf(input);
    const isTaken = type === 'radio' ? /\schecked[\s>]/.test(input) : type !== 'hidden';
    if (name && isTaken) filled.push([name, value ?? '']);
  }
  for (const [select, name = ''] of html.matchAll(/<select[^>]*name="(\w+)"[\s\S]*?<\/select>/g)) {
    const chosen = /<option selected>([^<]*)</.exec(select)?.[1];
    if (chosen) filled.push([name, chosen]);
  }
  return filled;
}

const attributesOf = (tag: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...tag.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));

/** Opens the reschedule page, fills in the form and sends it. */
export async function proposeOnPage(
  url: string,
  wish: Extract<Action, { do: 'propose' }>,
): Promise<PageSeen> {
  const token = new URL(url).searchParams.get('r') ?? '';
  const minutes = wish.minutes ?? null;
  const answer = await fetch(new URL('/api/reschedule/propose', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      proposedStartUtc: wish.startUtc.toISOString(),
      ...(minutes === null
        ? {}
        : { proposedEndUtc: new Date(wish.startUtc.getTime() + minutes * 60_000).toISOString() }),
      ...(wish.saying === null ? {} : { note: wish.saying }),
    }),
  });
  await answer.arrayBuffer();
  return answer.ok ? 'done' : 'settled';
}
