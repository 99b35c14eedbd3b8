/** Writes the guide to error codes: part of `npm run generate`. */
import { writeFileSync } from 'node:fs';
import { writeErrorCodes } from '../error-codes.ts';

writeFileSync(new URL('../../../sdk/guides/error-codes.md', import.meta.url), writeErrorCodes());
