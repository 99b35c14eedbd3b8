import { readdirSync, readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { mustRead } from './calendar-samples.ts';
import {
  type GoldenTimes,
  goldenName,
  goldenZones,
  splitGolden,
  writeGolden,
} from './golden-calendars.ts';

// When the difference is meant: node test/calendar/programs/write-golden.ts
const folder = new URL('golden/', import.meta.url);

const readOurs = (text: string): GoldenTimes => {
  const { start, end } = mustRead(text);
  return { startUtc: start.utc ?? new Date(0), endUtc: end.utc ?? new Date(0) };
};

/** By the VTIMEZONE: ical.js knows no zone by its name. */
function readByIcalJs(text: string): GoldenTimes {
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  const read = (name: string) => {
    const time = event?.getFirstPropertyValue(name);
    if (!(time instanceof ICAL.Time)) throw new Error(`no ${name}`);
    return time.toJSDate();
  };
  return { startUtc: read('dtstart'), endUtc: read('dtend') };
}

/** By the name of the zone; all that are written here are known to it. */
function readByNodeIcal(text: string): GoldenTimes {
  const [event] = Object.values(nodeIcal.sync.parseICS(text)).filter(
    (component) => component?.type === 'VEVENT',
  );
  const read = (time: Date | undefined) => new Date(time?.getTime() ?? 0);
  return { startUtc: read(event?.start), endUtc: read(event?.end) };
}

describe('the golden calendars', () => {
  it('are those of the zones listed, and no other file', () => {
    expect(goldenZones).toHaveLength(40);
    expect(readdirSync(folder).sort()).toEqual(goldenZones.map(goldenName).sort());
  });

  it.each(goldenZones)('of %s are written so still, byte by byte', (zone) => {
    expect(writeGolden(zone)).toBe(readFileSync(new URL(goldenName(zone), folder), 'utf8'));
  });

  it.each(goldenZones)('of %s mean the same instants to three readers', (zone) => {
    const objects = splitGolden(readFileSync(new URL(goldenName(zone), folder), 'utf8'));
    expect(objects.length).toBeGreaterThan(2);
    for (const { text, times } of objects) {
      expect(times.startUtc.getTime()).toBeLessThan(times.endUtc.getTime());
      expect([zone, readOurs(text)]).toEqual([zone, times]);
      expect([zone, readByIcalJs(text)]).toEqual([zone, times]);
      expect([zone, readByNodeIcal(text)]).toEqual([zone, times]);
    }
    const zoned = objects.map(({ text }) => text.includes(`\r\nDTSTART;TZID=${zone}:`));
    expect(zoned.slice(0, 3)).toEqual([false, true, true]);
  });
});
