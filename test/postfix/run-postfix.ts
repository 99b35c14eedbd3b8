/**
 * `npm run test:postfix -- [--if-present] [--only bounces]`: the whole journey with a real Postfix
 * before and behind Parley, set up by the very files of `deploy/postfix`. Ends with 1 when a
 * guarantee does not hold, and when something it needs is not there, unless `--if-present` is given.
 */
import { parseArgs } from 'node:util';
import { serverVariable, startTestServer } from '../house/test-server.ts';
import { findObstacles } from './programs-needed.ts';
import type { PostfixScenario } from './scenario.ts';
import { addresses } from './scenarios/addresses.ts';
import { bounces } from './scenarios/bounces.ts';
import { deferral } from './scenarios/deferral.ts';
import { forms } from './scenarios/forms.ts';
import { journey } from './scenarios/journey.ts';
import { strangers } from './scenarios/strangers.ts';
import { onStage, type PostfixStage } from './stage.ts';

process.env.TZ = 'UTC';

const { values: options } = parseArgs({
  options: {
    'if-present': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

const all: readonly PostfixScenario[] = [
  ...journey,
  ...bounces,
  ...deferral,
  ...addresses,
  ...forms,
  ...strangers,
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** How many of them did not hold. */
async function playAll(
  scenarios: readonly PostfixScenario[],
  stage: PostfixStage,
): Promise<number> {
  let failures = 0;
  for (const { holds, play } of scenarios) {
    const began = performance.now();
    const before = stage.postfix.log().length;
    const error = await play(stage).then(
      () => null,
      (thrown: Error) => thrown,
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
    say(`${error ? 'BROKEN' : 'holds '} ${seconds} s  ${holds}`);
    if (error === null) continue;
    failures += 1;
    say(`${error.stack}${error.cause ? `\n${error.cause}` : ''}`);
    say(stage.postfix.log().slice(before));
  }
  return failures;
}

async function main(): Promise<number> {
  const obstacles = findObstacles();
  if (obstacles.length > 0) {
    say(`Postfix cannot be tried here: ${obstacles.join('; ')}`);
    return options['if-present'] ? 0 : 1;
  }
  const wanted = all.filter(({ holds }) => holds.includes(options.only));
  const server = await startTestServer();
  process.env[serverVariable] = server.serverUrl;
  try {
    const failures = await onStage((stage) => playAll(wanted, stage));
    say(failures === 0 ? `all ${wanted.length} hold` : `${failures} BROKEN`);
    return failures === 0 && wanted.length > 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

process.exitCode = await main();
