import { decide } from '../../service/scheduling/decide.ts';
import type { Attendee } from '../../service/scheduling/room.ts';
import { endOf } from '../../service/scheduling/times.ts';
import { createCatcher, misread, spoil, withMessages, withRoom } from './broken-copy.ts';
import { doubtLaws } from './doubt-laws.ts';
import { laws } from './room-laws.ts';

const { catches, caught } = createCatcher();

catches(
  'freshness forgotten: an answer to another time is caught',
  'an answer to another time or an earlier stay is never applied',
  misread((_, room) => ({
    sequence: room.icsSequence,
    startUtc: room.startUtc,
    endUtc: endOf(room),
  })),
);

const withoutStay = (one: Attendee | null) =>
  one === null ? null : { ...one, invitedSequence: 0 };
catches(
  'freshness of the stay forgotten: an answer to an earlier stay is caught',
  'an answer to another time or an earlier stay is never applied',
  (room, ...rest) => decide({ ...room, guest: withoutStay(room.guest) }, ...rest),
);

catches(
  'order forgotten: an older reply that is applied is caught',
  'a reply older than one that was applied is never applied',
  misread((reply) => ({ stampedAt: reply.receivedAt })),
);

const forgetful = (one: Attendee) => ({ ...one, lastReply: null });
catches(
  'duplicates forgotten: a reply applied twice is caught',
  'a reply delivered again right after has no second effect',
  (room, ...rest) => {
    const guest = room.guest === null ? null : forgetful(room.guest);
    return decide({ ...room, host: forgetful(room.host), guest }, ...rest);
  },
);

catches(
  'deaf rules: an answer that ought to be applied is caught',
  'an answer to the present REQUEST is applied',
  misread(() => ({ sequence: 99, startUtc: null })),
);

catches(
  'SEQUENCE not raised is caught',
  'SEQUENCE rises by one exactly when calendar objects tell something new',
  spoil((decision, before) => withRoom(decision, { icsSequence: before.icsSequence })),
);

catches(
  'a SEQUENCE of the mail other than the room’s is caught',
  'a calendar object carries the SEQUENCE and revision the room then has',
  spoil((decision) =>
    withMessages(
      decision,
      decision.messages.map((one) => ({ ...one, sequence: one.sequence + 1 })),
    ),
  ),
);

catches(
  'a new wording without a new revision is caught',
  'a message key never repeats',
  spoil((decision) => ({
    ...withRoom(decision, { revision: 0 }),
    messages: decision.messages.map((one) => ({ ...one, revision: 0 })),
  })),
);

catches(
  'a person mailed twice is caught',
  'a change mails each person once at most',
  spoil((decision) => withMessages(decision, [...decision.messages, ...decision.messages])),
);

catches(
  'a stamp straight from a clock that lags is caught',
  'DTSTAMP rises strictly, in whole seconds, one per decision',
  (room, ...rest) => decide({ ...room, stampedAt: null }, ...rest),
);

catches(
  'a second open proposal of one person is caught',
  'a person has one open proposal at most',
  spoil((decision, before) => {
    const open = before.proposals.filter((one) => one.status === 'pending');
    const reopened = decision.room.proposals.map(
      (one) => open.find((was) => was.id === one.id) ?? one,
    );
    return withRoom(decision, { proposals: reopened });
  }),
);

catches(
  'a proposal left open by a move is caught',
  'an open proposal is somebody’s who is in, about the session as it is',
  spoil((decision, before, command) =>
    command.do === 'reschedule' ? withRoom(decision, { proposals: before.proposals }) : decision,
  ),
);

catches(
  'a proposal decided twice is caught',
  'a settled proposal stays as it was settled',
  (room, command, rules, now) => {
    const proposals = room.proposals.map((one) => ({ ...one, status: 'pending' as const }));
    return decide({ ...room, proposals }, command, rules, now);
  },
);

catches(
  'a guest who declines and stays is caught',
  'a booked room has a guest, an open one none, a cancelled one its last',
  spoil((decision, before) => withRoom(decision, { guest: before.guest ?? decision.room.guest })),
);

catches(
  'a cancelled room that comes back to life is caught',
  'cancelled is for good',
  (room, ...rest) =>
    decide(room.status === 'cancelled' ? { ...room, status: 'open' } : room, ...rest),
);

catches(
  'an ignored reply that leaves a trace is caught',
  'what is ignored leaves the room as it was',
  spoil((decision) => {
    if (decision.outcome !== 'ignored' || decision.reason !== 'superseded-answer') return decision;
    return withRoom(decision, { host: { ...decision.room.host, comment: 'a trace' } });
  }),
);

catches(
  'an ignored command that copies the room is caught',
  'an ignored command that notes nothing hands back the very room',
  spoil((decision) => withRoom(decision, {})),
);

catches(
  'the other person’s mail sent to oneself is caught',
  'nobody is shown as the other of themselves, and never to a stranger',
  spoil((decision) =>
    withMessages(
      decision,
      decision.messages.map((one) => ({ ...one, other: one.to })),
    ),
  ),
);

catches(
  'an answer taken from a COUNTER is caught',
  'an answer changes only by a reply, an end of hold, or by being asked anew',
  spoil((decision, _, command) => {
    if (command.do !== 'counter' || command.attendeeId !== decision.room.host.id) return decision;
    return withRoom(decision, { host: { ...decision.room.host, answer: 'tentative' } });
  }),
);

catches(
  'an answer kept over a move is caught',
  'a booking and a new time ask both anew',
  spoil((decision, before, command) => {
    if (command.do === 'record-reply') return decision;
    return withRoom(decision, { host: { ...decision.room.host, answer: before.host.answer } });
  }),
);

catches(
  'a last move beyond SEQUENCE is caught',
  'the last move is not above SEQUENCE, and neither falls',
  spoil((decision) => withRoom(decision, { majorSequence: decision.room.icsSequence + 1 })),
);

catches(
  'a hold that outlives its room is caught',
  'a hold is only on a decline in a booked room',
  spoil((decision, before) => {
    const heldDecline = before.host.heldDecline ?? decision.room.host.heldDecline;
    return withRoom(decision, { host: { ...decision.room.host, heldDecline } });
  }),
);

catches(
  'a CANCEL that is forgotten is caught',
  'every calendar ends right, in whatever order the mails arrive',
  spoil((decision) =>
    withMessages(
      decision,
      decision.messages.filter((one) => one.kind !== 'cancellation'),
    ),
  ),
);

catches(
  'a person who is not told of a new wording is caught',
  'a change of wording reaches both calendars',
  spoil((decision) => withMessages(decision, decision.messages.slice(0, 1))),
);

catches(
  'a plain mail with the stamp of the calendar is caught',
  'a plain mail carries the whole second of its decision',
  spoil((decision) =>
    withMessages(
      decision,
      decision.messages.map((one) => ({
        ...one,
        stampedAt: decision.room.stampedAt ?? one.stampedAt,
      })),
    ),
  ),
);

catches(
  'a change the application is not told of is caught',
  'the application is told of everything but what is only mailed again',
  spoil((decision) => (decision.outcome === 'changed' ? { ...decision, events: [] } : decision)),
);

test('every law is shown to notice something', () => {
  const elsewhere = Object.keys(doubtLaws);
  const here = Object.keys(laws).filter((law) => !elsewhere.includes(law));
  expect([...caught].sort()).toEqual(here.sort());
});
