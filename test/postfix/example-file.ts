import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../deploy/postfix/', import.meta.url));

/** A file of the example that operators start from; the tests run these very files. */
export const exampleFile = (name: string): string => `${folder}${name}`;
