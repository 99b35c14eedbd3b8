import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { takeApart } from '../../service/mail/mail-parts.ts';

import { readMail } from '../../service/mail/read-mail.ts';
import { readTnef } from '../../service/mail/winmail/tnef.ts';
import { readTnefAnswer } from '../../service/mail/winmail/tnef-answer.ts';
import { base64, buildMail, envelope, gina } from './mime-samples.ts';
import {
  answered,
  appointment,
  attribute,
  binary,
  changed,
  flag,
  globalId,
  meeting,
  number,
  planned,
  rawGlobalId,
  type SampleProperty,
  text,
  time,
  wide,
  wrap,
  writeTnef,
} from './tnef-samples.ts';

const pos = 'IPM.Microsoft Schedule.MtgRespP';
const from = ['gina@example.net'];

const read = (messageClass: string, properties: readonly SampleProperty[], text = '') =>
  readTnefAnswer(writeTnef(messageClass, properties), from, text);

/** `answered` without a class of its own, so that the attribute alone says it. */
const unclassed = changed(0x001a);

describe('a meeting answer in TNEF', () => {
  it('is the reply it stands for', () => {
    expect(read(pos, answered, 'See you\r\n')).toEqual({
      problem: null,
      detail: null,
      calendar: {
        method: 'REPLY',
        uid: 'room-1@p.example',
        sequence: 2,
        stampedAt: new Date('2027-02-21T10:00:00Z'),
        attendees: [
          {
            address: 'gina@example.net',
            email: null,
            partstat: 'ACCEPTED',
            sentBy: null,
            delegatedTo: null,
            delegatedFrom: null,
            comment: null,
          },
        ],
        comment: 'See you',
        start: { utc: new Date('2027-03-02T14:00:00Z'), problem: null },
        end: { utc: new Date('2027-03-02T15:00:00Z'), problem: null },
        originalStart: { utc: null, problem: 'missing' },
        originalEnd: { utc: null, problem: 'missing' },
        hasRecurrenceId: false,
        organizer: null,
        requestStatus: null,
        prodId: 'TNEF',
      },
    });
  });

  it('says yes, no or maybe by its message class, under the old names and the new', () => {
    const classes = {
      'IPM.Schedule.Meeting.Resp.Pos': 'ACCEPTED',
      'IPM.Schedule.Meeting.Resp.Neg': 'DECLINED',
      'ipm.schedule.meeting.resp.tent': 'TENTATIVE',
      'IPM.Schedule.Meeting.Resp.Pos.OwnForm': 'ACCEPTED',
      'IPM.Microsoft Schedule.MtgRespP': 'ACCEPTED',
      'IPM.Microsoft Schedule.MtgRespN': 'DECLINED',
      'IPM.Microsoft Schedule.MtgRespA': 'TENTATIVE',
    };
    for (const [name, partstat] of Object.entries(classes)) {
      expect([name, read(name, unclassed)?.calendar?.attendees[0]?.partstat]).toEqual([
        name,
        partstat,
      ]);
    }
    const others = ['IPM.Note', 'IPM.Schedule.Meeting.Request', 'IPM.Schedule.Meeting.Resp.Posx'];
    for (const name of others) expect([name, read(name, unclassed)]).toEqual([name, null]);
  });

  it('with a proposal is a counter with the new and the planned time, whatever it answers', () => {
    const proposal = [
      ...changed(0x001a, flag(appointment, 0x8257, true)),
      time(appointment, 0x8250, '2027-03-03T09:00:00Z'),
      time(appointment, 0x8251, '2027-03-03T10:00:00Z'),
      wide(0x1000, 'Später wäre besser'),
    ];
    for (const name of ['P', 'N', 'A']) {
      expect(read(`IPM.Microsoft Schedule.MtgResp${name}`, proposal)?.calendar).toMatchObject({
        method: 'COUNTER',
        comment: 'Später wäre besser',
        start: { utc: new Date('2027-03-03T09:00:00Z') },
        end: { utc: new Date('2027-03-03T10:00:00Z') },
        originalStart: { utc: new Date('2027-03-02T14:00:00Z') },
        originalEnd: { utc: new Date('2027-03-02T15:00:00Z') },
      });
    }
    const none = changed(0x820d, flag(appointment, 0x8257, true));
    expect(read(pos, none)?.calendar).toMatchObject({
      method: 'COUNTER',
      start: { utc: null, problem: 'missing' },
    });
    const never = time(appointment, 0x8250, '4501-01-01T00:00:00Z');
    expect(
      read(pos, [...answered, flag(appointment, 0x8257, true), never])?.calendar?.start,
    ).toEqual({ utc: null, problem: 'impossible' });
  });

  it('is of whom it represents, sent by whom it names, else of the sender, else of From', () => {
    const silent = changed(0x5d02);
    const typed = (kind: string) => [text(0x0064, kind), text(0x0065, 'gina@example.net')];
    const sender = wide(0x5d01, 'pa@example.net');
    const who = (...more: SampleProperty[]) => {
      const attendee = read(pos, [...silent, ...more])?.calendar?.attendees[0];
      return [attendee?.address, attendee?.sentBy];
    };
    expect(who(...typed('SMTP'), sender)).toEqual(['gina@example.net', 'pa@example.net']);
    expect(who(...typed('EX'), sender)).toEqual(['pa@example.net', null]);
    expect(who(text(0x0c1e, 'SMTP'), text(0x0c1f, 'pa@example.net'))).toEqual([
      'pa@example.net',
      null,
    ]);
    expect(who()).toEqual(['gina@example.net', null]);
    const raw = writeTnef(pos, silent);
    for (const several of [[], ['a@b.example', 'c@d.example']]) {
      expect(readTnefAnswer(raw, several, '')).toMatchObject({
        calendar: null,
        problem: 'not-a-calendar',
        detail: expect.stringContaining('winmail.dat'),
      });
    }
  });

  it('is of the sender in the older attribute too', () => {
    const name = Buffer.from('Gina\0', 'latin1');
    const address = Buffer.from('SMTP:gina@old.example\0', 'latin1');
    const head = Buffer.alloc(8);
    head.writeUInt16LE(4, 0);
    head.writeUInt16LE(16 + name.length + address.length, 2);
    head.writeUInt16LE(name.length, 4);
    head.writeUInt16LE(address.length, 6);
    const trp = attribute(0x00008000, Buffer.concat([head, name, address, Buffer.alloc(8)]));
    const raw = writeTnef(pos, changed(0x5d02));
    const withSender = Buffer.concat([raw.subarray(0, 6), trp, raw.subarray(6)]);
    expect(readTnefAnswer(withSender, from, '')?.calendar?.attendees[0]?.address).toBe(
      'gina@old.example',
    );
  });

  it('names the event by a UID of any program, and one date of a series as such', () => {
    const uidOf = (id: Buffer) => {
      const properties = [...changed(0x0003).filter(({ id }) => id !== 0x0023)];
      const calendar = read(pos, [...properties, binary(meeting, 0x0003, id)])?.calendar;
      return calendar && [calendar.uid, calendar.hasRecurrenceId];
    };
    expect(uidOf(globalId('__proto__'))).toEqual(['__proto__', false]);
    expect(uidOf(globalId('räum'))).toEqual(['räum', false]);
    const own = '040000008200E00074C5B7101A82E008';
    const date = Buffer.from('07d80319', 'hex');
    expect(uidOf(rawGlobalId(Buffer.from('2a58', 'hex'), date))).toEqual([
      `${own}00000000${'00'.repeat(16)}020000002A58`,
      true,
    ]);
    for (const bad of [
      globalId(''),
      globalId('a\0b'),
      globalId('a\nb'),
      globalId('x').subarray(1),
    ]) {
      expect(uidOf(bad)).toBeNull();
    }
  });

  it('that leaves anything open is put aside with the reason', () => {
    const doubts = {
      'two message classes': changed(0x001a, text(0x001a, 'IPM.Schedule.Meeting.Resp.Neg')),
      'which event': changed(0x0023, binary(meeting, 0x0023, globalId('another'))),
      'perhaps a proposal': [...answered, time(appointment, 0x8250, '2027-03-03T09:00:00Z')],
    };
    for (const [why, properties] of Object.entries(doubts)) {
      expect(read(pos, properties)).toMatchObject({
        calendar: null,
        problem: 'not-a-calendar',
        detail: expect.stringContaining(why),
      });
    }
    const noEvent = answered.filter(({ id }) => id !== 0x0003 && id !== 0x0023);
    expect(read(pos, noEvent)?.detail).toContain('which event');
  });

  it('needs no sequence and no times, and takes no number that is none', () => {
    const bare = answered.filter(({ id }) => ![0x8201, 0x820d, 0x820e, 0x0001].includes(id));
    expect(read(pos, bare)?.calendar).toMatchObject({
      sequence: 0,
      stampedAt: null,
      start: { problem: 'missing' },
    });
    expect(read(pos, changed(0x8201, number(appointment, 0x8201, -1)))?.calendar?.sequence).toBe(0);
  });
});

