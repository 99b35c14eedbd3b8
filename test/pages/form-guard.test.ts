import { limits } from '../../service/limits.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { compareStock, takeStock } from './page-scanner.ts';
import { sceneOf, sendRequest } from './page-scenes.ts';
import type { PageRequest } from './page-stage.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

/** One form of each kind, as a person sends it. */
const forms = ['approved', 'declined', 'kept', 'confirmed acceptance', 'proposed', 'renewed'];
const open = (scene: string): Promise<PageRequest> => sceneOf(scene).open(house, 'en');
const heading = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];

/** Sends a form that must have no effect; the answer. */
async function sendInVain(
  { path, fields = {} }: PageRequest,
  headers: Record<string, string> = {},
) {
  const before = await takeStock(house);
  const answer = await house.http
    .post(path)
    .set(headers)
    .type('form')
    .send({ ...fields });
  expect({ path, changed: compareStock(before, await takeStock(house)) }).toEqual({
    path,
    changed: [],
  });
  return answer;
}

const withNonce = (request: PageRequest, nonce: string): PageRequest => ({
  ...request,
  fields: { ...request.fields, nonce },
});

/** A nonce for another link, shown as long ago as the one of the form. */
const foreignNonce = () => house.fill('/approve', { t: 'another-token' }).nonce ?? '';

describe.each(forms)('the form that leads to “%s”', (scene) => {
  test('counts only with the nonce of a page that was shown for its link', async () => {
    const request = await open(scene);
    const { nonce: _, ...bare } = request.fields ?? {};
    const attempts = [
      { ...request, fields: bare },
      ...['', 'x', foreignNonce(), `${request.fields?.nonce}x`].map((one) =>
        withNonce(request, one),
      ),
    ];
    for (const attempt of attempts) {
      const answer = await sendInVain(attempt);
      expect([answer.status, heading(answer.text)]).toEqual([
        403,
        'This form came from somewhere else',
      ]);
    }
    expect((await sendRequest(house, request, 'en')).status).toBe(sceneOf(scene).status);
  });

  test('is refused when another site’s page sent it, whatever it holds', async () => {
    const request = await open(scene);
    const own = new URL(house.url).origin;
    const senders: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: own.replace('http:', 'https:') },
      { Origin: `${own}.evil.example` },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: own, 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of senders) {
      expect((await sendInVain(request, headers)).status).toBe(403);
    }
    await house.http
      .post(request.path)
      .set({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' })
      .type('form')
      .send({ ...request.fields })
      .expect(sceneOf(scene).status);
  });
});

/** Fields as the form shows them: what is entered, chosen and written. */
function readShown(html: string) {
  const of = (name: string) => new RegExp(`name="${name}"[^>]*\\svalue="([^"]*)"`).exec(html)?.[1];
  return {
    date: of('date'),
    time: of('time'),
    zone: /<option selected>([^<]*)/.exec(html)?.[1],
    duration: /name="duration"\s+value="(\d+)" checked/.exec(html)?.[1],
    note: /<textarea[^>]*>([^<]*)/.exec(html)?.[1],
  };
}

const tooQuick = 'That was very quick. Please read the page, then send it once more.';
const tooOld = 'This page was open for a long time. Please read it again, then send it once more.';

describe('a form that came back at once', () => {
  test.each(['approved', 'declined', 'kept', 'confirmed acceptance'])(
    'is asked again, with nothing chosen (%s)',
    async (scene) => {
      const request = await open(scene);
      const question = await house.http.get(`${request.path}?t=${request.fields?.t}`);
      const nonce = /name="nonce" value="([^"]*)"/.exec(question.text)?.[1] ?? '';
      const answer = await sendInVain(withNonce(request, nonce));
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(tooQuick);
      expect(heading(answer.text)).toBe(heading(question.text));
      expect(answer.text).not.toMatch(/<input type="radio"[^>]*checked/);
      const again = /name="nonce" value="([^"]*)"/.exec(answer.text)?.[1] ?? '';
      house.clock.advance({ seconds: 2 });
      const last = await sendRequest(house, withNonce(request, again), 'en');
      expect(last.status).toBe(200);
      expect(heading(last.text)).not.toBe(heading(question.text));
    },
  );

  test('is the wish’s own form once more, with all that was entered', async () => {
    const request = await sceneOf('form sent in haste').open(house, 'en');
    const { date, time, zone, duration, note } = request.fields ?? {};
    const answer = await sendInVain(request);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(tooQuick);
    expect(readShown(answer.text)).toEqual({ date, time, zone, duration, note });
    const again = /name="nonce" value="([^"]*)"/.exec(answer.text)?.[1] ?? '';
    house.clock.advance({ seconds: 2 });
    await sendRequest(house, withNonce(request, again), 'en').then((last) => {
      expect(last.status).toBe(201);
    });
  });
});

describe('a form that comes back after more than a day', () => {
  test('is asked again, and so is one whose secret is gone', async () => {
    const request = await sceneOf('form sent too late').open(house, 'en');
    const answer = await sendInVain(request);
    expect([answer.status, answer.text.includes(tooOld)]).toEqual([422, true]);
    const gone = withNonce(request, `k0.m${'1'.repeat(7)}.${'A'.repeat(43)}`);
    const old = await sendInVain(gone);
    expect([old.status, old.text.includes(tooOld)]).toEqual([422, true]);
  });

  test('is told the truth instead when there is nothing left to ask', async () => {
    const roomId = await house.book();
    const t = await house.askAsGuest(roomId);
    await house.apply(roomId, { do: 'cancel', reason: null });
    const late = { ...house.fill('/approve', { t }) };
    house.clock.advance({ hours: limits.formOpenMs / 3_600_000 + 1 });
    const page = await house.http.post('/approve').type('form').send(late).expect(200);
    expect(page.text).toContain('This session was cancelled');
  });
});
