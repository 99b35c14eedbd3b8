import { setTimeout as pause } from 'node:timers/promises';
import type { Conduct, RelayStep } from '../recording-relay.ts';
import { drawBetween, drawOne, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage } from '../stage.ts';

const fault = 'a relay that refuses, drops, stalls and loses, in random order';

type Mood = (step: RelayStep) => Conduct | Promise<Conduct>;

const at =
  (phase: RelayStep['phase'], conduct: Conduct): Mood =>
  (step) =>
    step.phase === phase ? conduct : 'go-on';

const say = (code: number, text: string): Conduct => ({ code, text });

/** How a relay can be; every now and then it is well again. */
const moods: readonly Mood[] = [
  at('connect', 'drop'),
  at('connect', 'hang'),
  at('connect', say(421, '4.3.2 too busy')),
  at('hello', 'drop'),
  at('hello', say(421, '4.3.2 going down')),
  at('mail', say(451, '4.3.0 not now')),
  at('mail', 'drop'),
  at('rcpt', say(450, '4.2.0 greylisted')),
  at('rcpt', say(550, '5.1.1 no such user')),
  at('rcpt', 'hang'),
  at('data', say(452, '4.3.1 no space')),
  at('data', 'drop'),
  at('data', 'hang'),
  at('in-data', 'drop'),
  at('in-data', 'hang'),
  at('dot', say(451, '4.3.0 try again')),
  at('dot', say(552, '5.3.4 too big for me')),
  at('dot', say(554, '5.7.1 looks like spam')),
  at('dot', 'drop'),
  at('dot', 'lose'),
  at('dot', 'hang'),
  at('answered', 'drop'),
];

/** What hangs is cut when the mood changes: deadlines of minutes are for another test. */
function createTemper(draw: () => number) {
  let mood: Mood = () => 'go-on';
  let changed = Promise.withResolvers<void>();
  return {
    async behave(step: RelayStep): Promise<Conduct> {
      // Several seconds of the service's own clock.
      if (draw() < 0.2) await pause(drawBetween(draw, 5, 150));
      const conduct = await mood(step);
      if (conduct !== 'hang') return conduct;
      await changed.promise;
      return 'drop';
    },
    become(next: Mood) {
      mood = next;
      changed.resolve();
      changed = Promise.withResolvers();
    },
  };
}

async function run(terms: ScenarioTerms) {
  const { draw } = terms;
  await using stage = await openStage(terms, { processes: { worker: 2 }, clockFactor: 20 });
  const temper = createTemper(draw);
  stage.relay.behave(temper.behave);
  const load = stage.startLoad({ sessions: 6 });
  const until = performance.now() + terms.minutes * 60_000;
  const recoveriesMs: number[] = [];
  let times = 0;
  while (performance.now() < until || times < moods.length) {
    const mood = moods[times] ?? drawOne(draw, moods);
    temper.become(mood);
    await pause(drawBetween(draw, 300, 900));
    temper.become(() => 'go-on');
    await pause(drawBetween(draw, 100, 400));
    times += 1;
  }
  await load.stop();
  const began = performance.now();
  await stage.rest();
  recoveriesMs.push(performance.now() - began);
  return [await stage.judge({ fault, times, recoveriesMs })];
}

export const scenarios: readonly Scenario[] = [{ name: 'relay-moods', fault, run }];
