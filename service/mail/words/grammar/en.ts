import type { Other } from '../mail-words.ts';

/** The other person inside a sentence. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'your guest' : 'your host');

/** The other person in a subject, where words are capitals. */
export const WhoInTitle = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Your Guest' : 'Your Host');

/** The other person at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Your guest' : 'Your host');
