import request from 'supertest';
import { openSession, signSession } from '../../service/operator/session.ts';
import { secrets } from '../api/api-house.ts';
import { openViewHouse, readKey, type ViewHouse } from './view-house.ts';

let house: ViewHouse;
beforeAll(async () => {
  house = await openViewHouse();
});
afterAll(() => house.close());
// Each test has its own minute to sign in.
beforeEach(() => house.api.clock.advance({ minutes: 1 }));

const cookieOf = (headers: Record<string, string | string[] | undefined>): string =>
  String([headers['set-cookie']].flat()[0] ?? '');

describe('the operator’s view', () => {
  test('is not there where there is no operator’s key', async () => {
    const shut = await openViewHouse({ adminKey: null });
    for (const path of ['/ops', '/ops/sign-in', '/ops/find']) {
      expect((await shut.browse().get(path)).status).toBe(404);
    }
    await shut.close();
  });

  test.each([
    '/ops',
    '/ops/find?q=x',
    '/ops/lists/failed-messages',
    '/ops/nothing',
    '/OPS/actions',
  ])('leads whoever is not signed in to its door: %s', async (path) => {
    const { status, location, html } = await house.browse().get(path);
    expect([status, location?.split('?')[0]]).toEqual([303, '/ops/sign-in']);
    expect(html).not.toContain('<main');
  });

  test('has every page in a policy that lets nothing in, and keeps nothing', async () => {
    const browser = house.browse();
    const door = await browser.get('/ops/sign-in');
    await browser.signIn();
    for (const { headers } of [
      door,
      await browser.get('/ops'),
      await browser.get('/ops/nothing'),
    ]) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toMatch(/^default-src 'none';style-src 'nonce-[^']+';form-action 'self'/);
      expect(policy).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
      });
    }
  });
});

describe('signing in', () => {
  test('turns the key, typed once, into a cookie that is no key and leads where one wanted to go', async () => {
    const browser = house.browse();
    const { location } = await browser.get('/ops/actions?cursor=x');
    expect((await browser.get(location ?? '')).html).toContain('/actions?cursor=x');
    const { key, name } = { key: house.api.adminKey, name: 'Ada' };
    const answer = await browser.post('/ops/sign-in', { key, name, next: '/actions' });
    expect([answer.status, answer.location]).toEqual([303, '/ops/actions']);
    const cookie = cookieOf(answer.headers);
    expect(cookie).toMatch(
      /^parley-operator=[^;]+; Path=\/ops; Max-Age=28800; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(key);
    expect((await browser.get('/ops')).html).toMatch(/Ada.*Full access/s);
  });

  test('sends the cookie by TLS only where the service is reached by it', async () => {
    const safe = await openViewHouse({ publicUrl: 'https://parley.example/base' });
    const answer = await safe.browse().signIn();
    expect(cookieOf(answer.headers)).toMatch(
      /^__Secure-parley-operator=.*; Path=\/base\/ops; .*; Secure$/,
    );
    expect(answer.location).toBe('/base/ops');
    await safe.close();
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-out'])(
    'leads nowhere else: %s',
    async (next) => {
      const browser = house.browse();
      await browser.get('/ops/sign-in');
      const fields = { key: house.api.adminKey, name: 'Ada', next };
      expect((await browser.post('/ops/sign-in', fields)).location).toBe('/ops');
    },
  );

  test('is refused with a wrong key, a host application’s key, or without a name', async () => {
    const browser = house.browse();
    for (const key of ['', 'wrong', house.api.key, house.api.adminKey.slice(1)]) {
      const answer = await browser.signIn({ key });
      expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
      expect(answer.html).toContain('role="alert"');
    }
    expect((await browser.signIn({ name: ' \u200b ' })).status).toBe(422);
    expect((await browser.get('/ops')).status).toBe(303);
  });

  test('is put off after ten tries a minute from one address', async () => {
    const browser = house.browse();
    for (let tries = 0; tries < 10; tries += 1) await browser.signIn({ key: 'wrong' });
    const answer = await browser.signIn();
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '60']);
    house.api.clock.advance({ minutes: 1 });
    expect((await browser.signIn()).status).toBe(303);
  });

  test('takes no form but the one of its own page', async () => {
    const facts = { key: house.api.adminKey, name: 'Ada' };
    const browser = house.browse();
    expect((await browser.post('/ops/sign-in', { ...facts, nonce: 'x' })).status).toBe(403);
    const { html } = await browser.get('/ops/sign-in');
    const nonce = /name="nonce"\s+value="([^"]+)"/.exec(html)?.[1];
    const foreign = await request(house.url)
      .post('/ops/sign-in')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ ...facts, nonce });
    expect(foreign.status).toBe(403);
  });
});

