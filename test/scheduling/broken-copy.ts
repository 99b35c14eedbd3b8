import fc from 'fast-check';
import type { Command, Reply } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision, MessageIntent } from '../../service/scheduling/decision.ts';
import type { Room } from '../../service/scheduling/room.ts';
import { findBroken, type LawName } from './room-laws.ts';
import { type Decide, live, lives } from './room-life.ts';

/** Changes what comes out of the rules. */
export function spoil(
  change: (decision: Changing, before: Room, command: Command) => Changing,
): Decide {
  return (room, command, rules, now) => {
    const decision = decide(room, command, rules, now);
    return decision.outcome === 'refused' ? decision : change(decision, room, command);
  };
}

/** Changes what goes into the rules when a reply comes in. */
export function misread(change: (reply: Reply, room: Room) => Partial<Reply>): Decide {
  return (room, command, rules, now) => {
    if (command.do !== 'record-reply') return decide(room, command, rules, now);
    const reply = { ...command.reply, ...change(command.reply, room) };
    return decide(room, { ...command, reply }, rules, now);
  };
}

type Changing = Exclude<Decision, { outcome: 'refused' }>;

/** The decision with other mails. */
export const withMessages = (decision: Changing, messages: readonly MessageIntent[]): Changing => ({
  ...decision,
  messages,
});
/** The decision with these fields of the room changed. */
export const withRoom = (decision: Changing, change: Partial<Room>): Changing => ({
  ...decision,
  room: { ...decision.room, ...change },
});

/**
 * The control of the controls: `catches` is given a copy of the rules that forgets one, and the law
 * that must notice; `caught` are the laws that did. A law that notices nothing would be no law.
 */
export function createCatcher() {
  const caught = new Set<LawName>();
  const catches = (name: string, law: LawName, broken: Decide): void => {
    caught.add(law);
    test(name, () => {
      const isKept = fc.property(lives, (life) => findBroken(live(life, broken), [law]) === null);
      const details = fc.check(isKept, { seed: 11, numRuns: 20_000 });
      const [life] = details.counterexample ?? [];
      expect(life && findBroken(live(life, broken), [law])?.law).toBe(law);
    });
  };
  return { catches, caught };
}
