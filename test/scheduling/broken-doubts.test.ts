import { decide } from '../../service/scheduling/decide.ts';
import { ignored } from '../../service/scheduling/decided.ts';
import type { Attendee } from '../../service/scheduling/room.ts';
import { createCatcher, spoil, withRoom } from './broken-copy.ts';
import { doubtLaws } from './doubt-laws.ts';

const { catches, caught } = createCatcher();

const inDoubt = (one: Attendee) => ({ ...one, confirmAskedAt: null });
catches(
  'a ration forgotten: a person who is asked twice a day is caught',
  'only the person themself is asked, and once a day at most',
  (room, ...rest) => {
    const guest = room.guest === null ? null : inDoubt(room.guest);
    return decide({ ...room, host: inDoubt(room.host), guest }, ...rest);
  },
);

catches(
  'doubt forgotten: a question that is applied unasked is caught',
  'a question in doubt changes nothing but when its person was asked',
  (room, command, ...rest) =>
    decide(room, command.do === 'ask-confirmation' ? command.question : command, ...rest),
);

catches(
  'a person who is asked about no answer at all is caught',
  'nobody is asked what would change nothing',
  (room, command, ...rest) => {
    if (command.do !== 'ask-confirmation' || command.question.do !== 'record-reply') {
      return decide(room, command, ...rest);
    }
    const reply = { ...command.question.reply, answer: 'accepted' as const };
    return decide(room, { ...command, question: { ...command.question, reply } }, ...rest);
  },
);

catches(
  'the other person’s address learned as an alias is caught',
  'aliases are few, and never lead to the other person or to oneself',
  spoil((decision, _, command) => {
    if (command.do !== 'record-reply' || decision.outcome !== 'changed') return decision;
    const { alias } = command.reply;
    if (alias === null || command.attendeeId !== decision.room.host.id) return decision;
    return withRoom(decision, { host: { ...decision.room.host, aliases: [alias] } });
  }),
);

const unasked = (one: Attendee) => ({ ...one, proposalsMade: null });
catches(
  'a share without an end is caught',
  'a day of one person makes no more new times than its share',
  (room, ...rest) => {
    const guest = room.guest === null ? null : unasked(room.guest);
    return decide({ ...room, host: unasked(room.host), guest }, ...rest);
  },
);

catches(
  'a second wish of one second that is taken for the first is caught',
  'of two wishes of one second the later arrival wins',
  (room, command, ...rest) => {
    if (command.do !== 'counter') return decide(room, command, ...rest);
    const sender = [room.host, room.guest].find((one) => one?.id === command.attendeeId);
    const isOneSecond =
      sender?.lastReply?.answer === 'needs-action' &&
      sender.lastReply.at.getTime() === command.counter.stampedAt?.getTime();
    return isOneSecond ? ignored(room, 'duplicate-answer') : decide(room, command, ...rest);
  },
);

test('every law is shown to notice something', () => {
  expect([...caught].sort()).toEqual(Object.keys(doubtLaws).sort());
});
