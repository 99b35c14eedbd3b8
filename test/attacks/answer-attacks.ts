import { calendarMail, declined, icsOf, type Said } from '../journeys/hostile-mails.ts';
import { gil } from '../rooms/waist-house.ts';
import type { Target } from './attack-house.ts';

/** What happened in the room before. */
export type Before = 'moved' | 'accepted' | 'cancelled';

interface Setting {
  readonly before?: Before;
  /** Who sends it; the guest unless said otherwise. */
  readonly from?: string;
  /** At whose address it comes in: the guest's unless said otherwise. */
  readonly to?: 'elsewhere';
  /** Nobody is asked about it, although it is doubtful. */
  readonly asks?: 'nobody';
}

/** An answer of a doubtful kind: its number and name, what must become of it, and its words. */
export type AnswerAttack = readonly [
  number: number,
  name: string,
  outcome: string,
  change: Partial<Said> | ((ics: string) => string),
  setting?: Setting,
];

const mallory = 'mallory@evil.example';
const own = declined(gil.email);
const attendee = (...lines: string[]): Partial<Said> => ({ attendee: lines.join('\r\n') });
const otherTimes = ['DTSTART:20270312T140000Z', 'DTEND:20270312T150000Z'];
const wish = (...times: string[]): Partial<Said> => ({ method: 'COUNTER', more: times });
const parkedWish = 'parked counter-parked';
const longWish = (length: string) => wish('DTSTART:20270312T140000Z', `DURATION:${length}`);

export const answerAttacks: readonly AnswerAttack[] = [
  [
    55,
    'theirs beside a stranger’s',
    'applied',
    attendee(declined(mallory).replace('DECLINED', 'ACCEPTED'), own),
  ],
  [
    55,
    'two strangers',
    'parked someone-else',
    attendee(declined('a@b.example'), declined(mallory)),
    { asks: 'nobody' },
  ],
  [56, 'an alias', 'parked alias-unconfirmed', attendee(declined('gil@work.example'))],
  [56, 'a tag', 'applied', attendee(declined('gil+x@guest.example'))],
  [
    56,
    'the true address in EMAIL',
    'applied',
    attendee(
      own.replace('ATTENDEE', `ATTENDEE;EMAIL=${gil.email}`).replace('mailto:gil', 'mailto:g'),
    ),
  ],
  [
    56,
    'a delegate',
    'parked delegated',
    attendee(
      own
        .replace('ATTENDEE', `ATTENDEE;DELEGATED-FROM="mailto:${gil.email}"`)
        .replace(`to:${gil.email}`, `to:${mallory}`),
    ),
  ],
  [57, 'a party crasher', 'parked someone-else', attendee(declined(mallory)), { from: mallory }],
  [57, 'one who names the guest', 'parked forwarded', {}, { from: mallory }],
  [58, 'no SEQUENCE', 'applied', (ics) => ics.replace('SEQUENCE:0\r\n', '')],
  ...['-1', '1e309', '0x10'].map(
    (sequence): AnswerAttack => [58, `SEQUENCE ${sequence}`, 'applied', { sequence }],
  ),
  [58, 'two SEQUENCEs', 'parked conflict', { sequence: '0\r\nSEQUENCE:1' }],
  [58, 'a lower SEQUENCE', 'stale stale-answer', {}, { before: 'moved' }],
  [58, 'a higher SEQUENCE', 'parked impossible-sequence', { sequence: '7', more: otherTimes }],
  [58, 'a higher SEQUENCE of the present time', 'applied', { sequence: '7' }],
  [59, 'an older DTSTAMP', 'superseded superseded-answer', {}, { before: 'accepted' }],
  [60, 'no METHOD', 'parked no-method', (ics) => ics.replace('METHOD:REPLY\r\n', '')],
  [60, 'two METHODs', 'parked conflict', (ics) => ics.replace('METHOD', 'METHOD:CANCEL\r\nMETHOD')],
  ...['PUBLISH', 'REQUEST', 'ADD', 'CANCEL'].map(
    (method): AnswerAttack => [60, method, 'ignored method-not-for-organizers', { method }],
  ),
  [
    61,
    'a start in the past',
    parkedWish,
    wish('DTSTART:20270101T140000Z', 'DTEND:20270101T150000Z'),
  ],
  [61, 'no date', parkedWish, wish('DTSTART:99999999T')],
  [61, 'a floating time', parkedWish, wish('DTSTART:20270312T140000', 'DTEND:20270312T150000')],
  [61, 'an unknown zone', parkedWish, wish('DTSTART;TZID=Nowhere/Land:20270312T140000')],
  [61, 'a path as zone', parkedWish, wish('DTSTART;TZID=../../etc/passwd:20270312T140000')],
  ...['PT0S', '-PT1H', 'P3650D'].map(
    (length): AnswerAttack => [61, `a length of ${length}`, parkedWish, longWish(length)],
  ),
  [61, 'a series', parkedWish, wish(...otherTimes, 'RRULE:FREQ=DAILY')],
  [67, 'one of a series', 'ignored recurrence', { more: ['RECURRENCE-ID:20270310T140000Z'] }],
  [68, 'a token of another application', 'parked uid-mismatch', {}, { to: 'elsewhere' }],
  [69, 'a cancelled room', 'ignored room-cancelled', {}, { before: 'cancelled' }],
  [70, 'mailto with a subject', 'parked alias-unconfirmed', attendee(`${own}?subject=x`)],
  [
    70,
    'mailto with a line break',
    'parked alias-unconfirmed',
    attendee(`${own}%0D%0ABcc:${mallory}`),
  ],
  [70, 'mailto with two addresses', 'parked alias-unconfirmed', attendee(`${own},${mallory}`)],
];

/** The mail of an attack on this room. */
export function writeAnswer(
  [, , , change, { from = gil.email } = {}]: AnswerAttack,
  { uid }: Target,
) {
  const said = { uid, attendee: own, ...(typeof change === 'function' ? {} : change) };
  const ics = icsOf(said);
  return calendarMail(from, typeof change === 'function' ? change(ics) : ics, said.method);
}
