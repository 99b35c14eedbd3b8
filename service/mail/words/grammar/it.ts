import type { Other } from '../mail-words.ts';

/** The other person inside a sentence, also behind `con`, `per` and `e`. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'l’ospite' : 'l’host');

/** The other person at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'L’ospite' : 'L’host');

/** `a Hanna`, `ad Anna`, `all’ospite`. */
export const toWhom = ({ name, role }: Other): string => {
  if (name === null) return role === 'guest' ? 'all’ospite' : 'all’host';
  return /^[aàáâãäå]/i.test(name) ? `ad ${name}` : `a ${name}`;
};

export const quoted = (text: string): string => `«${text}»`;

export const count = (many: number, one: string, more: string): string =>
  `${many} ${many === 1 ? one : more}`;
