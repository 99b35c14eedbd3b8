import type { Other } from '../mail-words.ts';

/** The other person inside a sentence, with any preposition before it. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'la persona invitada' : 'la persona anfitriona');

/** The other person at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'La persona invitada' : 'La persona anfitriona');

export const quoted = (text: string): string => `«${text}»`;

/** The end of a sentence: after `3:00 p. m.` there is no second full stop. */
export const stop = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
