import { signLink } from '../../service/links/sign-link.ts';
import { secrets } from '../rooms/waist-house.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

let house: PageHouse;
beforeEach(async () => {
  house = await openPageHouse();
});
afterEach(() => house.close());

const paths = ['/reschedule?r=', '/approve?t=', '/decline?t=', '/keep?t=', '/confirm?t='];
const renew = (token: string) =>
  house.http.post('/links/renew').type('form').send(house.fill('/links/renew', { token }));

/** A guest's link that has expired although its session is still to come. */
async function expiredLink(): Promise<{ roomId: string; token: string }> {
  const roomId = await house.book();
  const token = await house.token(roomId, 'guest', 'propose');
  await house.apply(roomId, {
    do: 'reschedule',
    startUtc: new Date('2027-03-20T14:00:00Z'),
    durationMinutes: null,
  });
  house.clock.set('2027-03-15T09:00:00Z');
  return { roomId, token };
}

describe('an expired link', () => {
  it('offers a fresh one, which is mailed once to the person it was made for', async () => {
    const { roomId, token } = await expiredLink();
    const page = await house.http.get('/reschedule').query({ r: token }).expect(410);
    expect(page.text).toContain('This link has expired');
    expect(page.text).toContain('Mail me a new link');
    expect(page.text).not.toMatch(/@guest\.example|@host\.example/);
    const before = (await house.messageKinds(roomId)).length;
    const sent = await renew(token).expect(200);
    const again = await renew(token).expect(200);
    expect(again.text.replace(/nonce="[^"]*"/, '')).toBe(sent.text.replace(/nonce="[^"]*"/, ''));
    expect((await house.messageKinds(roomId)).slice(before)).toEqual(['fresh-link']);
    expect(house.rings).toEqual(['send-messages']);
    const fresh = await house.token(roomId, 'guest', 'propose');
    expect(fresh).not.toBe(token);
    await house.http.get('/reschedule').query({ r: fresh }).expect(200);
  });

  it('is renewed once when the button is pressed many times at once', async () => {
    const { roomId, token } = await expiredLink();
    await Promise.all([renew(token), renew(token), renew(token), renew(token)]);
    const kinds = await house.messageKinds(roomId);
    expect(kinds.filter((kind) => kind === 'fresh-link')).toHaveLength(1);
  });

  it('is told to JSON callers with 410', async () => {
    const { token } = await expiredLink();
    const body = { token, proposedStartUtc: '2027-03-21T14:00:00Z' };
    const answer = await house.http.post('/api/reschedule/propose').send(body).expect(410);
    expect(answer.body).toMatchObject({ code: 'link-expired' });
  });

  it('tells that the session is over, once it is', async () => {
    const { token } = await expiredLink();
    house.clock.set('2027-03-20T15:00:00Z');
    const page = await house.http.get('/reschedule').query({ r: token }).expect(200);
    expect(page.text).toContain('This session is over');
  });
});

describe('a link that is not ours', () => {
  it('is a friendly page everywhere, whatever is wrong with it', async () => {
    const roomId = await house.book();
    const good = await house.token(roomId, 'guest', 'propose');
    const [head = '', body = '', signature = ''] = good.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT","kid":"k1"}').toString('base64url');
    const bad = [
      '',
      'x',
      `${good}=`,
      good.slice(0, -1),
      `${none}.${body}.`,
      `${head}.${body}.${signature.split('').reverse().join('')}`,
      'a'.repeat(10_000),
      `${good}&r=${good}`,
      '%00%ff',
    ];
    for (const token of bad) {
      const page = await house.http.get(`/reschedule?r=${token}`).expect(404);
      expect(page.text).toContain('We do not know this link');
    }
    for (const path of paths) await house.http.get(`${path}x`).expect(404);
  });

  it('is unknown even when well signed, if we never gave it out', async () => {
    const token = signLink(
      {
        id: house.random.uuid(),
        purpose: 'propose',
        icsUid: 'somewhere',
        role: 'guest',
        email: 'gil@guest.example',
        issuedAt: new Date('2027-02-01T00:00:00Z'),
        expiresAt: new Date('2027-04-01T00:00:00Z'),
        keyId: 'k1',
      },
      secrets,
    );
    await house.http.get('/reschedule').query({ r: token }).expect(404);
  });

  it('gets the same answer as a real one when it is to be renewed', async () => {
    const { token } = await expiredLink();
    const real = await renew(token).expect(200);
    const forged = await renew('forged').expect(200);
    const plain = (text: string) => text.replace(/nonce="[^"]*"/, '');
    expect(plain(forged.text)).toBe(plain(real.text));
  });

  it('may be guessed a few times a minute only, and never locks out who holds a link', async () => {
    const roomId = await house.book();
    const token = await house.token(roomId, 'guest', 'propose');
    const answers: number[] = [];
    for (let guess = 0; guess < 25; guess += 1) {
      answers.push((await house.http.get(`/approve?t=guess-${guess}`)).status);
    }
    expect(answers.slice(0, 20).every((status) => status === 404)).toBe(true);
    expect(answers.slice(20).every((status) => status === 429)).toBe(true);
    const limited = await house.http.get('/approve?t=guess');
    expect(limited.headers['retry-after']).toBe('60');
    expect(limited.text).toContain('Too many tries');
    const json = { token: 'guess', proposedStartUtc: '2027-03-12T17:00:00Z' };
    const problem = await house.http.post('/api/reschedule/propose').send(json).expect(429);
    expect(problem.body).toMatchObject({ code: 'too-many-requests' });
    await house.http.get('/reschedule').query({ r: token }).expect(200);
    house.clock.advance({ minutes: 1 });
    await house.http.get('/approve?t=guess').expect(404);
  });
});

