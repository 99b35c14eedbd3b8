/** Run by process-time-zone.test.ts under several TZ: prints what is read and written there. */
import { readIcs } from '../../service/calendar/read-ics.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { makeObject, makeReply } from './calendar-samples.ts';
import { customised } from './zone-samples.ts';

const zones = [
  'Europe/Berlin',
  'W. Europe Standard Time',
  'Customized Time Zone',
  'tzone://Microsoft/Utc',
  'tzone://Microsoft/Custom',
  '(UTC+01:00) Nowhere',
  'No Such Place',
  'Pacific',
  'UTC+03:00',
];
const walls = ['20260715T120000', '20261025T023000', '20260329T023000', '20261101T013000'];
const lines = zones.flatMap((zone) => walls.map((wall) => `DTSTART;TZID="${zone}":${wall}`));
const others = [
  'DTSTART:20260715T120000',
  'DTSTART;VALUE=DATE:20260715',
  'DTSTART:20260715T120000Z',
];

const readings = [...lines, ...others].map((line) => [
  line,
  readIcs(makeReply(['UID:u1', line, 'DURATION:PT1H'], { calendar: customised })),
]);
const processZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const written = [null, 'Asia/Tokyo', 'Europe/Berlin'].map((timeZone) =>
  writeIcs(makeObject({ timeZone })),
);
console.log(JSON.stringify({ processZone, readings, written }));
