import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { base64, buildIcs, buildMail, envelope, gina, type SamplePart } from './mime-samples.ts';

const times = ['DTSTART:20270302T140000Z', 'DTEND:20270302T150000Z'];
const yes = ['SEQUENCE:0', 'DTSTAMP:20270221T100000Z', ...times, ginaSays('ACCEPTED')];
const plain: SamplePart = { type: 'text/plain; charset="UTF-8"', body: 'Gina has accepted.' };
const words: SamplePart = { type: 'text/html; charset="UTF-8"', body: '<p>Gina has accepted.</p>' };

function ginaSays(answer: string): string {
  return `ATTENDEE;CN="Gina; Gast";PARTSTAT=${answer}:mailto:gina@example.net`;
}

function inline(method: string, ics: string): SamplePart {
  return { type: `text/calendar; charset="UTF-8"; method=${method}`, body: ics };
}

function file(ics: string, type = 'application/ics; name="invite.ics"'): SamplePart {
  return {
    type,
    headers: [
      'Content-Disposition: attachment; filename="invite.ics"',
      'Content-Transfer-Encoding: base64',
    ],
    body: base64(ics),
  };
}

const read = (headers: readonly string[], root: SamplePart) =>
  readMail(buildMail(headers, root), envelope);

describe('a calendar answer is read as each program sends it', () => {
  it('Google: the object twice, in a mail that is marked as automatic', async () => {
    const ics = buildIcs('COUNTER', [...yes, 'COMMENT:Could we make it later?']);
    const reading = await read(
      [gina, 'Auto-Submitted: auto-generated', 'Sender: calendar-notification@google.com'],
      {
        type: 'multipart/mixed',
        body: [
          { type: 'multipart/alternative', body: [plain, words, inline('COUNTER', ics)] },
          file(ics),
        ],
      },
    );
    expect(reading).toMatchObject({
      kind: 'calendar',
      problem: null,
      automatic: true,
      messageId: '<in-1@mail.example>',
      from: ['gina@example.net'],
      subject: 'Accepted',
      text: 'Gina has accepted.',
      calendar: { method: 'COUNTER', uid: 'room-1@p.example', sequence: 0 },
    });
  });

  it('Outlook: base64 in UTF-8, no ORGANIZER, a Windows zone', async () => {
    const ics = buildIcs('REPLY', [
      'SEQUENCE:2',
      'DTSTAMP:20270221T100000Z',
      'DTSTART;TZID=W. Europe Standard Time:20270302T150000',
      'DTEND;TZID=W. Europe Standard Time:20270302T160000',
      'COMMENT;LANGUAGE=de-DE:Leider nicht möglich\\n',
      ginaSays('DECLINED'),
    ]);
    const reading = await read([gina], {
      type: 'multipart/alternative',
      body: [
        plain,
        words,
        {
          type: 'text/calendar; charset="utf-8"; method=REPLY',
          headers: ['Content-Transfer-Encoding: base64'],
          body: base64(ics),
        },
      ],
    });
    expect(reading.problem).toBeNull();
    expect(reading.automatic).toBe(false);
    expect(reading.calendar).toMatchObject({
      sequence: 2,
      comment: 'Leider nicht möglich',
      start: { utc: new Date('2027-03-02T14:00:00Z'), problem: null },
      attendees: [{ address: 'gina@example.net', partstat: 'DECLINED' }],
    });
  });

  it('Apple: nested two levels deep, as a file, without a method parameter', async () => {
    const reading = await read([gina], {
      type: 'multipart/alternative',
      body: [
        plain,
        {
          type: 'multipart/mixed',
          body: [
            words,
            {
              type: 'text/calendar; x-unix-mode=0644; name=reply.ics',
              headers: ['Content-Disposition: attachment; filename=reply.ics'],
              body: buildIcs('REPLY', yes),
            },
            words,
          ],
        },
      ],
    });
    expect(reading).toMatchObject({ kind: 'calendar', problem: null });
    expect(reading.calendar?.attendees[0]?.partstat).toBe('ACCEPTED');
  });

  it('Thunderbird: a part and a file in 8 bits; its older form is the text itself', async () => {
    const ics = buildIcs('REPLY', yes);
    const both = await read([gina], {
      type: 'multipart/mixed',
      body: [
        { type: 'multipart/alternative', body: [plain, inline('REPLY', ics)] },
        file(ics, 'application/ics; name=invite.ics'),
      ],
    });
    const alone = await read([gina], inline('REPLY', ics));
    const asText = await read([gina], { type: 'text/plain', body: `\r\n${ics}` });
    for (const reading of [both, alone, asText]) {
      expect(reading).toMatchObject({ kind: 'calendar', problem: null });
      expect(reading.calendar?.attendees[0]?.partstat).toBe('ACCEPTED');
    }
  });

  it('scripts: as the text itself, encoded or behind blank lines and a mark', async () => {
    const ics = buildIcs('REPLY', yes);
    const quoted = ics.replaceAll('=', '=3D');
    const bodies: [string, string][] = [
      ['7bit', `\r\n\r\n${ics}`],
      ['8bit', `\uFEFF\r\n${ics}`],
      ['quoted-printable', quoted],
      ['base64', base64(`\uFEFF\r\n\r\n${ics}`)],
    ];
    for (const [encoding, body] of bodies) {
      const reading = await read([gina], {
        type: 'text/plain; charset=utf-8',
        headers: [`Content-Transfer-Encoding: ${encoding}`],
        body,
      });
      expect([encoding, reading.kind, reading.problem]).toEqual([encoding, 'calendar', null]);
      expect(reading.calendar?.attendees[0]?.partstat).toBe('ACCEPTED');
    }
  });

  it('others: twelve levels deep, an older type, an empty method parameter', async () => {
    const types = [
      'text/x-vcalendar; charset=utf-8',
      'text/calendar; method=""',
      'TEXT/CALENDAR; METHOD=reply; component=VEVENT',
      'application/ics; method=REPLY',
    ];
    for (const type of types) {
      let part: SamplePart = { type, body: buildIcs('REPLY', yes) };
      for (let level = 0; level < 12; level += 1) {
        part = { type: 'multipart/mixed', body: [plain, part] };
      }
      const reading = await read([gina], part);
      expect([type, reading.kind, reading.problem]).toEqual([type, 'calendar', null]);
    }
  });

  it('others: within a signed mail', async () => {
    const signature = { type: 'application/pkcs7-signature; name=smime.p7s', body: 'x' };
    const signed = {
      type: 'multipart/mixed',
      body: [plain, inline('REPLY', buildIcs('REPLY', yes))],
    };
    const reading = await read([gina], {
      type: 'multipart/signed; protocol="application/pkcs7-signature"',
      body: [signed, signature],
    });
    expect(reading).toMatchObject({ kind: 'calendar', problem: null });
  });

  it('others: a file of no particular type, and another charset', async () => {
    const bytes = file(buildIcs('REPLY', yes), 'application/octet-stream; name="a.ICS"');
    expect(await read([gina], { type: 'multipart/mixed', body: [plain, bytes] })).toMatchObject({
      kind: 'calendar',
      problem: null,
    });
    const latin = await read([gina], {
      type: 'text/calendar; method=REPLY; charset=iso-8859-1',
      headers: ['Content-Transfer-Encoding: base64'],
      body: base64(buildIcs('REPLY', [...yes, 'COMMENT:Später']), 'latin1'),
    });
    expect(latin.calendar?.comment).toBe('Später');
  });
});

