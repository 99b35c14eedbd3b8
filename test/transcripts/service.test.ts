import { openCoreWorld } from './core-world.ts';
import { closeStages, createServiceWorld, openStage } from './service-world.ts';
import { readTranscripts } from './transcript.ts';
import { endOf, perform } from './world.ts';

afterAll(closeStages);

describe('the whole service plays as written', () => {
  it.each(readTranscripts('service'))(
    '$name',
    async (transcript) => {
      const world = createServiceWorld(await openStage(transcript), transcript);
      try {
        const seen = await perform(transcript, world);
        const core = await perform(transcript, openCoreWorld(transcript));
        if (!transcript.isRace) expect(endOf(seen)).toEqual(endOf(core));
        expect(seen).toHaveLength(transcript.steps.length);
      } finally {
        await world.close();
      }
    },
    120_000,
  );
});
