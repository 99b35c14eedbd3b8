import { setTimeout as pause } from 'node:timers/promises';
import type { Conduct } from '../recording-relay.ts';
import { drawBetween, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage } from '../stage.ts';

const fault = 'three workers, a slow relay and retries: order per attendee';

async function run(terms: ScenarioTerms) {
  const { draw } = terms;
  await using stage = await openStage(terms, { processes: { worker: 3 }, clockFactor: 20 });
  stage.relay.behave(async ({ phase }): Promise<Conduct> => {
    await pause(drawBetween(draw, 0, phase === 'dot' ? 150 : 20));
    if (phase !== 'dot') return 'go-on';
    const lot = draw();
    if (lot < 0.15) return { code: 451, text: '4.3.0 try again' };
    return lot < 0.25 ? 'drop' : 'go-on';
  });
  const load = stage.startLoad({
    sessions: 10,
    pauseMs: 60,
    steps: ['reschedule', 'reschedule', 'reschedule', 'change-wording', 'unbook'],
  });
  await pause(terms.minutes * 60_000);
  await load.stop();
  await stage.rest();
  return [await stage.judge({ fault, times: stage.relay.arrivals.length })];
}

export const scenarios: readonly Scenario[] = [{ name: 'relay-order', fault, run }];
