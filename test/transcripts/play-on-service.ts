import { openCoreWorld } from './core-world.ts';
import { closeStages, createServiceWorld, openStage } from './service-world.ts';
import { readTranscripts, takeShare } from './transcript.ts';
import { endOf, perform } from './world.ts';

/** Plays a share of the transcripts on whole services; the file of this number calls it. */
export function playOnService(number: number): void {
  afterAll(closeStages);

  describe('the whole service plays as written', () => {
    it.each(takeShare(readTranscripts('service'), 'service', number))(
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
}
