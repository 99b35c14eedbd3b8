/**
 * Grafts an answer somebody else's calendar wrote onto a live room: the same bytes, but our UID,
 * our addresses and times that are still to come. Bytes are handled as Latin-1, so that whatever
 * their charset is they come out as they went in.
 */

/** What the grafting must know of the room. */
export interface Stock {
  readonly icsUid: string;
  readonly replyAddress: string;
  /** The address that was invited; whoever answers in the message answers as this one. */
  readonly attendee: string;
  /** The year into which the times of the message are moved. */
  readonly year: number;
}

/** What the message said before, found without the reader under test. */
export interface Scion {
  /** Who answers in it; null when no ATTENDEE line has an address. */
  readonly answerer: string | null;
  readonly sequence: number;
}

const unfold = (text: string): string => text.replace(/\r?\n[ \t]/g, '');

const property = (name: string): RegExp =>
  new RegExp(`^${name}(?=[;:])[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*`, 'gim');

/** The address a line ends with, or else the one of its EMAIL parameter, as Apple writes it. */
const addressOf = (line: string): string | null =>
  (
    /[:=](?:mailto:)?"?([^\s:;"<>]+@[^\s:;"<>]+)"?\s*$/i.exec(line)?.[1] ??
    /;EMAIL="?([^\s:;"]+@[^\s:;"]+)/i.exec(line)?.[1]
  )?.toLowerCase() ?? null;

/** Reads what the graft depends on: of several ATTENDEEs, the one who said something. */
export function readScion(raw: Buffer): Scion {
  const texts = calendarTexts(raw.toString('latin1'));
  const lines = texts.flatMap((text) => unfold(text).match(property('ATTENDEE')) ?? []);
  const said = lines.filter((line) => /PARTSTAT=(?!"?NEEDS-ACTION)/i.test(line));
  const [text = ''] = texts;
  const count = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'im').exec(text)?.[1] ?? 0);
  return {
    answerer: addressOf(said[0] ?? lines[0] ?? ''),
    sequence: count('SEQUENCE') || count('X-MICROSOFT-CDO-APPT-SEQUENCE'),
  };
}

/** The whole message, grafted. A bare calendar gets the plainest mail around it. */
export function graft(raw: Buffer, scion: Scion, stock: Stock): Buffer {
  const text = raw.toString('latin1');
  const change = (calendar: string) => edit(calendar, scion, stock);
  const mail = isBareCalendar(text)
    ? wrap(change(text), stock)
    : readdress(editParts(text, change), stock);
  return Buffer.from(mail, 'latin1');
}

const isBareCalendar = (text: string): boolean => /^[^:]{0,8}BEGIN:VCALENDAR/i.test(text);

function calendarTexts(text: string): string[] {
  if (isBareCalendar(text)) return [text];
  const texts: string[] = [];
  editParts(text, (calendar) => {
    texts.push(calendar);
    return calendar;
  });
  return texts;
}

function edit(calendar: string, { answerer }: Scion, stock: Stock): string {
  const rename = (line: string, address: string | null, name: string) =>
    address === null || address === name
      ? line
      : unfold(line).replace(new RegExp(`${literally(address)}(?="?\\s*$)`, 'i'), name);
  return calendar
    .replace(property('UID'), (line) => line.replace(/^(UID[^:]*:)[\s\S]*$/i, `$1${stock.icsUid}`))
    .replace(property('ORGANIZER'), (line) =>
      rename(line, addressOf(unfold(line)), stock.replyAddress),
    )
    .replace(property('ATTENDEE'), (line) => rename(line, answerer, stock.attendee))
    .replace(/BEGIN:VEVENT[\s\S]*?END:VEVENT/gi, (event) => moveTimes(event, stock.year));
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Moves the times to `year` and keeps their day, hour, zone and form. A wish for a length no room
 * can have becomes one of an hour.
 */
function moveTimes(event: string, year: number): string {
  const moved = event.replace(
    /^((?:DTSTART|DTEND|X-MS-OLK-ORIGINALSTART|X-MS-OLK-ORIGINALEND)[^\r\n]*:)\d{4}(?=\d{4})/gim,
    (_line, start: string) => `${start}${year}`,
  );
  const wall = (name: string) =>
    new RegExp(`^${name}[^\\r\\n]*:(\\d{8})T(\\d\\d)(\\d\\d)`, 'im').exec(moved);
  const [, day = '', hour = '', minute = ''] = wall('DTSTART') ?? [];
  const [, endDay = '', endHour = '', endMinute = ''] = wall('DTEND') ?? [];
  if (endDay === '')
    return moved.replace(/^DURATION:(?!PT(30|60|90)M|PT1H(30M)?\s*$).*$/im, 'DURATION:PT1H');
  if (day === '') return moved;
  const at = (date: string, h: string, m: string) =>
    Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6), +h, +m);
  const minutes = (at(endDay, endHour, endMinute) - at(day, hour, minute)) / 60_000;
  if ([30, 60, 90].includes(minutes)) return moved;
  const end = new Date(at(day, hour, minute) + 3_600_000).toISOString();
  const value = `${end.slice(0, 10).replaceAll('-', '')}T${end.slice(11, 16).replace(':', '')}`;
  return moved.replace(/^(DTEND[^\r\n]*:)\d{8}T\d{4}/im, `$1${value}`);
}