describe('a calendar mail that contradicts itself is put aside', () => {
  const mixed = (...body: SamplePart[]) => read([gina], { type: 'multipart/mixed', body });
  const no = [...yes.slice(0, -1), ginaSays('DECLINED')];

  it('when the part and the calendar name different methods', async () => {
    expect(await mixed(inline('REPLY', buildIcs('COUNTER', yes)))).toMatchObject({
      kind: 'calendar',
      calendar: null,
      problem: 'methods-differ',
    });
    const one = inline('REPLY', buildIcs('REPLY', yes));
    const other = inline('COUNTER', buildIcs('REPLY', yes));
    expect((await mixed(one, other)).problem).toBe('methods-differ');
  });

  it('when two parts differ in answer, event or time', async () => {
    const first = inline('REPLY', buildIcs('REPLY', yes));
    const later = [...yes.slice(0, 2), 'DTSTART:20270303T140000Z', ...yes.slice(3)];
    for (const other of [
      buildIcs('REPLY', no),
      buildIcs('REPLY', yes, 'another@p.example'),
      buildIcs('REPLY', later),
      buildIcs('COUNTER', yes),
    ]) {
      expect(await mixed(first, file(other))).toMatchObject({
        calendar: null,
        problem: 'parts-differ',
      });
    }
  });

  it('but not when the copy only names somebody else beside the sender', async () => {
    const copy = buildIcs('REPLY', [
      ...yes.slice(0, -1),
      'ATTENDEE;PARTSTAT=DECLINED:mailto:x@y.z',
    ]);
    const reading = await mixed(file(copy), inline('REPLY', buildIcs('REPLY', yes)));
    expect(reading.calendar?.attendees.map((each) => each.address)).toEqual(['gina@example.net']);
  });

  it('nor when only the copy speaks of another revision', async () => {
    const first = inline('REPLY', buildIcs('REPLY', yes));
    const other = buildIcs('REPLY', ['SEQUENCE:7', 'DTSTAMP:20270221T110000Z', ...yes.slice(2)]);
    expect((await mixed(file(other), first)).calendar).toMatchObject({ sequence: 0 });
  });

  it('when it has more calendar parts than any program sends', async () => {
    const parts = Array.from({ length: 21 }, () => inline('REPLY', buildIcs('REPLY', yes)));
    expect((await mixed(...parts)).problem).toBe('too-large');
  });

  it('and says why when nothing in it can be read', async () => {
    expect((await mixed(inline('REPLY', 'BEGIN:VCALENDAR'))).problem).not.toBeNull();
    expect((await mixed(inline('REPLY', 'x'.repeat(70_000)))).problem).toBe('too-large');
  });
});

