import type { Other } from '../mail-words.ts';

/**
 * The other person inside a sentence, also behind `à`, `avec`, `pour` and `si`; never behind `de`
 * or `que`, which some names would shorten.
 */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'la personne invitée' : 'votre hôte');

/** The other person at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'La personne invitée' : 'Votre hôte');

export const quoted = (text: string): string => `«\u00a0${text}\u00a0»`;

/** In French, zero is singular. */
export const count = (many: number, one: string): string => `${many} ${one}${many < 2 ? '' : 's'}`;
