import { describe, expect, it } from '@jest/globals';
import { firstNameOf } from '../../service/mail/first-name.ts';
import { hideAddresses } from '../../service/mail/hide-addresses.ts';
import { type Language, languages } from '../../service/mail/language.ts';
import { viewMail } from '../../service/mail/mail-view.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { type MessageKind, messageKinds } from '../../service/scheduling/decision.ts';
import { isThorough } from '../house/thorough.ts';
import { sampleFacts, sampleGuest, secrets } from './mail-samples.ts';
import { openMail, showEverything } from './open-mail.ts';

describe('privacy', () => {
  const canary = 'hanna.host@canary.example';
  /** Everywhere in a mail where somebody's own words or name could be. */
  const talkative = (kind: MessageKind, locale: string) =>
    sampleFacts(kind, {
      otherFirstName: canary,
      otherTimeZone: 'America/Argentina/Ushuaia',
      roomTimeZone: 'UTC',
      calendarZones: 'vtimezone',
      by: 'host',
      recipient: { ...sampleGuest, locale },
      reason: `write to ${canary}, please`,
      previous: { startUtc: '2027-03-01T23:30:00Z', durationMinutes: 60 },
      proposal: {
        proposedByRecipient: false,
        startUtc: '2027-03-04T14:00:00Z',
        durationMinutes: 60,
        note: `-- \nHanna Host <${canary.toUpperCase()}>`,
      },
      suggestedStartUtc: '2027-03-04T14:00:00Z',
      doubt: {
        because: 'other-address',
        answer: null,
        startUtc: '2027-03-04T14:00:00Z',
        durationMinutes: 60,
        comment: `Sent from ${canary}`,
      },
    });

  /** Every kind in three of the languages and every language: in all of them when there is time. */
  const isRead = (locale: Language) => (_kind: MessageKind, at: number) =>
    isThorough || at % 3 === languages.indexOf(locale) % 3;

  it.each(languages)(
    'no mail in %s shows the other’s address, or where they are',
    async (locale) => {
      for (const kind of messageKinds.filter(isRead(locale))) {
        const facts = talkative(kind, locale);
        const { raw, subject } = await writeMail(facts, secrets, { redirectTo: null });
        const seen = `${subject}\n${showEverything(raw, await openMail(raw))}`;
        expect([kind, seen.match(/canary|ushuaia|argentin/i)?.[0]]).toEqual([kind, undefined]);
        const found = new Set(seen.match(/[\w.-]+@[\w.-]+\w/g));
        const foreign = [...found].filter(
          (address) => !/@(in\.)?parley\.example$|^gina@example\.net$/.test(address),
        );
        expect([kind, foreign]).toEqual([kind, []]);
      }
    },
  );

  it('the hours of the other’s clock are told with the offset, and with nothing else', () => {
    const { time } = viewMail(talkative('invitation', 'en'), secrets);
    expect(time.other).toBe('For your host: 11:00 AM – 12:00 PM (UTC−03:00)');
  });

  it('words keep everything but addresses', () => {
    expect(hideAddresses('See you at 3 @ the clinic', null)).toBe('See you at 3 @ the clinic');
    expect(hideAddresses('me@a.example,<You@b.example>', null)).toBe(
      '[address hidden],<[address hidden]>',
    );
    expect(hideAddresses('ask Help@app.example', 'help@app.example')).toBe('ask Help@app.example');
    expect(hideAddresses('  ', null)).toBeNull();
  });

  it.each([
    '"hanna host"@canary.example',
    'hanna@[192.0.2.1]',
    'hanna\uFF20canary.example',
    'mailto:hanna%40canary.example?subject=hi',
    'https://meet.example/reschedule?r=eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImhhbiJ9.c2ln',
    'https://meet.example/approve?t=3DeyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImhhbiJ9.c2ln',
  ])('words lose an address in any spelling, and the token of a link: %s', (given) => {
    const told = hideAddresses(`See ${given} now`, null);
    expect(told).toMatch(/^See .*hidden\]\S* now$/);
    expect(told).not.toMatch(/canary|192\.0|eyJ/);
  });

  it.each([
    ['Host, Hanna', 'Hanna'],
    ['van der Host, Hanna Maria', 'Hanna'],
    ['Hanna Host, PhD', 'Hanna'],
    ['H. Host', 'H.'],
    ['Prof. Dr. Hanna Host', 'Hanna'],
    ['Dr Hanna Host', 'Hanna'],
    ['hanna.host', 'hanna'],
    ['hanna_host', 'hanna'],
    ['Hanna (Host)', 'Hanna'],
    ['Hanna\u200bHost', 'Hanna'],
    ['Dr. Host', null],
    ['Mrs Host', null],
    ['host\uFF20canary.example', null],
  ])('the first name of %s is %s, and never the last one', (name, first) => {
    expect(firstNameOf(name)).toBe(first);
  });
});
