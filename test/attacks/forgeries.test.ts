import { type AttackHouse, openAttackHouse } from './attack-house.ts';
import { forgeries } from './forgeries.ts';
import { playForgeries } from './play-forgeries.ts';
import { playReplays } from './play-replays.ts';

let house: AttackHouse;
beforeAll(async () => {
  house = await openAttackHouse();
});
afterAll(() => house.close());

it('no forgery counts, whatever its door, its names, its words and its proof', async () => {
  expect(forgeries.length).toBeGreaterThan(150);
  expect(await playForgeries(house, forgeries)).toEqual([]);
});

it('no answer counts that comes late, again or out of order', async () => {
  expect(await playReplays(house)).toEqual([]);
});
