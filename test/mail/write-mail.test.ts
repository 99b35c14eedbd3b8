import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import { readIcs } from '../../service/calendar/read-ics.ts';
import { openLink } from '../../service/links/open-link.ts';
import { openAddress } from '../../service/links/reply-address.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { methodOf } from '../../service/mail/message-kinds.ts';
import { buildCalendarObject, writeMail } from '../../service/mail/write-mail.ts';
import { messageKinds } from '../../service/scheduling/decision.ts';
import { anyCharacter } from '../house/any-character.ts';
import { sampleFacts, sampleGuest, secrets } from './mail-samples.ts';

const calendarKinds = messageKinds.filter((kind) => methodOf(kind) !== 'NONE');
const plainKinds = messageKinds.filter((kind) => methodOf(kind) === 'NONE');
const asIs = { redirectTo: null };

function headerNames(raw: Buffer): string[] {
  const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
}

/** The MIME tree as types with their depth, in the order of the bytes. */
function partTypes(raw: Buffer): string[] {
  const text = raw.toString('latin1').replace(/\r\n[ \t]+/g, ' ');
  return [...text.matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map((match) => match[1] ?? '');
}

function calendarOf(mail: ParsedMail) {
  const part = mail.attachments.find((each) => each.contentType === 'text/calendar');
  if (part === undefined) throw new Error('no calendar part');
  const reading = readIcs(part.content, 'utf-8');
  if (!reading.ok) throw new Error(reading.detail);
  return { part, calendar: reading.calendar, text: part.content.toString('utf8') };
}

describe('a written calendar mail', () => {
  it.each(calendarKinds)(
    'carries its object as last alternative and as a file: %s',
    async (kind) => {
      const { raw } = await writeMail(sampleFacts(kind), secrets, asIs);
      expect(partTypes(raw)).toEqual([
        'multipart/mixed',
        'multipart/alternative',
        'text/plain',
        'text/html',
        'text/calendar',
        'application/ics',
      ]);
      const mail = await simpleParser(raw);
      const { part, calendar } = calendarOf(mail);
      expect(part.headers.get('content-type')).toMatchObject({
        params: { charset: 'utf-8', method: methodOf(kind) },
      });
      expect(part.contentDisposition).toBeUndefined();
      expect(calendar).toMatchObject({
        method: methodOf(kind),
        uid: 'room-1@parley.example',
        sequence: 0,
        stampedAt: new Date('2027-02-20T09:00:00Z'),
      });
      const file = mail.attachments.find((each) => each.filename === 'invite.ics');
      expect(file?.content.equals(part.content)).toBe(true);
      expect(mail.headers.get('content-class')).toBe('urn:content-classes:calendarmessage');
    },
  );

  it('names its one reader as ATTENDEE, and their own reply address as ORGANIZER', async () => {
    const { raw } = await writeMail(sampleFacts('invitation'), secrets, asIs);
    const mail = await simpleParser(raw);
    const { calendar, text } = calendarOf(mail);
    expect(calendar.attendees.map((each) => each.address)).toEqual(['gina@example.net']);
    const organizer = /ORGANIZER[^:]*:mailto:(\S+)/i.exec(text.replace(/\r\n /g, ''))?.[1] ?? '';
    expect(openAddress(organizer, 'in.parley.example', null).kind).toBe('reply');
    expect(mail.replyTo?.value).toEqual([{ name: '', address: organizer }]);
  });

  it('keeps the reply address over all mails to one person, and differs for another', () => {
    const address = (facts: MailFacts) => buildCalendarObject(facts, secrets)?.organizer.address;
    const first = address(sampleFacts('invitation'));
    expect(address(sampleFacts('cancellation', { sequence: 9, outboxId: 'x' }))).toBe(first);
    const host = { ...sampleGuest, attendeeId: 'host', role: 'host' as const };
    expect(address(sampleFacts('invitation', { recipient: host }))).not.toBe(first);
  });

  it('titles the session with the other person and puts the own link in DESCRIPTION', () => {
    const object = buildCalendarObject(sampleFacts('update'), secrets);
    expect(object?.summary).toBe('Ophthalmo Practice Session with Hanna');
    const token = /reschedule\?r=(\S+)/.exec(object?.description ?? '')?.[1] ?? '';
    expect(openLink(token, secrets, new Date('2027-02-21T00:00:00Z'))).toMatchObject({
      state: 'valid',
      claims: { purpose: 'propose', email: 'gina@example.net', role: 'guest' },
    });
  });

  it('takes only web addresses for URL', () => {
    const urlOf = (joinUrl: string | null) =>
      buildCalendarObject(sampleFacts('invitation', { joinUrl }), secrets)?.url;
    expect(urlOf('https://meet.example/abc')).toBe('https://meet.example/abc');
    for (const text of ['javascript:alert(1)', 'file:///etc/passwd', 'room 5', null]) {
      expect(urlOf(text)).toBeNull();
    }
  });
});

describe('a written plain mail', () => {
  it.each(plainKinds)('has two readings and no calendar: %s', async (kind) => {
    const facts = sampleFacts(kind);
    const { raw } = await writeMail(facts, secrets, asIs);
    expect(partTypes(raw)).toEqual(['multipart/alternative', 'text/plain', 'text/html']);
    expect(headerNames(raw)).not.toContain('content-class');
    expect(buildCalendarObject(facts, secrets)).toBeNull();
  });
});

describe('every written mail', () => {
  it.each(messageKinds)('is the same bytes for the same facts: %s', async (kind) => {
    const once = await writeMail(sampleFacts(kind), secrets, asIs);
    const again = await writeMail(structuredClone(sampleFacts(kind)), secrets, asIs);
    expect(again.raw.equals(once.raw)).toBe(true);
    expect(again).toEqual(once);
  });

  it('says it is automatic, wants no absence notes, and is known when it comes back', async () => {
    const { raw } = await writeMail(
      sampleFacts('proposal-sent', { inReplyTo: '<root@in.parley.example>' }),
      secrets,
      asIs,
    );
    const mail = await simpleParser(raw);
    const header = (name: string) => mail.headers.get(name);
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('x-auto-response-suppress')).toBe('OOF');
    expect(header('x-parley-loop')).toBe('in.parley.example');
    expect(header('precedence')).toBeUndefined();
    expect(mail.inReplyTo).toBe('<root@in.parley.example>');
    expect(mail.references).toBe('<root@in.parley.example>');
    expect(mail.messageId).toBe('<m-1@in.parley.example>');
    expect(mail.date).toEqual(new Date('2027-02-20T09:00:00Z'));
    expect(mail.from?.value).toEqual([
      { name: 'OphthalmoPro', address: 'scheduling@parley.example' },
    ]);
  });

  it('bounces to the address of its own outbox row', async () => {
    const { envelopeFrom } = await writeMail(sampleFacts('invitation'), secrets, asIs);
    const other = await writeMail(sampleFacts('invitation', { outboxId: 'b' }), secrets, asIs);
    expect(openAddress(envelopeFrom, 'in.parley.example', null).kind).toBe('bounce');
    expect(other.envelopeFrom).not.toBe(envelopeFrom);
  });

  it('when redirected, changes its envelope and To and nothing else', async () => {
    const straight = await writeMail(sampleFacts('invitation'), secrets, asIs);
    const turned = await writeMail(sampleFacts('invitation'), secrets, {
      redirectTo: 'staging@parley.example',
    });
    expect(turned.envelopeTo).toBe('staging@parley.example');
    expect(turned.envelopeFrom).toBe(straight.envelopeFrom);
    const back = turned.raw
      .toString('latin1')
      .replace('staging@parley.example', 'gina@example.net');
    expect(back).toBe(straight.raw.toString('latin1'));
    const { calendar } = calendarOf(await simpleParser(turned.raw));
    expect(calendar.attendees[0]?.address).toBe('gina@example.net');
  });

  it('is refused, not misdirected, when an address is more than one plain mailbox', async () => {
    for (const email of [
      'a@b.example, evil@x.example',
      'a@b.example\r\nBcc: evil@x.example',
      'a@b.example>',
      'Group: a@b.example;',
      '"a b"@c.example',
      'a@b@c.example',
      'a',
      '',
    ]) {
      const facts = sampleFacts('fresh-link', { recipient: { ...sampleGuest, email } });
      await expect(writeMail(facts, secrets, asIs)).rejects.toThrow(/mailbox/);
      await expect(
        writeMail(sampleFacts('fresh-link'), secrets, { redirectTo: email }),
      ).rejects.toThrow(/mailbox/);
    }
  });

  it('stays one mail to one person, whatever the names and words in it', async () => {
    const expected = headerNames(
      (await writeMail(sampleFacts('invitation', { inReplyTo: '<a@b>' }), secrets, asIs)).raw,
    );
    const nasty = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 80 }),
      fc.constantFrom(
        'x\r\nBcc: evil@x.example',
        'x\r\n\r\nbody',
        '"; PARTSTAT=DECLINED',
        '<script>alert(1)</script>',
        '\u202Egnp.exe',
        '--parley-Part_1',
        'a\0b\u2028c',
        'evil <evil@x.example>',
        'n'.repeat(10_000),
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (name, words, more) => {
        const facts = sampleFacts('invitation', {
          inReplyTo: '<a@b>',
          recipient: { ...sampleGuest, name },
          otherFirstName: words,
          sessionName: more,
          description: words,
          location: more,
          application: { ...sampleFacts('invitation').application, organizerName: words },
        });
        const { raw } = await writeMail(facts, secrets, asIs);
        expect(headerNames(raw).sort()).toEqual([...expected].sort());
        const mail = await simpleParser(raw);
        expect([mail.to].flat().flatMap((to) => to?.value.map((each) => each.address))).toEqual([
          'gina@example.net',
        ]);
        expect(calendarOf(mail).calendar.attendees).toHaveLength(1);
        expect(mail.html || '').not.toContain('<script>alert');
      }),
      { numRuns: 40 },
    );
  });
});