describe('the words beside an answer', () => {
  const answer = (prodId: string, text: string, ...more: string[]) => {
    const ics = buildIcs('REPLY', [...yes, ...more]).replace(/^PRODID:.*/m, `PRODID:${prodId}`);
    const typed = { type: 'text/plain; charset=utf-8', body: text };
    return read([gina], { type: 'multipart/alternative', body: [typed, inline('REPLY', ics)] });
  };
  const exchange = 'Microsoft Exchange Server 2010';

  it('are those typed in Outlook when the calendar holds none', async () => {
    for (const prodId of [exchange, '-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN']) {
      const { calendar } = await answer(prodId, 'Rather at 11:30\r\n', 'COMMENT;LANGUAGE=de:\\n');
      expect(calendar?.comment).toBe('Rather at 11:30');
    }
  });

  it('are those of the calendar where it holds any', async () => {
    const own = await answer(
      exchange,
      'Rather at 11:30',
      'COMMENT;LANGUAGE=de-DE:Lieber später\\n',
    );
    expect(own.calendar?.comment).toBe('Lieber später');
  });

  it('are never taken from programs that write the text themselves', async () => {
    const google = await answer('-//Google Inc//Google Calendar 70.9054//EN', 'Gina said yes.');
    expect(google.calendar?.comment).toBeNull();
    const boilerplate = await answer(exchange, 'When: Monday\r\nWhere: Online');
    expect(boilerplate.calendar?.comment).toBeNull();
  });
});

describe('what another mail said is not what this sender says', () => {
  it('not even when the returned mail calls itself a calendar file', async () => {
    const inner = buildMail([gina], inline('REPLY', buildIcs('REPLY', yes))).toString('utf8');
    const reading = await read(['From: stranger@example.org'], {
      type: 'multipart/mixed',
      body: [
        { type: 'text/plain', body: 'See below' },
        {
          type: 'message/rfc822; name="invite.ics"',
          headers: ['Content-Disposition: attachment; filename="invite.ics"'],
          body: inner,
        },
      ],
    });
    expect(reading).toMatchObject({ kind: 'human', calendar: null });
  });

  it('a calendar inside a forwarded or returned mail is not read', async () => {
    const inner = buildMail([gina], inline('REPLY', buildIcs('REPLY', yes))).toString('utf8');
    for (const disposition of ['inline', 'attachment']) {
      const reading = await read(['From: stranger@example.org'], {
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: 'See below' },
          {
            type: 'message/rfc822',
            headers: [`Content-Disposition: ${disposition}`],
            body: inner,
          },
        ],
      });
      expect(reading).toMatchObject({ kind: 'human', calendar: null, text: 'See below' });
    }
  });
});
