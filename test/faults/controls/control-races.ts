import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrokenService } from '../../attacks/broken-service.ts';
import { serverVariable } from '../../house/test-server.ts';
import type { RaceReport } from '../races/run-races.ts';
import type { FaultRow, Scenario, ScenarioTerms } from '../scenario.ts';
import { sharedServer } from '../stage-database.ts';
import { rowOf } from './control.ts';

const fault = 'control: the room is read without its lock';

const noLock: BrokenService = {
  file: 'service/rooms/room-store.ts',
  text: ' for no key update',
  instead: '',
};

const program = fileURLToPath(new URL('../programs/play-races.ts', import.meta.url));
/** Of the races of a service that reads and then writes, this part breaks something at least. */
const leastBroken = 0.5;

async function run({ seed, isLong, say }: ScenarioTerms): Promise<readonly FaultRow[]> {
  const args = [program, String(isLong ? 1_500 : 120), String(seed), JSON.stringify([noLock])];
  const env = { ...process.env, [serverVariable]: (await sharedServer()).serverUrl };
  const options = { env, maxBuffer: 64 * 1_048_576 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const { races, broken } = JSON.parse(stdout) as RaceReport;
  say(`${broken} of ${races} races broke something`);
  const found = { times: races, acknowledged: races, lost: broken };
  return [rowOf('a room read without its lock, raced for', found, broken / races >= leastBroken)];
}

export const scenarios: readonly Scenario[] = [{ name: 'control-races', fault, run }];
