import type { LiveRoom } from './live-room.ts';

/** Mails an attacker who knows everything about a room but its owners' minds could send. */

/** Lines as they go over the wire. */
export const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`;

let made = 0;

/** The head of a mail, with an id of its own. */
export const headOf = (from: string, ...more: readonly string[]): string =>
  lines(`From: <${from}>`, `Message-ID: <${++made}@attack.example>`, 'Subject: Re', ...more);

export interface Said {
  readonly uid: string;
  readonly attendee: string;
  readonly method?: string;
  readonly sequence?: string;
  readonly stamp?: string;
  readonly more?: readonly string[];
}

/** The times a room has at first. */
export const presentTimes = ['DTSTART:20270310T140000Z', 'DTEND:20270310T150000Z'];
export const declined = (email: string) => `ATTENDEE;PARTSTAT=DECLINED:mailto:${email}`;

/** A calendar object; `attendee` is the whole line. */
export const icsOf = (said: Said): string =>
  lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `METHOD:${said.method ?? 'REPLY'}`,
    'BEGIN:VEVENT',
    `UID:${said.uid}`,
    `SEQUENCE:${said.sequence ?? '0'}`,
    `DTSTAMP:${said.stamp ?? '20270301T080000Z'}`,
    said.attendee,
    ...(said.more ?? presentTimes),
    'END:VEVENT',
    'END:VCALENDAR',
  );

/** A calendar object as a part of a mail. */
export const partOf = (ics: string, method = 'REPLY'): string =>
  `Content-Type: text/calendar; method=${method}\r\n\r\n${ics}`;
/** Parts in one; `type` may be another kind than `mixed`, with parameters of its own. */
export const boxOf = (
  boundary: string,
  parts: readonly string[],
  type = 'multipart/mixed',
): string =>
  lines(
    `Content-Type: ${type}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
  );

/** A mail that is nothing but one calendar object. */
export const calendarMail = (from: string, ics: string, method?: string): string =>
  headOf(from) + partOf(ics, method);

export interface Attack {
  readonly name: string;
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

export interface Scene {
  readonly room: LiveRoom;
  /** A room of the attacker's own. */
  readonly other: LiveRoom;
  readonly host: string;
  readonly guest: string;
  readonly mallory: string;
}

/** Attacks that must change nothing, with the outcome each is recorded with. */
export function listAttacks({ room, other, host, guest, mallory }: Scene): Attack[] {
  const to = room.guest.replyTo;
  const uid = room.icsUid;
  const attendee = declined(guest);
  const reply = (said: Partial<Said>, method?: string) =>
    calendarMail(guest, icsOf({ uid, attendee, ...said }), method);
  const whole = icsOf({ uid, attendee });
  const accepted = icsOf({ uid, attendee: attendee.replace('DECLINED', 'ACCEPTED') });
  const otherTime = ['DTSTART:20270311T140000Z', 'DTEND:20270311T150000Z'];
  const inName = `ATTENDEE;CN="x;PARTSTAT=DECLINED:mailto:${guest}":mailto:${mallory}`;
  const returned = `Content-Type: message/rfc822\r\n\r\n${calendarMail(guest, whole)}`;
  const own = (name: string, outcome: string, raw: string, from = guest, address = to) => {
    return { name, outcome, from, to: address, raw };
  };
  const others = (name: string, outcome: string, address: string, from: string, who: string) => {
    const ics = icsOf({ uid, attendee: declined(who) });
    return own(name, outcome, calendarMail(from, ics), from, address);
  };
  const { replyTo } = room.host;
  return [
    others('the guest answers at the host’s address', 'parked someone-else', replyTo, guest, guest),
    others('the guest answers as the host', 'parked forwarded', replyTo, guest, host),
    others('a forwarded invitation', 'parked forwarded', to, mallory, guest),
    others('a party crasher', 'parked someone-else', to, mallory, mallory),
    others('own token, this UID', 'parked uid-mismatch', other.guest.replyTo, mallory, mallory),
    others('own token, as the guest', 'parked uid-mismatch', other.guest.replyTo, guest, guest),
    ...['__proto__', 'constructor', 'toString', uid.toUpperCase()].map((name) =>
      own(`UID ${name}`, 'parked uid-mismatch', reply({ uid: name })),
    ),
    own(
      'parts disagree',
      'parked parts-differ',
      headOf(guest) + boxOf('b', [partOf(whole), partOf(accepted)]),
    ),
    own('METHOD mismatch', 'parked methods-differ', reply({}, 'REQUEST')),
    own('the other mismatch', 'parked methods-differ', reply({ method: 'REQUEST' })),
    ...['CANCEL', 'REQUEST', 'ADD', 'PUBLISH', 'DECLINECOUNTER'].map((method) =>
      own(method, 'ignored method-not-for-organizers', reply({ method }, method)),
    ),
    ...['2147483648', '2147483647', '1', `1${'0'.repeat(20)}`].map((sequence) =>
      own(
        `SEQUENCE ${sequence} with another time`,
        'parked impossible-sequence',
        reply({ sequence, more: otherTime }),
      ),
    ),
    own('an answer in a name', 'ignored not-an-answer', reply({ attendee: inName })),
    own(
      'two answers',
      'parked conflict',
      reply({ attendee: `${attendee}\r\n${attendee.replace('DECLINED', 'ACCEPTED')}` }),
    ),
    own('nobody answers', 'parked no-attendee', reply({ attendee: 'X-NOBODY:1' })),
    own(
      'delegated',
      'parked delegated',
      reply({ attendee: attendee.replace('DECLINED', 'DELEGATED') }),
    ),
    own(
      'one of a series',
      'ignored recurrence',
      reply({ more: ['RECURRENCE-ID:20270310T140000Z'] }),
    ),
    own(
      'a rule bomb',
      'ignored not-an-answer',
      reply({
        attendee: attendee.replace('DECLINED', 'X-BOOM'),
        more: ['RRULE:FREQ=SECONDLY;COUNT=999999999', ...presentTimes],
      }),
    ),
    own(
      'too large a calendar',
      'unreadable too-large',
      reply({ more: Array(6_000).fill('EXDATE:20270310T140000Z') }),
    ),
    own(
      'an answer in a returned mail',
      'automatic vacation',
      headOf(guest, 'Auto-Submitted: auto-replied') + boxOf('b', [returned]),
    ),
    own('from nobody', 'automatic', `${headOf(guest)}\r\nHello`, ''),
    own('from a stranger', 'human unknown-sender', `${headOf(mallory)}\r\nHello`, mallory),
    own(
      'a report of nothing we sent',
      'bounce message-unknown',
      headOf('MAILER-DAEMON@x.example') + reportOf(host),
      '',
    ),
    own('our own mail', 'refused 554', `X-Parley-Loop: 1\r\n${headOf(guest)}\r\nHello`),
  ];
}

const reportOf = (email: string) =>
  lines(
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; x.example',
    '',
    `Final-Recipient: rfc822; ${email}`,
    'Action: failed',
    'Status: 5.1.1',
    '--r--',
  );