describe('every page', () => {
  it('may not be kept, framed, indexed or given anything from elsewhere', async () => {
    const roomId = await house.book();
    const token = await house.token(roomId, 'guest', 'propose');
    const answers = [
      await house.http.get('/reschedule').query({ r: token }),
      await house.http.get('/approve?t=x'),
      await renew('x'),
      await house.http.post('/api/reschedule/propose').send({}),
    ];
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'] ?? '';
      expect(policy.replace(/'nonce-[^']{22,}'/, 'NONCE').split(';')).toEqual([
        "default-src 'none'",
        'style-src NONCE',
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-robots-tag']).toContain('noindex');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['x-request-id']).toBeTruthy();
    }
    const [page] = answers;
    const nonce = /'nonce-([^']+)'/.exec(page?.headers['content-security-policy'] ?? '')?.[1];
    expect(page?.text).toContain(`<style nonce="${nonce}">`);
    expect(page?.text).not.toMatch(/<script|https?:\/\//);
  });

  it('takes no form from another site, and changes nothing for it', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    const foreign = [
      { Origin: 'https://evil.example' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const page = await house.http
        .post('/approve')
        .set(headers)
        .type('form')
        .send(house.fill('/approve', { t: token }));
      expect(page.status).toBe(403);
      expect(page.text).toContain('This form came from somewhere else');
    }
    const own = { Origin: house.url, 'Sec-Fetch-Site': 'same-origin' };
    const page = await house.http
      .post('/approve')
      .set(own)
      .type('form')
      .send(house.fill('/approve', { t: token }));
    expect(page.text).toContain('The session has a new time');
  });

  it('answers other methods with 405, and leaves other paths to others', async () => {
    const allowed = async (method: 'put' | 'get' | 'post', path: string, allow: string) => {
      const answer = await house.http[method](path).expect(405).expect('allow', allow);
      expect(answer.text).toContain('Nothing was changed');
    };
    await allowed('put', '/approve', 'GET, HEAD, POST');
    await allowed('post', '/reschedule', 'GET, HEAD');
    await allowed('get', '/links/renew', 'POST');
    await allowed('get', '/api/reschedule/propose', 'POST');
    const other = await house.http.get('/approve/more').expect(404);
    expect(other.headers['x-robots-tag']).toBeUndefined();
  });

  it('leaves no token and no address in the log, and counts what happened', async () => {
    const roomId = await house.book();
    const token = await house.askAsGuest(roomId);
    await house.http.get('/approve').query({ t: token }).expect(200);
    await house.http
      .get('/approve')
      .query({ t: `${token}x` })
      .expect(404);
    await house.http
      .post('/approve')
      .type('form')
      .send(house.fill('/approve', { t: token }));
    const logged = house.logged.join('');
    expect(logged).toContain('"msg":"link changed"');
    expect(logged).not.toMatch(/eyJ|@/);
    const metrics = await house.metrics.render();
    for (const [outcome, count] of [
      ['shown', 1],
      ['unknown', 1],
      ['used', 1],
    ]) {
      expect(metrics).toContain(
        `parley_links_total{purpose="approve",outcome="${outcome}"} ${count}`,
      );
    }
    expect(metrics).toMatch(
      /parley_http_request_seconds_count\{route="\/approve",method="GET",status="200"\} 1/,
    );
    expect(metrics).toContain('parley_proposal_decisions_total{decision="approved"} 1');
  });

  it('says so when the database is away, and shows nothing of why', async () => {
    const roomId = await house.book();
    const token = await house.token(roomId, 'guest', 'propose');
    const { query } = house.db.pool;
    house.db.pool.query = (() =>
      Promise.reject(Object.assign(new Error('secret'), { code: 'ECONNREFUSED' }))) as never;
    const page = await house.http.get('/reschedule').query({ r: token }).expect(503);
    house.db.pool.query = query;
    expect(page.text).toContain('Something is wrong on our side');
    expect(page.text).not.toContain('secret');
    expect(page.headers['retry-after']).toBe('30');
  });
});