function wrap(calendar: string, { attendee, replyAddress }: Stock): string {
  const method = /^METHOD:(\w+)/im.exec(calendar)?.[1] ?? 'REPLY';
  return [
    `From: <${attendee}>`,
    `To: <${replyAddress}>`,
    'Subject: An answer',
    `Message-ID: <${Buffer.from(calendar).length}.${Math.abs(hash(calendar))}@corpus.example>`,
    'MIME-Version: 1.0',
    `Content-Type: text/calendar; charset=utf-8; method=${method}`,
    'Content-Transfer-Encoding: 8bit',
    '',
    calendar,
  ].join('\r\n');
}

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);

/** The message comes from whoever answers in it, and goes to the room. */
function readdress(mail: string, { attendee, replyAddress }: Stock): string {
  const end = /\r?\n\r?\n/.exec(mail)?.index ?? mail.length;
  const head = mail
    .slice(0, end)
    .replace(/^From:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im, `From: <${attendee}>`)
    .replace(/^To:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im, `To: <${replyAddress}>`);
  return head + mail.slice(end);
}

/** Edits each calendar part in its decoded form and puts it back in the encoding it had. */
function editParts(entity: string, change: (calendar: string) => string): string {
  const split = /\r?\n\r?\n/.exec(entity);
  if (!split) return entity;
  const head = entity.slice(0, split.index);
  const body = entity.slice(split.index + split[0].length);
  const field = (name: string) =>
    new RegExp(`^${name}:((?:[^\\r\\n]|\\r?\\n[ \\t])*)`, 'im').exec(head)?.[1]?.trim() ?? '';
  const type = field('Content-Type');
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(type)?.[1];
  const rejoin = (changed: string) => head + split[0] + changed;
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    const parts = body.split(`--${boundary}`);
    return rejoin(
      parts
        .map((part, index) => {
          if (index === 0 || part.startsWith('--')) return part;
          const [lead = ''] = /^[ \t]*\r?\n/.exec(part) ?? [];
          return lead + editParts(part.slice(lead.length), change);
        })
        .join(`--${boundary}`),
    );
  }
  const isCalendar =
    /^(text\/(x-v)?calendar|application\/ics)/i.test(type) || /name="?[^"\r\n]*\.ics/i.test(head);
  return isCalendar ? rejoin(recode(body, field('Content-Transfer-Encoding'), change)) : entity;
}

function recode(body: string, encoding: string, change: (calendar: string) => string): string {
  switch (encoding.toLowerCase()) {
    case 'base64': {
      const changed = change(Buffer.from(body, 'base64').toString('latin1'));
      const encoded = Buffer.from(changed, 'latin1').toString('base64');
      return `${encoded.replace(/.{76}/g, '$&\r\n')}\r\n`;
    }
    case 'quoted-printable': {
      const decoded = body
        .replace(/=[ \t]*\r?\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      return change(decoded).replace(
        /[=\x80-\xff]/g,
        (letter) => `=${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
    }
    default:
      return change(body);
  }
}
