import { isTimeZone } from '../calendar/time-zone.ts';
import { parseConfig } from '../config.ts';
import { migrateLegacy } from '../legacy/migrate-legacy.ts';
import { readOptions, usage } from '../legacy/options.ts';
import { createLog } from '../ops/log.ts';
import { machineClock, machineRandom } from '../real-ports.ts';
import { openDatabase, waistOf } from './open-database.ts';

/** Brings in an application's old rooms (deploy/migrating-old-rooms.md), and ends. */
export async function bringInOldRooms(words: readonly string[]): Promise<void> {
  const say = (text: string) => void process.stdout.write(text);
  const options = readOptions(words);
  if (options === null) return say(usage);
  const parsed = parseConfig(process.env);
  const { config, stop } = await openDatabase(parsed, createLog(parsed.log));
  try {
    await migrateLegacy(options, {
      databaseUrl: config.databaseUrl,
      waist: waistOf(config),
      clock: machineClock,
      random: machineRandom,
      inboundDomain: config.inbound.domain,
      isTimeZone,
      say,
    });
  } finally {
    await stop();
  }
}