describe('bytes that are no TNEF', () => {
  const whole = writeTnef(pos, answered);

  it('hold no answer, wherever they were cut, and none with a wrong sum', () => {
    // Behind the attributes of the message stands one of an attachment, of 25 octets.
    for (let length = 0; length < whole.length - 25; length += 1) {
      const cut = whole.subarray(0, length);
      expect([length, readTnefAnswer(cut, from, '')?.calendar ?? null]).toEqual([length, null]);
    }
    const wrong = Buffer.from(whole);
    wrong.writeUInt8((wrong[20] ?? 0) ^ 1, 20);
    expect(readTnef(wrong)).toBeNull();
  });

  it('are none when they count or size beyond their end, or say one thing twice', () => {
    const odd = [
      wrap(attribute(0x00069003, Buffer.from('ffffffff', 'hex'))),
      wrap(attribute(0x00069003, Buffer.from('010000001e00010001000000ffffffff', 'hex'))),
      wrap(attribute(0x00069003, Buffer.from('010000003412010000000000', 'hex'))),
      wrap(attribute(1, Buffer.of(1)), attribute(1, Buffer.of(1))),
      wrap(attribute(1, Buffer.of(1), 3)),
      wrap(...Array.from({ length: 300 }, (_, id) => attribute(id, Buffer.alloc(0)))),
      writeTnef(pos, [...planned, ...planned]),
      Buffer.from('no TNEF at all'),
    ];
    for (const bytes of odd) expect(readTnef(bytes)).toBeNull();
  });

  it('never make the reader throw, nor find an answer that is no answer', () => {
    const edit = fc.record({ at: fc.nat(whole.length - 1), put: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), (edits, resum) => {
        const bytes = Buffer.from(whole);
        for (const { at, put } of edits) bytes.set(put.slice(0, bytes.length - at), at);
        const finding = readTnefAnswer(resum ? sumAgain(bytes) : bytes, from, '');
        const { calendar = null } = finding ?? {};
        if (calendar === null) return;
        expect(calendar.method).toMatch(/^(?:REPLY|COUNTER)$/);
        expect(calendar.uid).not.toMatch(/\p{Cc}/u);
        expect(calendar.attendees.map((each) => each.address)).toEqual([
          expect.stringMatching(/^[^\s@]+@[^\s@]+$/),
        ]);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (tail) => {
        readTnefAnswer(wrap(attribute(0x00069003, Buffer.from(tail)), Buffer.from(tail)), from, '');
      }),
    );
  });
});

