import { simpleParser } from 'mailparser';
import type { CalendarObject } from '../../service/calendar/calendar-object.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { CalendarClient, SimulatedReply } from '../../service/dev/simulated-reply.ts';
import { readMail } from '../../service/mail/read-mail.ts';

const clients: CalendarClient[] = [
  'gmail',
  'outlook',
  'outlook-desktop',
  'apple',
  'icloud',
  'thunderbird',
  'korganizer',
];
/** iCloud's server writes in its own name, and keeps the person's address in a parameter. */
const isCloud = (client: CalendarClient) => client === 'icloud';
const startUtc = new Date('2027-07-01T15:00:00Z');
const endUtc = new Date('2027-07-01T16:00:00Z');
const stampedAt = new Date('2027-06-20T08:30:00Z');
const invitationObject: CalendarObject = {
  method: 'REQUEST',
  uid: '0190a000-0000-7000-8000-000000000001@parley.test',
  sequence: 3,
  stampedAt: new Date('2027-06-19T08:00:00Z'),
  startUtc,
  endUtc,
  timeZone: null,
  summary: 'Session; über „alles“, with Hans',
  description: 'A text',
  location: null,
  url: null,
  organizer: { name: 'Practice, Parley', address: 'r-abc@in.parley.test' },
  attendee: { name: 'Gerda Größe', address: 'gerda@example.org', answer: 'needs-action' },
  allowCounter: true,
};
const invitation = writeIcs(invitationObject);
const base = {
  invitation,
  from: { name: 'Gerda Größe', address: 'gerda@example.org' },
  to: 'r-abc@in.parley.test',
  stampedAt,
  messageId: '<reply-1@example.org>',
} as const;
const comment = 'Sorry; I "can\'t", really: ä\\b';

const read = (reply: SimulatedReply) =>
  readMail(Buffer.from(writeReplyMail(reply)), {
    from: base.from.address,
    to: base.to,
  });

describe.each(clients)('a reply as %s writes it', (client) => {
  test.each(['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const)('is read as %s', async (answer) => {
    const reading = await read({ ...base, client, method: 'REPLY', answer });
    expect(reading).toMatchObject({
      kind: 'calendar',
      problem: null,
      from: [isCloud(client) ? 'noreply@insideicloud.icloud.com' : 'gerda@example.org'],
      calendar: {
        method: 'REPLY',
        uid: '0190a000-0000-7000-8000-000000000001@parley.test',
        sequence: 3,
        stampedAt,
        attendees: [
          { [isCloud(client) ? 'email' : 'address']: 'gerda@example.org', partstat: answer },
        ],
        start: { utc: startUtc },
        end: { utc: endUtc },
      },
    });
  });

  test('carries what the person wrote', async () => {
    const reading = await read({ ...base, client, method: 'REPLY', answer: 'DECLINED', comment });
    const { calendar } = reading;
    const words = calendar?.comment ?? calendar?.attendees[0]?.comment ?? '';
    expect(words.replace(/"/g, "'")).toBe(comment.replace(/"/g, "'"));
  });

  test('proposes another time with a COUNTER', async () => {
    const proposedStartUtc = new Date('2027-12-03T08:00:00Z');
    const proposedEndUtc = new Date('2027-12-03T09:30:00Z');
    const proposal = { answer: 'TENTATIVE', proposedStartUtc, proposedEndUtc, comment } as const;
    const { calendar } = await read({ ...base, client, method: 'COUNTER', ...proposal });
    expect(calendar).toMatchObject({
      method: 'COUNTER',
      start: { utc: proposedStartUtc },
      end: { utc: proposedEndUtc },
    });
    if (client.startsWith('outlook')) {
      expect(calendar).toMatchObject({
        originalStart: { utc: startUtc },
        originalEnd: { utc: endUtc },
      });
    }
  });

  test('names the same times when the invitation was in a zone', async () => {
    const zoned = writeIcs({ ...invitationObject, timeZone: 'America/St_Johns' });
    expect(zoned).toContain('DTSTART;TZID=America/St_Johns:');
    const reply = { ...base, invitation: zoned, client, method: 'REPLY' } as const;
    const { calendar } = await read({ ...reply, answer: 'ACCEPTED' });
    expect(calendar).toMatchObject({ start: { utc: startUtc }, end: { utc: endUtc } });
  });

  test('may be of an older sequence, from a stranger, or ask for the present state', async () => {
    const old = await read({ ...base, client, method: 'REPLY', answer: 'ACCEPTED', sequence: 1 });
    expect(old.calendar?.sequence).toBe(1);
    const from = { name: 'Eve', address: 'eve@example.net' };
    const strange = await read({ ...base, client, method: 'REPLY', answer: 'ACCEPTED', from });
    const [attendee] = strange.calendar?.attendees ?? [];
    expect(attendee?.email ?? attendee?.address).toBe('eve@example.net');
    expect(strange.from).not.toContain('gerda@example.org');
    const refresh = await read({ ...base, client, method: 'REFRESH' });
    expect(refresh.calendar?.method).toBe('REFRESH');
  });

  test('may be in the name of another address, of another session, or hand over', async () => {
    const reply = { ...base, client, method: 'REPLY', answer: 'DELEGATED' } as const;
    const { calendar } = await read({
      ...reply,
      attendeeAddress: 'boss@example.org',
      delegatedTo: 'eve@example.net',
      uid: 'another@parley.test',
    });
    const [attendee] = calendar?.attendees ?? [];
    expect(calendar?.uid).toBe('another@parley.test');
    expect(attendee?.email ?? attendee?.address).toBe('boss@example.org');
    expect(attendee).toMatchObject({ partstat: 'DELEGATED', delegatedTo: 'eve@example.net' });
    const instead = await read({ ...reply, answer: 'ACCEPTED', delegatedFrom: base.from.address });
    expect(instead.calendar?.attendees[0]?.delegatedFrom).toBe('gerda@example.org');
  });

  test('is the same bytes each time, in lines a mail server takes', () => {
    const reply = { ...base, client, method: 'REPLY', answer: 'ACCEPTED', comment } as const;
    const raw = writeReplyMail(reply);
    expect(writeReplyMail(reply)).toBe(raw);
    for (const line of raw.split('\r\n')) {
      expect(line).not.toContain('\n');
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
    }
  });
});

const partsOf = async (client: CalendarClient) => {
  const raw = writeReplyMail({ ...base, client, method: 'REPLY', answer: 'ACCEPTED', comment });
  return { raw, mail: await simpleParser(raw) };
};

test('Google sends the object twice, marked as automatic, by UTC', async () => {
  const { raw, mail } = await partsOf('gmail');
  expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
    'text/calendar',
    'application/ics',
  ]);
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.has('sender')).toBe(true);
  expect(mail.attachments[0]?.content.equals(mail.attachments[1]?.content ?? Buffer.of())).toBe(
    true,
  );
  expect(raw).toMatch(/^Content-Type: multipart\/mixed/m);
});

