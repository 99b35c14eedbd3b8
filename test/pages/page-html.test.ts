import { HtmlValidate } from 'html-validate';
import { type Language, languages, readLocale } from '../../service/mail/language.ts';
import { zoneGroups } from '../../service/pages/zone-options.ts';
import { isThorough } from '../house/thorough.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { type PageScene, pageScenes, sendRequest } from './page-scenes.ts';
import { readTexts } from './page-text.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
  await house.db.pool.query(
    `update applications set session_name = 'Ophthalmo "Practice" <Session>', brand = $1`,
    [{ productName: 'Eye & Co', color: '#ffcc00', supportEmail: 'help@eye.example' }],
  );
});
afterAll(() => house.close());

async function load(scene: PageScene, language: Language) {
  return await sendRequest(house, await scene.open(house, language), language);
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  // Long options and long lines of style are no mistakes.
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off' },
});

async function findMistakes(html: string): Promise<string[]> {
  const report = await validator.validateString(withoutZones(html));
  return report.results.flatMap(({ messages }) =>
    messages.map((one) => `${one.line} ${one.ruleId} ${one.message}`),
  );
}

/** The 400 zones are the same in every form: a few of each region will do. */
const withoutZones = (html: string) =>
  html.replaceAll(
    /(<optgroup[^>]*>\s*(?:<option[^>]*>[^<]*<\/option>\s*){1,3})[\s\S]*?(?=<\/optgroup>)/g,
    '$1',
  );

const broken = /undefined|\bnull\b|NaN|\[object|Invalid Date|\$\{|<%|%>|=>/;

/** Links that lead away tell nobody where from. */
const outward = /<a href="https?:[^"]*" rel="noreferrer noopener">/g;

/** What every page is, in whatever language. */
async function check(html: string, language: Language): Promise<void> {
  const { direction } = readLocale(language);
  expect(await findMistakes(html)).toEqual([]);
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
  const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
  expect([count(/<main[\s>]/g), count(/<h1[\s>]/g)]).toEqual([1, 1]);
  expect(readTexts(html).filter((text) => broken.test(text))).toEqual([]);
  expect(html.replace(outward, '')).not.toMatch(
    /(?:href|src|action|srcset|url)[=(]"?(?:https?:)?\/\//,
  );
  expect(html).not.toMatch(/<script|<link|<img|<iframe|<object|\son\w+=|javascript:|\sstyle="/i);
}

const policy = [
  "default-src 'none'",
  'style-src NONCE',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

const nonces = new Set<string>();
/** Nothing is kept, framed, indexed or sniffed; the nonce that lets the page’s own style in. */
function checkHeaders(headers: Record<string, string>): string {
  const csp = headers['content-security-policy'] ?? '';
  const [, nonce = ''] = /'nonce-([^']{22,})'/.exec(csp) ?? [];
  expect(csp.replace(/'nonce-[^']{22,}'/, 'NONCE').split(';')).toEqual(policy);
  expect(nonces.has(nonce)).toBe(false);
  nonces.add(nonce);
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  for (const name of ['set-cookie', 'x-powered-by', 'last-modified']) {
    expect({ name, value: headers[name] }).toEqual({ name, value: undefined });
  }
  return nonce;
}

/** Names, hours and addresses are the same in every language, as is what people wrote. */
const names = ['Practice', 'Helen', 'Gil', 'Google Calendar', 'Outlook', 'Microsoft 365'];
const regions = zoneGroups.map(({ region }) => region);
const numbers = /^[\d\s:–,]*UTC$|@|^https:/;
const written = /After lunch|A long word|My train|Eye|Ophthalmo|glasses|Ill today|Until next/;

/** Words that another language spells as English does. */
const shared: Partial<Record<Language, RegExp>> = {
  fr: /^\d+ minutes,?$/,
  nl: /^Greenwich Mean Time/,
};

function isEnglish(text: string, language: Language): boolean {
  if (!/[a-z]{3}/i.test(text) || [...names, ...regions].includes(text)) return false;
  return ![numbers, written, shared[language]].some((pattern) => pattern?.test(text));
}

/** `npm test` takes every second page, and of the other languages each page in one. */
const looked = pageScenes.filter((_, index) => isThorough || index % 2 === 0);

/** What can be read on each page in English. */
const english = new Map<string, ReadonlySet<string>>();

describe('every page', () => {
  test('is valid, light, one document, and nothing but ours, in English', async () => {
    const titles = new Set<string>();
    for (const scene of looked) {
      const { text, status, headers } = await load(scene, 'en');
      expect({ scene: scene.name, status }).toEqual({ scene: scene.name, status: scene.status });
      await check(text, 'en');
      const nonce = checkHeaders(headers);
      expect(text.match(/<style[^>]*>/g)).toEqual([`<style nonce="${nonce}">`]);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      const texts = readTexts(text);
      english.set(scene.name, new Set(texts));
      titles.add(texts[0] ?? '');
    }
    expect(titles.size).toBeGreaterThanOrEqual(isThorough ? 30 : 15);
  }, 120_000);

  const others = languages.filter((one) => one !== 'en');
  test.each(others)(
    'is so in %s, with no word of English left over',
    async (language) => {
      expect(english.size).toBe(looked.length);
      for (const [index, scene] of looked.entries()) {
        if (!isThorough && index % others.length !== others.indexOf(language)) continue;
        const { text } = await load(scene, language);
        await check(text, language);
        const left = readTexts(text)
          .filter((one) => english.get(scene.name)?.has(one))
          .filter((one) => isEnglish(one, language));
        expect({ scene: scene.name, left }).toEqual({ scene: scene.name, left: [] });
      }
    },
    120_000,
  );
});

test('the file and JSON have the headers of pages, too', async () => {
  const roomId = await house.book();
  const r = await house.token(roomId, 'guest', 'propose');
  const path = '/api/reschedule/propose';
  const answers = [
    await house.http.get('/session/invite.ics').query({ r }).expect(200),
    await house.http.head('/session').query({ r }).expect(200),
    await house.http.options('/session').expect(405),
    await house.http.post(path).send({}).expect(400),
    await house.http.post(path).type('json').send('{').expect(400),
    await house.http.post(path).type('text').send('hello').expect(415),
  ];
  for (const { headers } of answers) checkHeaders(headers);
});

test('a page wears the application’s name, colour and support address, escaped', async () => {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  const { text } = await house.http.get('/reschedule').query({ r: token });
  expect(text).toContain('Eye &amp; Co');
  expect(text).toContain('&lt;Session&gt;');
  expect(text).toContain('mailto:help@eye.example');
  // Black words on a light colour (WCAG 2.2 §1.4.3).
  expect(text).toContain('--accent:#ffcc00;--on-accent:#000');
});
