import { isThorough } from '../house/thorough.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { compareStock, takeStock } from './page-scanner.ts';
import { pageScenes } from './page-scenes.ts';

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
});
afterAll(() => house.close());

const times = isThorough ? 100 : 1;

/** Ways of looking at a link that nobody has clicked, or that a person did. */
const looks = [
  { method: 'get', headers: {} },
  { method: 'head', headers: {} },
  { method: 'options', headers: {} },
  { method: 'get', headers: { 'Sec-Purpose': 'prefetch;prerender' } },
  { method: 'get', headers: { Purpose: 'prefetch' } },
  { method: 'get', headers: { 'X-Moz': 'prefetch' } },
] as const;

const names = [
  'form of the guest',
  'form prefilled by a mail',
  'session with one’s own request',
  'approve',
  'decline',
  'keep',
  'confirm an alias',
  'confirm a wish',
  'expired',
  'cancelled',
  'approved by oneself before',
];

test.each(names)(
  'looking at a page changes nothing, however often (%s)',
  async (name) => {
    const scene = pageScenes.find((one) => one.name === name);
    const { path = '' } = (await scene?.open(house, 'en')) ?? {};
    const before = await takeStock(house);
    for (let time = 0; time < times; time += 1) {
      // Another minute: refused for its number, a visit would prove nothing.
      house.clock.advance({ minutes: 1 });
      for (const { method, headers } of looks) {
        const { status } = await house.http[method](path).set(headers);
        expect({ method, status }).toEqual({
          method,
          status: method === 'options' ? 405 : scene?.status,
        });
      }
    }
    expect(compareStock(before, await takeStock(house))).toEqual([]);
  },
  120_000,
);
