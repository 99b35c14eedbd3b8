import { HtmlValidate } from 'html-validate';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { parkWish } from './parked-mail.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
  await house.db.pool.query(
    `update applications set session_name = 'Ophthalmo "Practice" <Session>', brand = $1`,
    [{ productName: 'Eye & Co', color: '#ffcc00', supportEmail: 'help@eye.example' }],
  );
});
afterAll(() => house.close());

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  // Long options and long lines of style are no mistakes.
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off' },
});

/** Every kind of page, as a request that leads to it. */
async function everyPage(): Promise<{ name: string; text: string }[]> {
  const get = async (path: string, token: string) =>
    (await house.http.get(`${path}=${token}`)).text;
  const post = async (path: string, fields: object) =>
    (await house.http.post(path).type('form').send(fields)).text;
  const roomId = await house.book();
  const propose = await house.token(roomId, 'guest', 'propose');
  const wish = { date: '2027-03-12', time: '12:00', zone: 'UTC', duration: '30', note: 'Hi' };
  const form = await get('/reschedule?r', propose);
  const mistakes = await post('/api/reschedule/propose', { token: propose, time: '"><b>' });
  const proposed = await post('/api/reschedule/propose', { ...wish, token: propose });
  const again = await get('/reschedule?r', propose);
  const approve = await house.token(roomId, 'host', 'approve');
  const decline = await house.token(roomId, 'host', 'decline');
  const wished = await parkWish(house, roomId, { comment: 'Later?\nThanks & <bye>' });
  const confirm = await wished.token();
  const suggested = await get(`/reschedule?start=2027-03-11T17:30:00Z&r`, propose);
  return [
    { name: 'form', text: form },
    { name: 'mistakes', text: mistakes },
    { name: 'proposed', text: proposed },
    { name: 'form again', text: again },
    { name: 'suggested', text: suggested },
    { name: 'confirm', text: await get('/confirm?t', confirm) },
    { name: 'confirmed', text: await post('/confirm', { t: confirm }) },
    { name: 'nothing to confirm', text: await get('/confirm?t', confirm) },
    { name: 'approve', text: await get('/approve?t', approve) },
    { name: 'decline', text: await get('/decline?t', decline) },
    { name: 'approved', text: await post('/approve', { t: approve }) },
    { name: 'settled', text: await get('/decline?t', decline) },
    { name: 'unknown', text: await get('/approve?t', 'x') },
    { name: 'renewed', text: await post('/links/renew', { token: propose }) },
  ];
}

test('every page is valid, light, in English, with one main landmark and one heading', async () => {
  const pages = await everyPage();
  for (const { name, text } of pages) {
    const report = await validator.validateString(text, name);
    const mistakes = report.results.flatMap((result) =>
      result.messages.map((one) => `${name}:${one.line} ${one.ruleId} ${one.message}`),
    );
    expect(mistakes).toEqual([]);
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
    expect(text).toContain('<html lang="en">');
    expect(text.match(/<main>/g)).toHaveLength(1);
    expect(text.match(/<h1>/g)).toHaveLength(1);
  }
  const titles = pages.map(({ text }) => /<title>(.*?)<\/title>/.exec(text)?.[1]);
  expect(new Set(titles).size).toBeGreaterThanOrEqual(8);
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
