import { readContentLine, unfoldLines } from './content-lines.ts';

const observanceNames = ['TZNAME', 'TZOFFSETFROM', 'TZOFFSETTO', 'DTSTART', 'RRULE'];

/** Everything Parley ever writes, by component; each at most once, whatever texts it was given. */
const writtenNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['VCALENDAR', ['VERSION', 'PRODID', 'CALSCALE', 'METHOD']],
  ['VTIMEZONE', ['TZID']],
  ['STANDARD', observanceNames],
  ['DAYLIGHT', observanceNames],
  [
    'VEVENT',
    [
      ...['UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND'],
      ...['SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL'],
      ...['ORGANIZER', 'ATTENDEE', 'STATUS', 'TRANSP', 'CLASS'],
      ...['X-MICROSOFT-CDO-BUSYSTATUS', 'X-MICROSOFT-CDO-INTENDEDSTATUS'],
      'X-MICROSOFT-DISALLOW-COUNTER',
    ],
  ],
]);

const inUtc = /^BEGIN:VCALENDAR BEGIN:VEVENT END:VEVENT END:VCALENDAR$/;
const inZone =
  /^BEGIN:VCALENDAR BEGIN:VTIMEZONE( BEGIN:(STANDARD|DAYLIGHT) END:\2){1,2} END:VTIMEZONE BEGIN:VEVENT END:VEVENT END:VCALENDAR$/;

/**
 * Throws when the text holds a component, a line or a form of time beside those Parley writes: one
 * VEVENT with its times in UTC or, if `timeZone` is not null, one VTIMEZONE before it with at most
 * two observances, which both times name.
 */
export function checkLines(text: string, timeZone: string | null): void {
  const frames: string[] = [];
  const open: { name: string; seen: Set<string> }[] = [];
  const times: string[] = [];
  let tzid: string | null = null;
  for (const line of unfoldLines(text).slice(0, -1)) {
    const { name = '', value = '' } = readContentLine(line) ?? {};
    if (name === 'BEGIN' || name === 'END') {
      frames.push(line);
      if (name === 'BEGIN') open.push({ name: value, seen: new Set() });
      else open.pop();
      continue;
    }
    const top = open.at(-1);
    if (top === undefined || !writtenNames.get(top.name)?.includes(name) || top.seen.has(name)) {
      throw new Error('an unexpected line');
    }
    top.seen.add(name);
    if (name === 'TZID') tzid = value;
    else if (top.name === 'VEVENT' && name.startsWith('DT')) times.push(line);
  }
  const structure = tzid === null ? inUtc : inZone;
  if (!structure.test(frames.join(' ')) || !text.endsWith('END:VCALENDAR\r\n')) {
    throw new Error('an unexpected component');
  }
  if (tzid !== null && tzid.toLowerCase() !== timeZone?.toLowerCase()) {
    throw new Error('an unexpected time zone');
  }
  if (!times.every((line) => isTime(line, tzid))) throw new Error('an unexpected form of time');
}

/** DTSTAMP is in UTC always (RFC 5545 §3.8.7.2). */
function isTime(line: string, tzid: string | null): boolean {
  if (tzid === null || line.startsWith('DTSTAMP')) {
    return /^DT(?:STAMP|START|END):\d{8}T\d{6}Z$/.test(line);
  }
  const [name, value = ''] = line.split(`;TZID=${tzid}:`);
  return /^DT(?:START|END)$/.test(name ?? '') && /^\d{8}T\d{6}$/.test(value);
}
