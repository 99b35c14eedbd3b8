import { limits } from '../../service/limits.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { createRoom } from '../../service/scheduling/create.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  type Decision,
  type Deed,
  deeds,
  eventTypes,
  type IgnoreReason,
  ignoreReasons,
  type MessageKind,
  messageKinds,
  type RefusalReason,
  type RoomEventType,
  refusalReasons,
} from '../../service/scheduling/decision.ts';
import {
  type InboundOutcome,
  inboundOutcomes,
  outcomeOfDecision,
  outcomeOfReason,
} from '../../service/scheduling/inbound-outcome.ts';
import { isReminderKind, type ReminderKind } from '../../service/scheduling/reminders.ts';
import type { Room, Rules } from '../../service/scheduling/room.ts';
import {
  ada,
  approveAs,
  askAbout,
  bookBen,
  bookCleo,
  bookedRoom,
  cancel,
  counterFrom,
  declineAs,
  friday,
  holding,
  later,
  monday,
  newRoom,
  noWording,
  openRoom,
  proposal,
  replyFrom,
  roomAfter,
  sessionStart,
  soft,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

/**
 * Every word of the vocabulary, each said by an example. The records are complete by type and by
 * test: a reason, deed, kind or event that nothing reaches cannot stay.
 */
const declined = { answer: 'declined' } as const;
const booked = bookedRoom();
const open = openRoom();
const asked = roomAfter(booked, [proposal()]);
const held = roomAfter(booked, [replyFrom('guest-1', declined)], holding);
const cancelled = roomAfter(booked, [cancel]);
const usedUp = roomAfter(
  booked,
  Array.from({ length: limits.proposalsPerDay }, (_, n) =>
    proposal({ proposalId: `proposal-${n}`, startUtc: later(2_000 + n) }),
  ),
);
const afterSession = new Date('2026-03-06T00:00:00Z');
const afterTtl = later(11 + 48 * 60);

const refresh: Command = { do: 'refresh', attendeeId: 'guest-1' };
const bounced: Command = { do: 'record-undeliverable', attendeeId: 'guest-1', reason: '550' };
const due: Command = { do: 'act-on-held-decline', attendeeId: 'guest-1' };
const keep: Command = { do: 'keep-session', attendeeId: 'guest-1' };
const expire: Command = { do: 'expire-proposal', proposalId: 'proposal-1' };
const link = { do: 'send-link', attendeeId: 'guest-1', suggestedStartUtc: null } as const;
const renew: Command = { ...link, because: 'expired' };
const wrote: Command = { ...link, because: 'human-mail' };
const doubt: Command = askAbout(replyFrom('guest-1', declined));
const reword: Command = { do: 'change-wording', wording: { ...noWording, location: 'Here' } };
const reask: Command = proposal({ proposalId: 'proposal-2' });
const adaAsGuest: Command = { do: 'book', guest: { ...ada, attendeeId: 'guest-1' } };
const samePlace: Command = { do: 'change-wording', wording: noWording };
const sameTime: Command = { do: 'reschedule', startUtc: sessionStart, durationMinutes: 60 };
const toNever: Command = { do: 'reschedule', startUtc: monday, durationMinutes: null };
const tooLong: Command = { do: 'reschedule', startUtc: friday, durationMinutes: 120 };

function say(room: Room, command: Command, rules: Rules = strict, now = later(12)): Decision {
  return decide(room, command, rules, now);
}

const refusals: Record<RefusalReason, Decision> = {
  'already-booked': say(booked, bookCleo),
  'not-booked': say(open, unbook),
  'room-cancelled': say(cancelled, bookBen),
  'host-is-guest': say(open, adaAsGuest),
  'start-in-past': say(booked, toNever),
  'duration-not-allowed': say(booked, tooLong),
  'too-short-notice': say(booked, proposal({}), { ...strict, minimumNoticeMinutes: 1_000_000 }),
  'time-unchanged': say(booked, proposal({ startUtc: sessionStart })),
  'proposal-unknown': say(asked, approveAs('host', 'no-such')),
  'own-proposal': say(asked, approveAs('guest')),
  'counter-not-allowed': say(booked, proposal({ source: 'mail' }), {
    ...strict,
    allowCounter: false,
  }),
  'too-many-proposals': say(usedUp, proposal({ startUtc: friday })),
};

const accepted = roomAfter(booked, [replyFrom('guest-1')]);
const stranger = roomAfter(booked, [unbook]);
const ignores: Record<IgnoreReason, Decision> = {
  'same-time': say(booked, sameTime),
  'same-wording': say(booked, samePlace),
  'room-open': say(stranger, replyFrom('host-1')),
  'room-cancelled': say(cancelled, replyFrom('host-1')),
  'session-over': say(booked, replyFrom('host-1'), strict, afterSession),
  'no-longer-invited': say(stranger, replyFrom('guest-1')),
  'not-an-answer': say(booked, replyFrom('guest-1', { answer: null })),
  'duplicate-answer': say(accepted, replyFrom('guest-1')),
  'superseded-answer': say(accepted, replyFrom('guest-1', { stampedAt: later(1) })),
  'stale-answer': say(roomAfter(booked, [toFriday]), replyFrom('guest-1')),
  'impossible-sequence': say(booked, replyFrom('guest-1', { sequence: 1, startUtc: friday })),
  'sent-again-lately': say(roomAfter(booked, [refresh]), refresh),
  'proposal-settled': say(roomAfter(asked, [declineAs('host')]), approveAs('host')),
  'duplicate-proposal': say(asked, reask),
  'nothing-held': say(booked, keep),
  'not-due-yet': say(held, due, holding),
  'already-known': say(roomAfter(booked, [bounced]), bounced),
  'not-answered-here': say(booked, wrote, { ...strict, answerHumanMail: false }),
  unreachable: say(roomAfter(booked, [bounced]), doubt),
};

const done: Record<Deed, Decision> = {
  created: createRoom(newRoom(), monday),
  booked: say(open, bookBen),
  rescheduled: say(booked, toFriday),
  'wording-changed': say(booked, reword),
  unbooked: say(booked, unbook),
  cancelled: say(booked, cancel),
  'answer-recorded': say(booked, replyFrom('guest-1')),
  'decline-held': say(booked, replyFrom('guest-1', declined), holding),
  'decline-undone': say(held, keep, holding),
  'sent-again': say(booked, refresh),
  proposed: say(booked, proposal()),
  'proposal-approved': say(asked, approveAs('host')),
  'proposal-declined': say(asked, declineAs('host')),
  'proposal-expired': say(asked, expire, strict, afterTtl),
  'counter-parked': say(booked, counterFrom('guest-1', { proposedStartUtc: null })),
  'link-sent': say(booked, renew),
  undeliverable: say(booked, bounced),
  'confirmation-asked': say(booked, doubt),
};

/** Reminders are not decided but planned (`reminders.test.ts`). */
type DecidedKind = Exclude<MessageKind, ReminderKind>;
const mails: Record<DecidedKind, Decision> = {
  invitation: done.booked,
  update: done.rescheduled,
  cancellation: done.cancelled,
  'guest-left': done.unbooked,
  'decline-confirmed': say(booked, replyFrom('host-1', declined)),
  'decline-held': done['decline-held'],
  'decline-noted': say(booked, replyFrom('guest-1', declined), soft),
  'proposal-to-decide': done.proposed,
  'proposal-sent': done.proposed,
  'proposal-declined': done['proposal-declined'],
  'proposal-expired': done['proposal-expired'],
  'counter-not-understood': done['counter-parked'],
  'delivery-trouble': done.undeliverable,
  'fresh-link': done['link-sent'],
  'human-answer': say(booked, wrote),
  'confirm-answer': done['confirmation-asked'],
};

const events: Record<RoomEventType, Decision> = {
  'room.created': done.created,
  'room.booked': done.booked,
  'room.rescheduled': done.rescheduled,
  'room.changed': done['wording-changed'],
  'room.unbooked': done.unbooked,
  'room.cancelled': done.cancelled,
  'attendee.accepted': done['answer-recorded'],
  'attendee.declined': done['decline-held'],
  'attendee.tentative': say(booked, replyFrom('guest-1', { answer: 'tentative' })),
  'attendee.undeliverable': done.undeliverable,
  'proposal.created': done.proposed,
  'proposal.approved': done['proposal-approved'],
  'proposal.declined': done['proposal-declined'],
  'proposal.superseded': say(asked, toFriday),
  'proposal.expired': done['proposal-expired'],
};

test.each(refusalReasons)('a command is refused because: %s', (reason) => {
  expect(refusals[reason]).toEqual({ outcome: 'refused', reason });
});

test.each(ignoreReasons)('a command is ignored because: %s', (reason) => {
  expect(ignores[reason]).toMatchObject({ outcome: 'ignored', reason });
});

test.each(deeds)('the history knows the deed: %s', (deed) => {
  expect(done[deed]).toMatchObject({ outcome: 'changed', deed });
});

const decidedKinds = messageKinds.filter((kind): kind is DecidedKind => !isReminderKind(kind));

test.each(decidedKinds)('a mail is owed of the kind: %s', (kind) => {
  const decision = mails[kind];
  const owed = decision.outcome === 'changed' ? decision.messages : [];
  expect(owed.map((one) => one.kind)).toContain(kind);
});

test.each(eventTypes)('the host application is told: %s', (type) => {
  const decision = events[type];
  const told = decision.outcome === 'changed' ? decision.events : [];
  expect(told.map((one) => one.type)).toContain(type);
});

test('every reason is one of the outcomes an inbound mail can have', () => {
  for (const reason of [...refusalReasons, ...ignoreReasons]) {
    expect(inboundOutcomes).toContain(outcomeOfReason(reason));
  }
});

test.each([
  ['duplicate', ignores['duplicate-answer']],
  ['superseded', ignores['superseded-answer']],
  ['stale', ignores['stale-answer']],
  ['parked', ignores['impossible-sequence']],
  ['parked', done['counter-parked']],
  ['parked', done['confirmation-asked']],
  ['parked', ignores.unreachable],
  ['parked', refusals['too-many-proposals']],
  ['ignored', ignores['room-cancelled']],
  ['ignored', ignores['not-an-answer']],
  ['applied', done['answer-recorded']],
] satisfies [InboundOutcome, Decision][])('a mail ends as %s', (outcome, decision) => {
  expect(outcomeOfDecision(decision)).toBe(outcome);
});
