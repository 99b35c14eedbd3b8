import { openCoreWorld } from './core-world.ts';
import { readTranscripts } from './transcript.ts';
import { perform } from './world.ts';

describe('the pure core plays as written', () => {
  it.each(readTranscripts('core'))('$name', async (transcript) => {
    const seen = await perform(transcript, openCoreWorld(transcript));
    expect(seen).toHaveLength(transcript.steps.length);
  });
});
