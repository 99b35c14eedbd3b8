import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Writer } from '../../service/mail/mail-reading.ts';
import { readWish } from '../../service/mail/wish/read-wish.ts';
import { anyCharacter } from '../house/any-character.ts';
import { cpuMs } from '../house/cpu-time.ts';

/** Written on Monday 1 March 2027 at ten; the session is on Tuesday 9 March at two. */
function writerIn(timeZone: string, locale: string, changes: Partial<Writer> = {}): Writer {
  const at = (text: string) =>
    new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds);
  return {
    timeZone,
    locale,
    sessionStartUtc: at('2027-03-09T14:00'),
    receivedAt: at('2027-03-01T10:00'),
    ...changes,
  };
}

/** What was read, as the writer's own clock shows it. */
function readLocal(words: string, writer: Writer): string | null {
  const start = readWish(words, writer);
  if (start === null) return null;
  return Temporal.Instant.fromEpochMilliseconds(start.getTime())
    .toZonedDateTimeISO(writer.timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

const newYork = writerIn('America/New_York', 'en-US');
const london = writerIn('Europe/London', 'en-GB');
const sydney = writerIn('Australia/Sydney', 'en-AU');
const berlin = writerIn('Europe/Berlin', 'de-DE');
const paris = writerIn('Europe/Paris', 'fr-FR');
const madrid = writerIn('Europe/Madrid', 'es-ES');
const rome = writerIn('Europe/Rome', 'it-IT');
const lisbon = writerIn('Europe/Lisbon', 'pt-PT');
const amsterdam = writerIn('Europe/Amsterdam', 'nl-NL');
const kolkata = writerIn('Asia/Kolkata', 'en-IN');
const plain = writerIn('Etc/UTC', 'en');

const wishes: readonly (readonly [string, Writer, string])[] = [
  ['Can we do Thursday 3pm?', newYork, '2027-03-11T15:00'],
  ['can we do thursday 3pm?', plain, '2027-03-11T15:00'],
  ['Can we do Thursday 3pm?', sydney, '2027-03-11T15:00'],
  ['3pm on Thursday works better for me', kolkata, '2027-03-11T15:00'],
  ['How about Friday at 9:30 am?', newYork, '2027-03-12T09:30'],
  ['Could we say Monday, 10 a.m.?', newYork, '2027-03-08T10:00'],
  ['Saturday 11am please', newYork, '2027-03-06T11:00'],
  ['can we do 3pm?', newYork, '2027-03-09T15:00'],
  ['Can we do 4 pm instead?', london, '2027-03-09T16:00'],
  ['Same day at 15:30?', london, '2027-03-09T15:30'],
  ['Could we meet tomorrow at 15:30?', london, '2027-03-02T15:30'],
  ['today at 5pm?', newYork, '2027-03-01T17:00'],
  ['The day after tomorrow at 3pm would be perfect.', newYork, '2027-03-03T15:00'],
  ['tonight at 8?', newYork, '2027-03-01T20:00'],
  ['Thursday evening at 7?', newYork, '2027-03-11T19:00'],
  ['9 in the morning on Friday', newYork, '2027-03-12T09:00'],
  ['Thursday at noon?', newYork, '2027-03-11T12:00'],
  ['Thursday 12pm', newYork, '2027-03-11T12:00'],
  ['Thursday 3-4pm?', newYork, '2027-03-11T15:00'],
  ['Thursday 10-11am?', newYork, '2027-03-11T10:00'],
  ['Thursday from 2pm to 3pm?', newYork, '2027-03-11T14:00'],
  ['Thursday 3pm for 30 minutes?', newYork, '2027-03-11T15:00'],
  ['Could we move to March 12 at 3pm?', newYork, '2027-03-12T15:00'],
  ['12 March at 15:00, if that suits', london, '2027-03-12T15:00'],
  ['Thursday, March 11th, at 3 PM', newYork, '2027-03-11T15:00'],
  ['2027-03-11 15:00', plain, '2027-03-11T15:00'],
  ['2027-03-11T10:00:00Z', plain, '2027-03-11T10:00'],
  ['3/4 at 3pm', newYork, '2027-03-04T15:00'],
  ['03/04 at 3pm', london, '2027-04-03T15:00'],
  ['25/03 at 3pm', plain, '2027-03-25T15:00'],
  ['January 5th at 3pm', newYork, '2028-01-05T15:00'],
  ['Thursday 09:00', newYork, '2027-03-11T09:00'],
  ['Thursday at 10:00', london, '2027-03-11T10:00'],
  ['Thursday next week at 3pm?', newYork, '2027-03-11T15:00'],
  ['This Thursday at 3pm?', newYork, '2027-03-04T15:00'],
  ['Next Monday at 3pm?', newYork, '2027-03-08T15:00'],
  ['in 3 days at 3pm', newYork, '2027-03-04T15:00'],
  ['Thursday 3pm EST', london, '2027-03-11T20:00'],
  ['Thursday 3pm ET?', london, '2027-03-11T20:00'],
  ['Thursday, 3:00 PM Pacific time', newYork, '2027-03-11T18:00'],
  ['15:00 GMT+2 on Friday', london, '2027-03-12T13:00'],
  ['Thursday 3 pm UTC', newYork, '2027-03-11T10:00'],
  ['Thursday 15:00 CET', newYork, '2027-03-11T09:00'],
  ['I have a meeting then. Can we do Thursday 3pm?', newYork, '2027-03-11T15:00'],
  ["I can't do Wednesday. Can we do Thursday 3pm?", newYork, '2027-03-11T15:00'],
  ["I can't make it, could we do Thursday 3pm?", newYork, '2027-03-11T15:00'],
  ["Wednesday doesn't work, but Thursday 3pm would", newYork, '2027-03-11T15:00'],
  ['Could we do Thursday 3pm instead of Tuesday 2pm?', newYork, '2027-03-11T15:00'],
  ['Can we move from Tuesday 2pm to Thursday 3pm?', newYork, '2027-03-11T15:00'],
  ['Good morning,\n\nThursday 3pm?\n\nThanks,\nAda', newYork, '2027-03-11T15:00'],
  ['Can we do Thursday 3pm? If that does not work, let me know.', newYork, '2027-03-11T15:00'],
  ["Why don't we do Thursday 3pm?", newYork, '2027-03-11T15:00'],
  ['How about next week Thursday at 3pm?', newYork, '2027-03-11T15:00'],
  ['Thursday @ 3pm?', newYork, '2027-03-11T15:00'],
  ['Could we meet Thursday instead, at 3pm?', newYork, '2027-03-11T15:00'],
  ['Can we do\nThursday\n3pm?\nThanks', newYork, '2027-03-11T15:00'],
  ["Thursday 3pm is good for me, Friday isn't.", newYork, '2027-03-11T15:00'],
  ["Tuesday at 2pm doesn't suit me anymore. Can we do 3pm?", newYork, '2027-03-09T15:00'],
  ['3pm est on thursday', london, '2027-03-11T20:00'],
  ['Sunday, November 7, 1:30 am', newYork, '2027-11-07T01:30'],
  ['Could we do a bit earlier, 1pm?', newYork, '2027-03-09T13:00'],
  ['El jueves a las 10 de la mañana', madrid, '2027-03-11T10:00'],
  ['Thursday 15h', london, '2027-03-11T15:00'],
  ['Thursday at 3pm my time', newYork, '2027-03-11T15:00'],
  ['Könnten wir Donnerstag um 15 Uhr machen?', berlin, '2027-03-11T15:00'],
  ['Geht auch morgen um 10 Uhr?', berlin, '2027-03-02T10:00'],
  ['Passt dir übermorgen um 9:30 Uhr?', berlin, '2027-03-03T09:30'],
  ['Besser am 12.03. um 15 Uhr', berlin, '2027-03-12T15:00'],
  ['12. März 15 Uhr', berlin, '2027-03-12T15:00'],
  ['Guten Morgen, geht Donnerstag 15-16 Uhr?', berlin, '2027-03-11T15:00'],
  ['nächste Woche Donnerstag um 15 Uhr', berlin, '2027-03-11T15:00'],
  ['Donnerstag um 3 Uhr nachmittags', berlin, '2027-03-11T15:00'],
  ['Dienstag kann ich nicht, aber Donnerstag 15 Uhr ginge.', berlin, '2027-03-11T15:00'],
  ['Can we do Thursday at 3pm?', berlin, '2027-03-11T15:00'],
  ['Can we do 3pm?', berlin, '2027-03-09T15:00'],
  ['On peut se voir jeudi à 15h30 ?', paris, '2027-03-11T15:30'],
  ['Bonjour, le 12 mars à 15 heures serait possible ?', paris, '2027-03-12T15:00'],
  ['après-demain à 9h', paris, '2027-03-03T09:00'],
  ['15h est possible', paris, '2027-03-09T15:00'],
  ['¿Podemos el jueves a las 15:00?', madrid, '2027-03-11T15:00'],
  ['el jueves a las 3 de la tarde', madrid, '2027-03-11T15:00'],
  ['pasado mañana a las 10:00', madrid, '2027-03-03T10:00'],
  ['Possiamo fare giovedì alle 15?', rome, '2027-03-11T15:00'],
  ['domani alle 10:00 va bene?', rome, '2027-03-02T10:00'],
  ['Podemos na quinta-feira às 15h?', lisbon, '2027-03-11T15:00'],
  ['Podemos no dia 12 de março às 15:00?', lisbon, '2027-03-12T15:00'],
  ['Kan het donderdag om 15 uur?', amsterdam, '2027-03-11T15:00'],
  ['Lukt morgen om 10:00?', amsterdam, '2027-03-02T10:00'],
];

const doubts: readonly (readonly [string, Writer])[] = [
  ['', newYork],
  ['See you then!', newYork],
  ['Can we do Thursday?', newYork],
  ['Thursday morning?', newYork],
  ['Can we do Thursday at 3?', newYork],
  ['Thursday 3:30?', newYork],
  ['Thursday at 10:00', newYork],
  ['um 3 Uhr am Donnerstag', berlin],
  ['Thursday 3pm or Friday 4pm?', newYork],
  ['Thursday or Friday 3pm?', newYork],
  ['3pm on Thursday or Friday', newYork],
  ['Thursday 3pm or 4pm?', newYork],
  ['Thursday at 3 or 4pm?', newYork],
  ['3pm or later on Thursday', newYork],
  ['any time after 3pm on Thursday', newYork],
  ['Thursday after 3pm', newYork],
  ['Thursday between 2 and 5pm', newYork],
  ['Thursday 9am-5pm', newYork],
  ['until 3pm on Thursday', newYork],
  ['half past three on Thursday', newYork],
  ['Thursday half 4 pm', london],
  ['Donnerstag halb 10 Uhr', berlin],
  ['Donnerstag ab 15 Uhr', berlin],
  ['not Thursday 3pm', newYork],
  ["I can't do Thursday 3pm", newYork],
  ["Thursday 3pm doesn't work for me", newYork],
  ['Thursday 3pm? No, that does not work.', newYork],
  ['Thursday 3pm, I am afraid I cannot', newYork],
  ['I have a class Thursday 3pm', newYork],
  ['anything but not Thursday at 3pm', newYork],
  ['Donnerstag 15 Uhr geht leider nicht', berlin],
  ['Donnerstag um 15 Uhr habe ich schon einen Termin', berlin],
  ['jeudi à 15h, je ne peux pas', paris],
  ['No puedo el jueves a las 15:00', madrid],
  ['Giovedì alle 15 non posso', rome],
  ['Não posso quinta-feira às 15:00', lisbon],
  ['Donderdag om 15:00 kan ik niet', amsterdam],
  ['03/04 at 3pm', plain],
  ['03/04 at 3pm', writerIn('America/Toronto', 'en-CA')],
  ['next Thursday at 3pm', newYork],
  ['nächsten Donnerstag 15 Uhr', berlin],
  ['last Thursday at 3pm', newYork],
  ['yesterday at 3pm', newYork],
  ['today at 9am', newYork],
  ['Wednesday, March 11th, at 3pm', newYork],
  ['on the 12th at 3pm', newYork],
  ['in two hours', newYork],
  ['two hours later', newYork],
  ['a week later at 3pm', newYork],
  ['in March at 3pm', newYork],
  ['at the weekend, 3pm', newYork],
  ['Thursday 3pm CST', london],
  ['Thursday 3pm IST', london],
  ['Thursday July 8 3pm EST', london],
  ['Thursday 3pm London time', newYork],
  ['Thursday 3pm your time', newYork],
  ['Tuesday 2pm is fine', newYork],
  ['Tuesday 9 March at 14:00', london],
  ['can we do 2pm?', newYork],
  ['Donnerstag 15:00', newYork],
  ['Doneerstag um 15 Uhr oder Freitag um 16 Uhr', berlin],
  ['Can we talk from 3pm?', newYork],
  ['Sunday, March 14, 2:30 am', newYork],
  ['Thursday 3pm London', newYork],
  ['Can we cancel Thursday 3pm?', newYork],
  ['I got your mail on Thursday, can we do 3pm?', newYork],
  ['Thursday. Or 3pm tomorrow.', newYork],
  ['two days before, at 3pm', newYork],
  ['Thursday 3pm +/- 30 min', newYork],
  ['midnight on Thursday', newYork],
  ['17 May 2029 at 3pm', newYork],
  ['Thursday 3pm', { ...newYork, timeZone: 'Mars/Olympus' }],
];

describe('a wish', () => {
  it.each(wishes)('%s', (words, writer, expected) => {
    expect(readLocal(words, writer)).toBe(expected);
  });
});

describe('a doubt', () => {
  it.each(doubts)('%s', (words, writer) => {
    expect(readWish(words, writer)).toBeNull();
  });

  it('about 1:30 on the night clocks go back is settled for the first of the two', () => {
    const start = readWish('Sunday, November 7, 1:30 am', newYork);
    expect(start?.toISOString()).toBe('2027-11-07T05:30:00.000Z');
  });
});

const zones = ['Etc/UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const anyWriter = fc
  .record({
    zone: fc.constantFrom(...zones),
    locale: fc.constantFrom('en', 'en-US', 'en-GB', 'de-DE', 'fr', 'pt-BR', 'ja'),
    received: fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2030-01-01'),
      noInvalidDate: true,
    }),
    aheadMinutes: fc.integer({ min: 30, max: 60 * 24 * 60 }),
  })
  .map(({ zone, locale, received, aheadMinutes }) => ({
    timeZone: zone,
    locale,
    receivedAt: received,
    sessionStartUtc: new Date(received.getTime() + aheadMinutes * 60_000),
  }));

describe('whatever is written', () => {
  it('a time that is found lies ahead, within a year, and is not what is planned', () => {
    const pieces = fc.constantFrom(
      ...weekdays,
      ...['3pm', '15:00', 'at 9', 'or', 'not', 'tomorrow', '12.03.', '03/04', 'next', 'from', 'to'],
      ...['um 15 Uhr', 'à 15h', 'EST', 'noon', ',', '.', '?', 'instead of', "can't", 'Donnerstag'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), anyWriter, (words, writer) => {
        const start = readWish(words.join(' '), writer);
        if (start === null) return;
        const ahead = start.getTime() - writer.receivedAt.getTime();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(366 * 86_400_000);
        expect(start).not.toEqual(writer.sessionStartUtc);
      }),
      { numRuns: 300 },
    );
  });

  it('a day of the week and an hour are that day and hour on the clock of the writer', () => {
    const wish = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      hour: fc.integer({ min: 1, max: 11 }),
      minute: fc.constantFrom('', ':15', ':30'),
      half: fc.constantFrom('am', 'pm'),
    });
    fc.assert(
      fc.property(wish, anyWriter, ({ weekday, hour, minute, half }, writer) => {
        const words = `Can we do ${weekdays[weekday - 1]} ${hour}${minute}${half}?`;
        const start = readWish(words, writer);
        if (start === null) return;
        const local = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(
          writer.timeZone,
        );
        expect([local.dayOfWeek, local.hour, local.minute]).toEqual([
          weekday,
          half === 'pm' ? hour + 12 : hour,
          Number(minute.slice(1) || 0),
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it('random words are read without an error', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: anyCharacter, maxLength: 200 }),
    );
    fc.assert(
      fc.property(words, anyWriter, (text, writer) => {
        const start = readWish(text, writer);
        expect(start === null || Number.isFinite(start.getTime())).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['digits', '1'.repeat(100_000)],
    ['hours', '3pm '.repeat(25_000)],
    ['days', 'Thursday '.repeat(10_000)],
    ['dates', '03/04/2027 '.repeat(10_000)],
    ['blanks', `can we do ${' '.repeat(100_000)} 3pm`],
    ['commas', ','.repeat(100_000)],
    ['colons', '1:1:1:1.1-'.repeat(10_000)],
    ['ranges', '1-2-3-4 to '.repeat(10_000)],
    ['negations', "can't not no ".repeat(10_000)],
    ['units', '1 hour 2 minutes 3 seconds '.repeat(5_000)],
    ['letters', 'a'.repeat(100_000)],
    ['marks', "'’–—@()".repeat(20_000)],
  ])('a flood of %s is read in bounded time', (_name, words) => {
    for (const writer of [newYork, berlin, paris, madrid, rome, lisbon, amsterdam]) {
      const start = cpuMs();
      readWish(words, writer);
      expect(cpuMs() - start).toBeLessThan(1_000);
    }
  });
});
