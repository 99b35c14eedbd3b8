import fc from 'fast-check';
import { decide } from '../../service/scheduling/decide.ts';
import { deeds, ignoreReasons, refusalReasons } from '../../service/scheduling/decision.ts';
import { findBroken } from './room-laws.ts';
import { type Decide, live, lives, tell } from './room-life.ts';

test('whatever happens to a room, every law holds after every step', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const taken = live(life);
      const broken = findBroken(taken);
      if (broken === null) return;
      throw new Error(`${broken.law}\n${tell(taken.slice(0, broken.step + 1))}`);
    }),
    { numRuns: 1_500 },
  );
});

test('the same question gets the same decision, and nothing given is changed in place', () => {
  const decideTwice: Decide = (room, command, rules, now) => {
    const given = JSON.stringify({ room, command, rules, now });
    const decision = decide(room, command, rules, now);
    expect(JSON.stringify({ room, command, rules, now })).toBe(given);
    const again = decide(room, command, rules, now);
    expect(JSON.stringify(again)).toBe(JSON.stringify(decision));
    return decision;
  };
  fc.assert(
    fc.property(lives, (life) => {
      live(life, decideTwice);
    }),
    { numRuns: 200 },
  );
});

test('random lives hear every answer a command can get, so the laws are put to the test', () => {
  const seen = new Set<string>();
  for (const life of fc.sample(lives, { numRuns: 1_500, seed: 8 })) {
    for (const { decision } of live(life)) {
      seen.add(decision.outcome === 'changed' ? decision.deed : decision.reason);
    }
  }
  const words = [...deeds, ...refusalReasons, ...ignoreReasons];
  expect(words.filter((word) => !seen.has(word))).toEqual(['created']);
});
