import fc from 'fast-check';
import { decide } from '../../service/scheduling/decide.ts';
import type { MessageIntent } from '../../service/scheduling/decision.ts';
import { planReminders } from '../../service/scheduling/reminders.ts';
import type { Attendee, Room, Rules } from '../../service/scheduling/room.ts';
import { live, lives } from './room-life.ts';
import {
  bookedRoom,
  cancel,
  friday,
  guestOf,
  later,
  monday,
  noWording,
  openRoom,
  replyFrom,
  roomAfter,
  sessionStart,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const reminding: Rules = { ...strict, reminderMinutes: [1440, 60], unansweredReminderHours: 24 };
const booked = bookedRoom();
const plan = (before: Room | null, after: Room, now = monday, rules = reminding) =>
  planReminders(before, after, rules, now);
const say = ({ kind, to, sendAt }: MessageIntent) =>
  `${to.role} ${kind} ${sendAt?.toISOString().slice(0, 16)}`;

describe('reminders', () => {
  it('count from the booking in whole seconds', () => {
    expect(booked.askedAt).toEqual(new Date('2026-03-02T09:00:00Z'));
  });

  it('are owed to both for each time before the start, and once for the answer', () => {
    expect(plan(openRoom(), booked).owed.map(say)).toEqual([
      'host reminder 2026-03-04T15:00',
      'host reminder 2026-03-05T14:00',
      'host answer-reminder 2026-03-03T09:00',
      'guest reminder 2026-03-04T15:00',
      'guest reminder 2026-03-05T14:00',
      'guest answer-reminder 2026-03-03T09:00',
    ]);
  });

  it('are not owed for a time that is over, nor for one after the start', () => {
    const lateRules = { ...reminding, unansweredReminderHours: 24 * 30 };
    const now = new Date(sessionStart.getTime() - 90 * 60_000);
    expect(plan(openRoom(), booked, now, lateRules).owed.map(say)).toEqual([
      'host reminder 2026-03-05T14:00',
      'guest reminder 2026-03-05T14:00',
    ]);
  });

  it('end with the booking, and nothing takes their place', () => {
    for (const command of [cancel, unbook]) {
      const { endedFor, dueStay, owed } = plan(booked, roomAfter(booked, [command]));
      expect({ endedFor, dueStay, owed }).toEqual({
        endedFor: ['host-1', 'guest-1'],
        dueStay: false,
        owed: [],
      });
    }
  });

  it('move with the session', () => {
    const { endedFor, dueStay, owed } = plan(booked, roomAfter(booked, [toFriday]));
    expect(endedFor).toEqual(['host-1', 'guest-1']);
    expect(dueStay).toBe(false);
    expect(
      owed.filter(({ kind }) => kind === 'reminder').map(({ sendAt }) => sendAt),
    ).toContainEqual(new Date(friday.getTime() - 3_600_000));
    expect(owed.every(({ sequence }) => sequence === 1)).toBe(true);
  });

  it('are told anew to who answered, and to nobody else', () => {
    const answered = roomAfter(booked, [replyFrom('guest-1')]);
    const { endedFor, dueStay, owed } = plan(booked, answered);
    expect(endedFor).toEqual(['guest-1']);
    expect(dueStay).toBe(true);
    expect(owed.map(say)).toEqual([
      'guest reminder 2026-03-04T15:00',
      'guest reminder 2026-03-05T14:00',
    ]);
    expect(owed.every(({ to }) => to.answer === 'accepted')).toBe(true);
  });

  it.each<[string, (guest: Attendee) => Attendee]>([
    ['declined', (guest) => ({ ...guest, answer: 'declined' })],
    ['cannot be reached', (guest) => ({ ...guest, reachable: false })],
  ])('are owed to nobody who %s', (_what, change) => {
    const after = { ...booked, guest: change(guestOf(booked)) };
    const { endedFor, owed } = plan(booked, after);
    expect([endedFor, owed]).toEqual([['guest-1'], []]);
  });

  it('are not touched by what they do not tell', () => {
    const after = { ...booked, host: { ...booked.host, linkSentAt: later(3), comment: 'late' } };
    expect(plan(booked, after)).toMatchObject({ endedFor: [], owed: [] });
  });

  it('remind of nothing that Parley did not ask about', () => {
    expect(plan(null, { ...booked, askedAt: null }).owed).toEqual([]);
  });

  it('count the time for an answer from when people were asked, whatever changes since', () => {
    const reworded = decide(
      booked,
      { do: 'change-wording', wording: { ...noWording, location: 'Room 2' } },
      reminding,
      later(60),
    );
    if (reworded.outcome !== 'changed') throw new Error(reworded.outcome);
    const asked = plan(booked, reworded.room, later(60)).owed.map(say);
    expect(asked).toContain('guest answer-reminder 2026-03-03T09:00');
  });
});

test('whatever happens, what waits is exactly what the room as it is asks for', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const rules = { ...life.rules, reminderMinutes: [1440, 60], unansweredReminderHours: 24 };
      let waiting: readonly MessageIntent[] = [];
      // The second machine's clock is behind: what is over for one is not yet for the other.
      let latest = monday;
      for (const { before, after, now } of stepsOf(life)) {
        const { endedFor, owed } = planReminders(before, after, rules, now);
        latest = new Date(Math.max(now.getTime(), latest.getTime()));
        const isFuture = ({ sendAt }: MessageIntent) => sendAt !== null && sendAt > latest;
        waiting = [
          ...waiting.filter((one) => isFuture(one) && !endedFor.includes(one.to.id)),
          ...owed.filter(isFuture),
        ];
        const wanted = planReminders(null, after, rules, latest).owed;
        expect(waiting.map(say).sort()).toEqual(wanted.map(say).sort());
        for (const { to, sendAt, startUtc } of waiting) {
          expect(after.status).toBe('booked');
          expect([after.host.id, after.guest?.id]).toContain(to.id);
          expect(to.answer).not.toBe('declined');
          expect(Number(sendAt)).toBeLessThan(startUtc.getTime());
          expect(startUtc).toEqual(after.startUtc);
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** The rooms of a life, one after the other, each with the moment it came about. */
function stepsOf(life: Parameters<typeof live>[0]) {
  return live(life).flatMap(({ before, decision, now }) =>
    decision.outcome === 'refused' ? [] : [{ before, after: decision.room, now }],
  );
}
