import { isDeepStrictEqual } from 'node:util';
import { sameMailbox } from '../../service/scheduling/address.ts';
import type { MessageIntent } from '../../service/scheduling/decision.ts';
import type { Attendee } from '../../service/scheduling/room.ts';
import { sameTime } from '../../service/scheduling/times.ts';
import { calendarMails, isCalendar, messagesOf, methodOf } from './owed-mails.ts';
import type { Law } from './room-life.ts';

/** What must hold of the mails that are owed. */
export const mailLaws = {
  'SEQUENCE rises by one exactly when calendar objects tell something new': ({
    before,
    after,
    ...taken
  }) => {
    const calendar = messagesOf({ before, after, ...taken }).filter(isCalendar);
    const isNew = calendar.length > 0 && after.revision === 0;
    const rise = after.icsSequence - before.icsSequence;
    return rise === (isNew && before.announced ? 1 : 0);
  },

  'a calendar object carries the SEQUENCE and revision the room then has': (taken) =>
    messagesOf(taken)
      .filter(isCalendar)
      .every(
        (one) => one.sequence === taken.after.icsSequence && one.revision === taken.after.revision,
      ),

  'a message key never repeats': (taken, past) => {
    const keys = calendarMails([...past, taken]).map(keyOf);
    return new Set(keys).size === keys.length;
  },

  'a change mails each person once at most': (taken) => {
    const ids = messagesOf(taken).map((one) => one.to.id);
    return new Set(ids).size === ids.length;
  },

  'DTSTAMP rises strictly, in whole seconds, one per decision': (taken, past) => {
    const stamps = messagesOf(taken)
      .filter(isCalendar)
      .map((one) => one.stampedAt.getTime());
    const last = Math.max(...calendarMails(past).map((one) => one.stampedAt.getTime()));
    if (stamps.length === 0)
      return isDeepStrictEqual(taken.before.stampedAt, taken.after.stampedAt);
    return stamps.every(
      (stamp) => stamp === taken.after.stampedAt?.getTime() && stamp > last && stamp % 1_000 === 0,
    );
  },

  'nobody is shown as the other of themselves, and never to a stranger': (taken) =>
    messagesOf(taken).every(({ to, other }) => {
      const people = [taken.before, taken.after].flatMap((room) => [room.host, room.guest]);
      const ids = people.map((one) => one?.id);
      const toIds = [...ids, ...taken.after.formerGuests.map((one) => one.id)];
      const isOther = other === null || (other.id !== to.id && ids.includes(other.id));
      const isApart = other === null || !sameMailbox(other.email, to.email);
      return toIds.includes(to.id) && isOther && isApart;
    }),

  'every calendar ends right, in whatever order the mails arrive': ({ after, ...taken }, past) => {
    const mails = calendarMails([...past, { ...taken, after }]);
    const isRight = (one: Attendee) => {
      const entry = latestFor(one.id, mails);
      return entry !== null && methodOf(entry) === 'REQUEST' && sameTime(entry, after);
    };
    const isGone = (one: Attendee) => {
      const entry = latestFor(one.id, mails);
      return entry === null || methodOf(entry) === 'CANCEL';
    };
    const isOver = after.status === 'cancelled';
    const gone = [...after.formerGuests, ...(isOver && after.guest ? [after.guest] : [])];
    const isInRight =
      after.status !== 'booked' ||
      after.guest === null ||
      (isRight(after.host) && isRight(after.guest));
    return isInRight && gone.every(isGone);
  },

  'a change of wording reaches both calendars': ({ before, after, decision }) =>
    decision.outcome !== 'changed' ||
    after.guest === null ||
    before.guest === null ||
    before.location === after.location ||
    decision.messages.filter(isCalendar).length === 2,

  'a plain mail carries the whole second of its decision': (taken) =>
    messagesOf(taken)
      .filter((one) => !isCalendar(one))
      .every((one) => one.stampedAt.getTime() === Math.floor(taken.now.getTime() / 1_000) * 1_000),
} satisfies Record<string, Law>;

function keyOf(message: MessageIntent): string {
  return [message.sequence, message.to.email, methodOf(message), message.revision].join(' ');
}

function latestFor(id: string, mails: readonly MessageIntent[]): MessageIntent | null {
  const own = mails.filter((one) => one.to.id === id);
  return own.reduce<MessageIntent | null>((best, one) => {
    if (best === null || one.sequence > best.sequence) return one;
    const isLater = one.stampedAt.getTime() > best.stampedAt.getTime();
    return one.sequence === best.sequence && isLater ? one : best;
  }, null);
}
