import type { FaultRow, Scenario, ScenarioTerms } from '../scenario.ts';
import { runHistories } from './run-histories.ts';
import { runRaces } from './run-races.ts';

const nothingLost = { lost: 0, doubled: 0, recoveriesMs: [] };

const races = 'approve, decline, cancel and a REPLY at the same moment';

/** reliability.md, P7. */
async function race({ seed, isLong, say }: ScenarioTerms): Promise<readonly FaultRow[]> {
  const report = await runRaces({ count: isLong ? 20_000 : 1_200, seed });
  say(`${report.races} races, ${report.perSecond} in a second, ${report.broken} broke something`);
  const { races: times, violations } = report;
  return [{ fault: races, times, acknowledged: times, ...nothingLost, violations }];
}

const histories = 'five clients at work on one room: in one order, as each could see';

/** reliability.md, P8. */
async function workTogether({ seed, isLong, say }: ScenarioTerms): Promise<readonly FaultRow[]> {
  const report = await runHistories({ histories: isLong ? 500 : 8, operations: 200, seed });
  say(`${report.operations} operations, ${report.perSecond} in a second`);
  const { histories: times, operations: acknowledged, violations } = report;
  return [{ fault: histories, times, acknowledged, ...nothingLost, violations }];
}

export const scenarios: readonly Scenario[] = [
  { name: 'races-of-four', fault: races, run: race },
  { name: 'races-histories', fault: histories, run: workTogether },
];
