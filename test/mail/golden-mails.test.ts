import { readdirSync, readFileSync } from 'node:fs';
import { goldenFiles, goldenFolder } from './golden-mails.ts';

describe('what mails say, as somebody has read it', () => {
  // After a change: node test/mail/programs/write-golden.ts, and read the difference.
  it.each(Object.entries(goldenFiles))('is what was read, byte for byte: %s', (name, write) => {
    expect(write()).toBe(readFileSync(new URL(name, goldenFolder), 'utf8'));
  });

  it('has no file left over', () => {
    expect(readdirSync(goldenFolder).sort()).toEqual(Object.keys(goldenFiles).sort());
  });
});
