/**
 * Writes what mails say to test/mail/golden: `node test/mail/programs/write-golden.ts`. Read the
 * difference as the people who get these mails would.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { goldenFiles, goldenFolder } from '../golden-mails.ts';

rmSync(goldenFolder, { recursive: true, force: true });
mkdirSync(goldenFolder);
for (const [name, write] of Object.entries(goldenFiles)) {
  writeFileSync(new URL(name, goldenFolder), write());
}
