import { createGuessTally } from '../../service/inbox/smtp/guess-tally.ts';

it('counts each network by itself, and anew after ten minutes', () => {
  let now = 0;
  const tally = createGuessTally(() => now);
  expect([tally.count('a'), tally.count('a'), tally.count('b')]).toEqual([1, 2, 1]);
  now = 10 * 60_000 - 1;
  expect(tally.count('a')).toBe(3);
  now += 1;
  expect(tally.count('a')).toBe(1);
});

it('tells ten thousand networks apart and no more, so that memory stays bounded', () => {
  const tally = createGuessTally(() => 0);
  for (let network = 0; network < 10_000; network += 1) tally.count(String(network));
  expect([tally.count('new'), tally.count('newer')]).toEqual([1, 2]);
  expect(tally.count('7')).toBe(2);
});
