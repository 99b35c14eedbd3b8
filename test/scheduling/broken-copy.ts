import type { Command, Reply } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision, MessageIntent } from '../../service/scheduling/decision.ts';
import type { Room } from '../../service/scheduling/room.ts';
import type { Decide } from './room-life.ts';

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
