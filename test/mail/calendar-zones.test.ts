import { writeIcs } from '../../service/calendar/write-ics.ts';
import { buildCalendarObject } from '../../service/mail/calendar-entry.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { sampleFacts, secrets } from './mail-samples.ts';

function zoneOf(changes: Partial<MailFacts>): string | null | undefined {
  return buildCalendarObject(sampleFacts('invitation', changes), secrets)?.timeZone;
}

describe('the zone of a calendar entry', () => {
  it("is the recipient's own, where the application asked for that", () => {
    expect(zoneOf({ calendarZones: 'vtimezone' })).toBe('Europe/Berlin');
    expect(zoneOf({ calendarZones: 'utc' })).toBeNull();
  });

  it('is UTC for a message owed before applications could ask', () => {
    expect(zoneOf({})).toBeNull();
  });

  it('is written with its rules', () => {
    const facts = sampleFacts('invitation', { calendarZones: 'vtimezone' });
    const object = buildCalendarObject(facts, secrets);
    const text = object === null ? '' : writeIcs(object);
    expect(text).toContain('\r\nDTSTART;TZID=Europe/Berlin:20270302T150000\r\n');
    expect(text).toContain('\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n');
  });
});