test('Exchange names no organizer and a Windows zone with its rules, in base64', async () => {
  const { raw, mail } = await partsOf('outlook');
  const ics = mail.attachments[0]?.content.toString() ?? '';
  expect(ics).not.toContain('ORGANIZER');
  expect(ics).toContain('DTSTART;TZID=W. Europe Standard Time:20270701T170000');
  expect(ics).toContain('BEGIN:VTIMEZONE');
  expect(raw).toMatch(/method=REPLY\r\nContent-Transfer-Encoding: base64/);
});

test('Apple nests the calendar file and names no method in its type', async () => {
  const { raw, mail } = await partsOf('apple');
  expect(raw).toMatch(/multipart\/alternative[\s\S]*multipart\/mixed[\s\S]*text\/calendar/);
  expect(raw).not.toMatch(/method=/);
  expect(raw).toContain('=0D=0A');
  expect(mail.attachments[0]?.filename).toMatch(/^iCal-\d{14}\.ics$/);
});

test('Thunderbird sends 8bit, as an alternative and as a file', async () => {
  const { raw } = await partsOf('thunderbird');
  expect(raw.match(/Content-Transfer-Encoding: 8bit/g)).toHaveLength(3);
  expect(raw).toContain('Größe');
});

test('Outlook alone leaves the COMMENT empty and quotes its zone, in 7bit', async () => {
  const { raw } = await partsOf('outlook-desktop');
  expect(raw.match(/Content-Transfer-Encoding: base64/g)?.length).toBeGreaterThan(0);
  const plain = writeReplyMail({
    ...base,
    invitation: invitation.replace(/^SUMMARY:.*\r\n/m, 'SUMMARY:Session\r\n'),
    from: { name: 'Gerda', address: 'gerda@example.org' },
    client: 'outlook-desktop',
    method: 'REPLY',
    answer: 'ACCEPTED',
    comment,
  });
  expect(plain).toMatch(/charset="utf-8"\r\nContent-Transfer-Encoding: 7bit/);
  expect(plain).toContain('COMMENT:\\n\r\n');
  expect(plain).toContain('DTSTART;TZID="W. Europe Standard Time":20270701T170000');
  expect(plain).not.toContain('ORGANIZER');
});

test('Exchange may count in a property of its own', async () => {
  const reply = { ...base, client: 'outlook', method: 'REPLY', answer: 'ACCEPTED' } as const;
  const { calendar } = await read({ ...reply, sequence: 0, exchangeSequence: 4 });
  expect(calendar?.sequence).toBe(4);
});

test('KOrganizer sends the calendar as a file, with its method in lower case', async () => {
  const { raw } = await partsOf('korganizer');
  expect(raw).toMatch(/text\/calendar; name="cal.ics"; method="reply"/);
});
