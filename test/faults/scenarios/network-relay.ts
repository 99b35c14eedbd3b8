import { setTimeout as pause } from 'node:timers/promises';
import { drawBetween, drawInt, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage } from '../stage.ts';
import { type Phase, playPhases } from './play-phases.ts';
import { type RelayLine, startRelayLine } from './relay-line.ts';

const fault = 'the network between the worker and its relay';

/** A mail of ours is smaller: every cut falls into one. */
const mailBytes = 8_000;
const trapMs = 5_000;

const phasesOf = (line: RelayLine, { draw }: ScenarioTerms): readonly Phase[] => [
  {
    fault: 'connection to the relay cut after some bytes',
    atLeast: 4,
    async make() {
      await soon(line.cutAfterBytes(drawInt(draw, mailBytes)));
      return performance.now();
    },
  },
  {
    fault: 'cut after the final dot: nobody hears that the mail was taken',
    atLeast: 3,
    async make(stage) {
      await soon(line.cutAfterDot());
      // In doubt: sent again within seconds in life, at once here.
      await stage.hurry();
      return performance.now();
    },
  },
  {
    fault: 'half-open to the relay for some seconds, then all of it',
    atLeast: 1,
    async make() {
      line.stall();
      await pause(drawBetween(draw, 300, 2_500));
      line.resume();
      return performance.now();
    },
  },
  {
    fault: 'connections to the relay reset (RST)',
    atLeast: 3,
    async make() {
      line.reset();
      return performance.now();
    },
  },
  {
    fault: 'the relay cannot be reached for some seconds',
    async make() {
      line.shut();
      await pause(drawBetween(draw, 1_000, 3_000));
      line.open();
      return performance.now();
    },
  },
];

const soon = (trap: Promise<void>): Promise<void> =>
  Promise.race([trap, pause(trapMs, undefined, { ref: false })]);

async function run(terms: ScenarioTerms) {
  const lines: RelayLine[] = [];
  try {
    await using stage = await openStage(terms, {
      wayToRelay: async (relayUrl) => {
        const line = await startRelayLine(relayUrl);
        lines.push(line);
        return line.url;
      },
    });
    return await playPhases(stage, phasesOf(lines[0] as RelayLine, terms));
  } finally {
    for (const line of lines) await line.close();
  }
}

export const scenarios: readonly Scenario[] = [{ name: 'network-relay', fault, run }];
