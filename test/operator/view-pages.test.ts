import { listNames } from '../../service/operator/work-lists.ts';
import { booking } from '../api/api-house.ts';
import { setTroubles, type Troubles } from './troubles.ts';
import { type Browser, openViewHouse, type ViewHouse } from './view-house.ts';

let house: ViewHouse;
let troubles: Troubles;
let browser: Browser;

describe('a page of a service in order', () => {
  beforeAll(async () => {
    house = await openViewHouse();
    browser = house.browse();
    await browser.signIn();
  });
  afterAll(() => house.close());

  test.each(listNames)('says that its list is empty: %s', async (list) => {
    const { status, html } = await browser.get(`/ops/lists/${list}`);
    expect([status, html.includes('Nothing here')]).toEqual([200, true]);
  });

  test('says that all is clear, and that no worker lives', async () => {
    expect((await browser.get('/ops')).html).toContain('All clear');
    expect((await browser.get('/ops/relays')).html).toContain('No worker lives');
    expect((await browser.get('/ops/find?q=nobody')).html).toContain('Nothing found');
  });

  test.each([
    '/ops/nothing',
    '/ops/lists/nothing',
    '/ops/rooms/nothing',
    '/ops/messages/nothing/raw',
    ...['rooms', 'messages', 'inbound-mails', 'actions'].map(
      (of) => `/ops/${of}/0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e`,
    ),
    '/ops/inbound-mails/0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e/raw',
  ])('says that there is nothing: %s', async (path) => {
    const { status, html } = await browser.get(path);
    expect([status, html.includes('<h1>')]).toEqual([404, true]);
  });

  test('says that a place in a list is none of ours', async () => {
    expect((await browser.get('/ops/lists/parked-mails?cursor=x')).status).toBe(400);
  });
});

describe('a page of a service in trouble', () => {
  beforeAll(async () => {
    house = await openViewHouse();
    troubles = await setTroubles(house.api);
    browser = house.browse();
    await browser.signIn();
  });
  afterAll(() => house.close());

  test('shows what strangers wrote as text, and no live token', async () => {
    const pages = [
      await browser.get(`/ops/inbound-mails/${troubles.parkedId}`),
      await browser.get(`/ops/messages/${troubles.failedId}`),
      await browser.get(`/ops/rooms/${troubles.roomId}`),
      await browser.get(`/ops/inbound-mails/${troubles.parkedId}/raw`),
      await browser.get(`/ops/messages/${troubles.failedId}/raw`),
    ];
    for (const { status, html } of pages) {
      expect(status).toBe(200);
      expect(html).not.toMatch(/eyJ[\w-]+\.|[rb]-[a-z2-7]{32}@/);
    }
    expect(pages[0]?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(pages[0]?.html).toContain('Café at three?');
    expect(pages[0]?.html).not.toMatch(/<script|<b>with/);
  });

  test('tells a room by one line, each entry with its cause', async () => {
    const { html } = await browser.get(`/ops/rooms/${troubles.roomId}`);
    expect(html).toMatch(/Invitation to guest.*Failed/s);
    expect(html).toContain('550 5.1.1 &lt;gil@guest.example&gt;');
    const causes = [...html.matchAll(/because of <a href="#([^"]+)"/g)].map(([, id]) => id);
    expect(causes.length).toBeGreaterThan(3);
    for (const id of causes) expect(html).toContain(`id="${id}"`);
  });

  test('tells when a mail that waits for later goes out', async () => {
    const { api } = house;
    await api.call('PATCH', '/v1/application', { body: { reminderMinutes: [60] } });
    const { json } = await api.call('POST', '/v1/rooms', { body: booking });
    const { html } = await browser.get(`/ops/rooms/${json.id}`);
    const sendAt = new Date(Date.parse(json.startUtc) - 3_600_000).toISOString();
    expect(html.replace(/\s+/g, ' ')).toContain(`to go out <time datetime="${sendAt}"`);
  });

  test('tells of an erased person nothing but that they were', async () => {
    await house.api.call('POST', '/v1/erasures', { body: { email: 'gil@guest.example' } });
    const { status, html } = await browser.get(`/ops/messages/${troubles.failedId}`);
    expect([status, html.includes('asked to be forgotten')]).toEqual([200, true]);
    expect(html).not.toContain('gil@guest.example');
    const raw = await browser.get(`/ops/messages/${troubles.failedId}/raw`);
    expect(raw.status).toBe(400);
    expect((await browser.get('/ops/find?q=gil@guest.example')).html).toContain('Nothing found');
  });

  test('fails in plain words, with nothing of the fault in them', async () => {
    await house.api.db.pool.query('alter table operator_actions rename to away');
    const { status, html } = await browser.get('/ops/actions');
    expect([status, /operator_actions|Error:/.test(html)]).toEqual([500, false]);
    await house.api.db.pool.query('alter table away rename to operator_actions');
  });
});
