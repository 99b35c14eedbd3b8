/**
 * Writes the golden calendars anew. Without arguments to where they are committed:
 *   node test/calendar/programs/write-golden.ts [folder [every-zone]]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goldenName, goldenZones, writeGolden } from '../golden-calendars.ts';

const committed = fileURLToPath(new URL('../golden', import.meta.url));
const [folder = committed, which] = process.argv.slice(2);
const zones = which === 'every-zone' ? Intl.supportedValuesOf('timeZone') : goldenZones;
mkdirSync(folder, { recursive: true });
for (const zone of zones) writeFileSync(join(folder, goldenName(zone)), writeGolden(zone));
console.log(`${zones.length} golden calendars in ${folder}`);
