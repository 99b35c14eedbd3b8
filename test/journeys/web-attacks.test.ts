import { linkIn } from '../transcripts/calendar-client.ts';
import { gil, helen } from './host-application.ts';
import { bookRoom, callApi, type LiveRoom, stateOf } from './live-room.ts';
import {
  apiKey,
  openWatchedStage,
  publicUrl,
  type WatchedStage,
  waitUntilQuiet,
} from './watched-stage.ts';
import { askWhetherTheirs, mailsAfter, say, tokenOf } from './web-attacks.ts';

const startsAt = new Date('2027-03-01T09:00:00Z');
let stage: WatchedStage;
let room: LiveRoom;

beforeAll(async () => {
  stage = await openWatchedStage({ startsAt, settings: {} }, { PUBLIC_URL: publicUrl });
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.clock.advance({ minutes: 20 });
  room = await bookRoom(stage, { host: helen, guest: gil });
});

const at = (path: string) => `http://127.0.0.1:${stage.service().httpPort}${path}`;

/** The guest asks for a new time; the links that come with the question, and the guest's own. */
async function askForTime(): Promise<{ approve: string; decline: string; propose: string }> {
  const before = stage.sink.mails.length;
  const propose = tokenOf(linkIn(room.guest, 'reschedule') ?? '');
  const answer = await fetch(at('/api/reschedule/propose'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: propose, proposedStartUtc: '2027-03-12T10:00:00Z' }),
  });
  expect(answer.status).toBe(201);
  const question = (await mailsAfter(stage, before)).find(({ to }) => to === helen.email);
  const read = (path: string) => tokenOf((question && linkIn(question, path)) ?? '');
  return { propose, approve: read('approve'), decline: read('decline') };
}

const post = (path: string, token: string, headers: Record<string, string> = {}) =>
  fetch(at(path), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(stage.fill(path, { t: token, token })),
  });