describe('a mail with winmail.dat', () => {
  const mailWith = (content: Buffer, ...more: string[]) =>
    buildMail([gina], {
      type: 'multipart/mixed',
      body: [
        { type: 'text/plain', body: more.join('\r\n') },
        {
          type: 'application/ms-tnef; name="winmail.dat"',
          headers: ['Content-Transfer-Encoding: base64'],
          body: base64(content.toString('latin1'), 'latin1'),
        },
      ],
    });

  it('is read as the answer in it, with what the person typed', async () => {
    const reading = await readMail(mailWith(writeTnef(pos, answered), 'Gladly!'), envelope);
    expect(reading).toMatchObject({
      kind: 'calendar',
      problem: null,
      calendar: { method: 'REPLY', uid: 'room-1@p.example', comment: 'Gladly!' },
    });
  });

  it('is put aside when the answer in it is not certain', async () => {
    const reading = await readMail(mailWith(writeTnef(pos, planned)), envelope);
    expect(reading).toMatchObject({ kind: 'calendar', calendar: null, problem: 'not-a-calendar' });
    expect(reading.problemDetail).toContain('winmail.dat');
  });

  it('is a letter when nothing in it is an answer', async () => {
    const reading = await readMail(
      mailWith(writeTnef('IPM.Microsoft Mail.Note', []), 'Hi'),
      envelope,
    );
    expect(reading.kind).toBe('human');
  });
});

/** A letter of a real Outlook; it stands beside the repository, not in it. */
const sample = fileURLToPath(
  new URL('../../../shared/corpus/other/tine-winmail_dat_richtext.eml', import.meta.url),
);

if (existsSync(sample)) {
  it('the winmail.dat of a real Outlook is read to its end', async () => {
    const { parts } = await takeApart(readFileSync(sample));
    const content = parts.find(({ fileName }) => fileName === 'winmail.dat')?.content;
    const message = content && readTnef(content);
    expect(message?.properties.size).toBeGreaterThan(20);
    expect(content && readTnefAnswer(content, from, '')).toBeNull();
  });
}

/** The same attributes with sums that fit, so that an edit reaches what lies behind them. */
function sumAgain(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  let at = 6;
  while (at + 11 <= copy.length) {
    const end = at + 9 + copy.readUInt32LE(at + 5);
    if (end + 2 > copy.length) break;
    const sum = copy.subarray(at + 9, end).reduce((total, byte) => (total + byte) & 0xffff, 0);
    copy.writeUInt16LE(sum, end);
    at = end + 2;
  }
  return copy;
}
