import type { BrokenService } from '../../attacks/broken-service.ts';
import type { FaultRow } from '../scenario.ts';
import type { StartOptions } from '../stage-process.ts';

/** How to start a process of a stage with these sources changed. */
export const broken = (
  changes: readonly BrokenService[],
  env: Readonly<Record<string, string>> = {},
): StartOptions => ({
  program: 'test/faults/programs/broken-parley.ts',
  env: { ...env, BROKEN_SOURCES: JSON.stringify(changes) },
});

/** The row of a control: what it broke is as it should be, and nothing broken is a violation. */
export function rowOf(
  what: string,
  found: Partial<Pick<FaultRow, 'times' | 'acknowledged' | 'lost' | 'doubled'>>,
  isNoticed: boolean,
): FaultRow {
  const { times = 1, acknowledged = 0, lost = 0, doubled = 0 } = found;
  const violations = isNoticed ? [] : ['a control broke nothing: the harness sees nothing'];
  const fault = `control, must break: ${what}`;
  return { fault, times, acknowledged, lost, doubled, recoveriesMs: [], violations };
}