describe('a link', () => {
  it('does nothing before a person of ours presses its button', async () => {
    const { approve, decline, propose } = await askForTime();
    const confirm = await askWhetherTheirs(stage, room);
    const before = await stateOf(stage, room);
    const paths = [
      `/approve?t=${approve}`,
      `/decline?t=${decline}`,
      `/confirm?t=${confirm}`,
      `/reschedule?r=${propose}&start=2027-03-15T10:00:00Z`,
    ];
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
        await (await fetch(at(path), { method })).text();
      }
      await (await fetch(at(path), { headers: { 'sec-purpose': 'prefetch;prerender' } })).text();
    }
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: `${publicUrl}.evil.example` },
      { origin: publicUrl.replace('https', 'http') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: publicUrl },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      expect((await post('/approve', approve, headers)).status).toBe(403);
      expect((await post('/confirm', confirm, headers)).status).toBe(403);
    }
    expect(await stateOf(stage, room)).toEqual(before);
  });

  it('opens nothing but what it was made for', async () => {
    const { approve, decline, propose } = await askForTime();
    const confirm = await askWhetherTheirs(stage, room);
    const before = await stateOf(stage, room);
    const wrong = [
      ['/approve', confirm],
      ['/keep', confirm],
      ['/confirm', propose],
      ['/confirm', approve],
      ['/confirm', `${confirm}=`],
      ['/confirm', confirm.slice(0, -2)],
      ['/confirm', ''],
      ['/approve', propose],
      ['/approve', decline],
      ['/decline', approve],
      ['/keep', approve],
      ['/approve', `${approve}=`],
      ['/approve', approve.slice(0, -2)],
      ['/approve', `${approve},${approve}`],
      ['/approve', ''],
    ] as const;
    for (const [path, token] of wrong) expect((await post(path, token)).status).toBe(404);
    expect(await stateOf(stage, room)).toEqual(before);
  });

  it('that confirms an answer counts once, whoever presses it how often', async () => {
    const confirm = await askWhetherTheirs(stage, room);
    const before = stage.sink.mails.length;
    const answers = await Promise.all([1, 2, 3].map(() => post('/confirm', confirm)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const told = await Promise.all(answers.map((answer) => answer.text()));
    expect(told.filter((text) => text.includes('You are no longer booked'))).toHaveLength(1);
    expect((await mailsAfter(stage, before)).map(({ to, method }) => [to, method]).sort()).toEqual([
      [gil.email, 'CANCEL'],
      [helen.email, null],
    ]);
  });

  it('pressed by many at once decides once, and mails once', async () => {
    const { approve, decline } = await askForTime();
    const before = stage.sink.mails.length;
    const answers = await Promise.all(
      [approve, decline, approve, decline, approve].map((token, each) =>
        post(each % 2 === 0 ? '/approve' : '/decline', token),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const told = (await Promise.all(answers.map((one) => one.text()))).filter((text) =>
      /<h1>(The session has a new time|The session stays as it is)/.test(text),
    );
    expect(told).toHaveLength(1);
    const mails = await mailsAfter(stage, before);
    const moved = mails.filter(({ method }) => method === 'REQUEST');
    expect([moved.length, mails.length]).toEqual(
      /has a new time/.test(told[0] ?? '') ? [2, 2] : [0, 1],
    );
  });

  it('of a guest who left shows and does nothing any more', async () => {
    const { approve, propose } = await askForTime();
    const { id } = room;
    expect((await callApi(stage, 'POST', `/v1/rooms/${id}/unbook`, {})).status).toBe(200);
    const ada = { name: 'Ada Aster', email: 'ada@next.example' };
    expect((await callApi(stage, 'POST', `/v1/rooms/${id}/book`, { guest: ada })).status).toBe(200);
    await waitUntilQuiet(stage);
    const before = [await stateOf(stage, room), stage.sink.mails.length];
    const page = await (await fetch(at(`/reschedule?r=${propose}`))).text();
    expect(page).toContain('no longer part of this session');
    expect(page).not.toMatch(/Ada|March/);
    const asked = await fetch(at('/api/reschedule/propose'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: propose, proposedStartUtc: '2027-03-13T10:00:00Z' }),
    });
    expect(asked.status).toBe(409);
    expect((await post('/links/renew', propose)).status).toBe(200);
    expect(await (await post('/approve', approve)).text()).toContain('out of date');
    await waitUntilQuiet(stage);
    expect([await stateOf(stage, room), stage.sink.mails.length]).toEqual(before);
  });

  it('leads to the public address, whatever host a request names', async () => {
    const before = stage.sink.mails.length;
    const propose = tokenOf(linkIn(room.guest, 'reschedule') ?? '');
    const poison =
      'Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example';
    const page = await say(stage, `GET /reschedule?r=${propose} HTTP/1.1\r\n${poison}`);
    const body = new URLSearchParams(stage.fill('/links/renew', { token: propose })).toString();
    const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}`;
    const renewed = await say(stage, `POST /links/renew HTTP/1.1\r\n${poison}\r\n${form}`, body);
    expect([page, renewed].filter((text) => text.includes('evil.example'))).toEqual([]);
    const [mail] = await mailsAfter(stage, before);
    expect(linkIn(mail ?? room.host, 'reschedule')).toMatch(/^https:\/\/meet\.parley\.example\//);
    expect(mail?.text).not.toContain('evil');
  });
});

describe('a request that is none', () => {
  const key = `Host: x\r\nAuthorization: Bearer ${apiKey}`;
  const json = 'Content-Type: application/json\r\nContent-Length: ';
  const withBody = (body: string) =>
    [
      `POST /v1/rooms HTTP/1.1\r\n${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`,
      body,
    ] as const;

  it.each([
    ['a path of broken bytes', 400, `GET /v1/rooms/%ff HTTP/1.1\r\n${key}`, ''],
    ['a path with NUL', 400, `GET /v1/rooms/%00 HTTP/1.1\r\n${key}`, ''],
    ['a path that climbs', 400, `GET /v1/rooms/..%2f..%2fetc HTTP/1.1\r\n${key}`, ''],
    ['a query with NUL', 400, `GET /v1/rooms?reference=%00 HTTP/1.1\r\n${key}`, ''],
    [
      'two lengths',
      400,
      `POST /v1/rooms HTTP/1.1\r\n${key}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked`,
      '0\r\n\r\n',
    ],
    [
      'a key of 10 kB',
      400,
      `POST /v1/rooms HTTP/1.1\r\n${key}\r\nIdempotency-Key: ${'k'.repeat(10_000)}\r\n${json}2`,
      '{}',
    ],
    [
      'a bearer of odd bytes',
      401,
      'GET /v1/rooms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xc3\xbf',
      '',
    ],
    ['mail nobody may see', 401, 'GET /v1/inbound-mails HTTP/1.1\r\nHost: x', ''],
    [
      'a mail of a path',
      400,
      `GET /v1/inbound-mails/..%2f${'0'.repeat(32)}/raw HTTP/1.1\r\n${key}`,
      '',
    ],
    ['a prototype', 400, ...withBody('{"__proto__":{"isAdmin":true}}')],
    ['endless lists', 400, ...withBody('['.repeat(40_000))],
    ['endless depth', 400, ...withBody(`${'{"metadata":'.repeat(7_000)}1${'}'.repeat(7_000)}`)],
    ['a number beyond all', 400, ...withBody('{"durationMinutes":1e999}')],
    ['a body too large', 413, ...withBody(`"${'x'.repeat(200_000)}"`)],
    [
      'a hook without a secret',
      404,
      'POST /api/imip/inbound HTTP/1.1\r\nHost: x\r\nContent-Length: 0',
      '',
    ],
    ['an unknown page', 404, 'GET /approve/eyJhbGciOi.eyJqdGkiOi.c2lnbmF0 HTTP/1.1\r\nHost: x', ''],
  ])('is answered and explains nothing: %s', async (_name, status, head, body) => {
    const answer = await say(stage, head, body);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|x-powered-by/i);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect((await callApi(stage, 'GET', `/v1/rooms/${room.id}`)).status).toBe(200);
  });

  it('leaves nothing in the log that it said', () => {
    const told = stage.lines.map(({ text }) => text).join('\n');
    expect(told).not.toMatch(/eyJhbGciOi|kkkkkkkk|isAdmin|%2f/);
  });
});
