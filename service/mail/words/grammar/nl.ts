import type { Other } from '../mail-words.ts';

/** The other person inside a sentence; `host`, because `gastheer` and `gastvrouw` tell a gender. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'uw gast' : 'uw host');

/** The other person at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Uw gast' : 'Uw host');
