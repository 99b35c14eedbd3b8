import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { base64, buildIcs, buildMail, envelope, gina, type SamplePart } from './mime-samples.ts';

const at = (hour: string) => ({ utc: new Date(`2027-03-03T${hour}:00:00Z`), problem: null });

function mailOf(subject: string, ics: string, text = 'x'): Buffer {
  const body: SamplePart[] = [
    { type: 'text/plain; charset=utf-8', body: text },
    {
      type: 'text/calendar; charset="utf-8"; method=COUNTER',
      headers: ['Content-Transfer-Encoding: base64'],
      body: base64(ics),
    },
  ];
  return buildMail([gina, `Subject: ${subject}`], { type: 'multipart/alternative', body });
}

describe('a proposal of a new time', () => {
  it('of Outlook has the new and the planned time, in any language and beside any answer', async () => {
    const subjects = {
      'New Time Proposed: Session': 'TENTATIVE',
      '=?utf-8?B?TmV1ZSBaZWl0IHZvcmdlc2NobGFnZW46IFNpdHp1bmc=?=': 'ACCEPTED',
      '=?utf-8?Q?Nouvelle_heure_propos=C3=A9e_:_Session?=': 'DECLINED',
    };
    for (const [subject, partstat] of Object.entries(subjects)) {
      const ics = buildIcs('COUNTER', [
        `ATTENDEE;PARTSTAT=${partstat};CN=Gina:MAILTO:gina@example.net`,
        'COMMENT;LANGUAGE=de-DE:Lieber so\\n',
        'SUMMARY;LANGUAGE=de-DE:Neue Zeit vorgeschlagen: Sitzung',
        'DTSTART;TZID=W. Europe Standard Time:20270303T100000',
        'DTEND;TZID=W. Europe Standard Time:20270303T110000',
        'X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20270303T150000',
        'X-MS-OLK-ORIGINALEND;TZID=tzone://Microsoft/Utc:20270303T150000',
        'SEQUENCE:3',
      ]);
      const { problem, calendar } = await readMail(mailOf(subject, ics), envelope);
      expect([subject, problem]).toEqual([subject, null]);
      expect(calendar).toMatchObject({
        method: 'COUNTER',
        sequence: 3,
        start: at('09'),
        end: at('10'),
        originalStart: at('14'),
        originalEnd: at('15'),
        comment: 'Lieber so',
        attendees: [{ address: 'gina@example.net', partstat }],
      });
    }
  });

  it('of KOrganizer lists everybody, its own answer among them', async () => {
    const ics = buildIcs('COUNTER', [
      'ORGANIZER:mailto:r-abc@in.parley.example',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:r-abc@in.parley.example',
      'ATTENDEE;PARTSTAT=TENTATIVE;RSVP=TRUE:mailto:gina@example.net',
      'DTSTART:20270303T090000Z',
      'DURATION:PT1H',
    ]);
    const { calendar } = await readMail(mailOf('Counter proposal', ics), envelope);
    expect(calendar).toMatchObject({
      start: at('09'),
      end: at('10'),
      organizer: 'r-abc@in.parley.example',
      originalStart: { problem: 'missing' },
      attendees: [{ partstat: 'NEEDS-ACTION' }, { address: 'gina@example.net' }],
    });
  });

  it('of Thunderbird says what is asked for in DTSTART and nothing of the plan', async () => {
    const ics = buildIcs('COUNTER', [
      'DTSTART;TZID=Europe/Berlin:20270303T100000',
      'DTEND;TZID=Europe/Berlin:20270303T110000',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:gina@example.net',
      'COMMENT:An hour earlier?',
    ]);
    const { calendar } = await readMail(mailOf('Counter', ics), envelope);
    expect(calendar).toMatchObject({ start: at('09'), end: at('10'), comment: 'An hour earlier?' });
  });
});

/** Proposals of real programs; they stand beside the repository, not in it. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/imip/', import.meta.url));

if (existsSync(corpus)) {
  describe('a proposal sent by a real program', () => {
    it('of Google is read from its calendar part, not from the file that names another', async () => {
      const raw = readFileSync(`${corpus}counter-google.eml`);
      const { automatic, problem, calendar, from } = await readMail(raw, envelope);
      expect([automatic, problem, calendar?.method]).toEqual([true, null, 'COUNTER']);
      expect(calendar?.attendees.map(({ address }) => address)).toEqual(from);
      expect(calendar?.attendees[0]?.partstat).toBe('TENTATIVE');
      expect(calendar?.start.utc).not.toBeNull();
    });

    it('of Outlook that was cut off is put aside with its words', async () => {
      for (const file of ['inline', 'attachment']) {
        const raw = readFileSync(`${corpus}counter-outlook-truncated-${file}.eml`);
        const reading = await readMail(raw, envelope);
        expect(reading).toMatchObject({ kind: 'calendar', problem: 'truncated' });
        expect(reading.text).toContain('Will be better for me');
      }
    });

    it('after the standard has the time it asks for', async () => {
      const ics = readFileSync(`${corpus}nextcloud-counter.ics`, 'utf8');
      const { calendar } = await readMail(mailOf('Counter', ics), envelope);
      expect(calendar).toMatchObject({
        start: { utc: new Date('1997-07-15T22:00:00Z') },
        end: { utc: new Date('1997-07-15T23:00:00Z') },
        comment: 'May we bump this by an hour? I have a conflict',
        hasRecurrenceId: true,
      });
    });
  });
}
