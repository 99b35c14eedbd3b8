import { expect, test } from '@jest/globals';
import { createLeaseHold } from '../../service/db/lease-hold.ts';

const times = { beatMs: 1_000, deadMs: 3_000, frozenMs: 20_000 };

/** A lease that has been renewed each second up to `untilMs`. */
function holdUntil(untilMs: number) {
  const hold = createLeaseHold(times);
  for (let ms = 0; ms <= untilMs; ms += times.beatMs) hold.renew(ms, ms + 5, false);
  return hold;
}

test('a lease counts from when its beat was sent, and ends before others take it for dead', () => {
  const hold = createLeaseHold(times);
  expect(hold.isHeld(0)).toBe(false);
  expect(hold.renew(1_000, 1_900, false)).toBe(true);
  expect(hold.isHeld(1_900)).toBe(true);
  expect(hold.isHeld(1_000 + times.frozenMs - 1_000)).toBe(false);
});

test('without its connection it ends before the short time is over', () => {
  const hold = holdUntil(10_000);
  hold.disconnect();
  expect(hold.isHeld(11_000)).toBe(true);
  expect(hold.isHeld(10_000 + times.deadMs - 500)).toBe(false);
  expect(hold.heldForMs(11_000)).toBe(0);
});

test('who was frozen does not get it back by one beat, nor by two far from each other', () => {
  const hold = holdUntil(10_000);
  expect(hold.isHeld(60_000)).toBe(false);
  expect(hold.renew(60_000, 60_005, false)).toBe(false);
  expect(hold.isHeld(60_006)).toBe(false);
  expect(hold.renew(90_000, 90_005, false)).toBe(false);
  expect(hold.renew(91_000, 91_005, false)).toBe(true);
  expect(hold.isHeld(91_006)).toBe(true);
});

test('who was taken for dead learns it at the next beat, however fresh the last one is', () => {
  const hold = holdUntil(10_000);
  expect(hold.renew(11_000, 11_005, true)).toBe(false);
  expect(hold.isHeld(11_006)).toBe(false);
  expect(hold.renew(12_000, 12_005, false)).toBe(true);
});

test('it is steady since the last break or slow answer only', () => {
  const hold = holdUntil(10_000);
  expect(hold.heldForMs(10_005)).toBe(10_000);
  hold.renew(11_000, 14_000, false);
  expect(hold.heldForMs(14_100)).toBe(100);
});
