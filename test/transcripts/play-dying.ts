import { isThorough } from '../house/thorough.ts';
import { openCoreWorld } from './core-world.ts';
import { openDyingWorld } from './dying-world.ts';
import { closeStages } from './service-world.ts';
import { readTranscripts, takeShare } from './transcript.ts';
import { endOf, perform } from './world.ts';

/** Every kind of commit is among these; each play costs seconds. */
const everyday = [
  'booking',
  'confirmation',
  'decline-hold',
  'guest-declines',
  'proposal-by-counter',
  'proposal-by-page',
  'relay-away',
  'reschedule',
  'tombstone',
];
const isPlayed = (name: string) => isThorough || everyday.includes(name);
const transcripts = readTranscripts('dying').filter(({ name }) => isPlayed(name));

/** Plays a share of the transcripts on services that die; the file of this number calls it. */
export function playDying(number: number): void {
  afterAll(closeStages);

  describe('a service that dies after each kind of commit plays as written', () => {
    it.each(takeShare(transcripts, 'dying', number))(
      '$name',
      async (transcript) => {
        const world = await openDyingWorld(transcript);
        try {
          const seen = await perform(transcript, world, { afterCrashes: true });
          const core = await perform(transcript, openCoreWorld(transcript));
          if (!transcript.isRace) expect(endOf(seen)).toEqual(endOf(core));
          expect(world.deaths()).toBeGreaterThan(transcript.steps.length / 2);
        } finally {
          await world.close();
        }
      },
      120_000,
    );
  });
}