describe('a session', () => {
  test('ends after eight hours', async () => {
    const browser = house.browse();
    await browser.signIn();
    house.api.clock.advance({ minutes: 479 });
    expect((await browser.get('/ops')).status).toBe(200);
    house.api.clock.advance({ minutes: 2 });
    expect((await browser.get('/ops')).status).toBe(303);
  });

  test('ends at the sign-out, also for a cookie that was copied', async () => {
    const browser = house.browse();
    const cookie = cookieOf((await browser.signIn({ name: 'Grace' })).headers).split(';')[0] ?? '';
    const copied = () => request(house.url).get('/ops').set('Cookie', cookie);
    expect((await copied()).status).toBe(200);
    await browser.get('/ops');
    expect((await browser.post('/ops/sign-out', {})).location).toBe('/ops/sign-in');
    expect([(await browser.get('/ops')).status, (await copied()).status]).toEqual([303, 303]);
    const { rows } = await house.api.db.pool.query(
      `select action from operator_actions where actor = 'Grace' order by at, id`,
    );
    expect(rows).toEqual([{ action: 'sign-in' }, { action: 'sign-out' }]);
  });

  test('ends when the key that opened it is another one', () => {
    const id = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
    const cookie = signSession(id, 'the-first-key', secrets);
    const keys = { adminKey: 'the-first-key', adminReadKey: 'the-reader-key' };
    expect(openSession(cookie, keys, secrets)).toEqual({ id, mode: 'write' });
    expect(openSession(cookie, { ...keys, adminKey: 'the-second-key' }, secrets)).toBeNull();
    const reader = signSession(id, 'the-reader-key', secrets);
    expect(openSession(reader, keys, secrets)).toEqual({ id, mode: 'read' });
    const forged = `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`;
    expect(openSession(forged, keys, secrets)).toBeNull();
  });

  test.each([
    ['with the key for looking', { key: readKey }],
    ['with the choice to look only', { look: 'only' }],
  ])('%s changes nothing and says so', async (_name, facts) => {
    const browser = house.browse();
    await browser.signIn(facts);
    const page = await browser.get('/ops/lists/parked-mails');
    expect(page.html).toContain('Read-only');
    const fields = { action: 'replay-mail', scope: 'all', list: 'parked-mails', matched: '1' };
    const order = { ...fields, order: '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e' };
    expect((await browser.post('/ops/confirm', fields)).status).toBe(403);
    const refused = await browser.post('/ops/act', order);
    expect([refused.status, refused.html.includes('You are here to look only')]).toEqual([
      403,
      true,
    ]);
    const { rows } = await house.api.db.pool.query(
      `select action from operator_actions where action = 'replay-mail'`,
    );
    expect(rows).toEqual([]);
  });

  test('takes forms with its own nonce only', async () => {
    const [ada, eve] = [house.browse(), house.browse()];
    await ada.signIn();
    await eve.signIn({ name: 'Eve' });
    const { html } = await eve.get('/ops');
    const nonce = /name="nonce"\s+value="([^"]+)"/.exec(html)?.[1] ?? '';
    for (const wrong of [nonce, '', 'x']) {
      expect((await ada.post('/ops/sign-out', { nonce: wrong })).status).toBe(403);
    }
    expect((await ada.get('/ops')).status).toBe(200);
  });
});

test('no key, name, address or cookie of an operator is in the log', async () => {
  const browser = house.browse();
  await browser.signIn({ key: 'a-wrong-key-that-was-typed' });
  const { headers } = await browser.signIn({ name: 'Ada Byron' });
  await browser.get('/ops/find?q=gil@guest.example');
  const logged = house.api.logged.join('\n');
  expect(logged).toContain('"route":"/ops/find"');
  const secret = cookieOf(headers).split(/[=;]/)[1] ?? '';
  for (const word of ['a-wrong-key', house.api.adminKey, 'Ada', 'guest.example', secret]) {
    expect(logged).not.toContain(word);
  }
});
