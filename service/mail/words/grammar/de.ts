import type { Other } from '../mail-words.ts';

/** Nominative; the same at the start of a sentence and inside: `Ihr` is always a capital. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Ihr Gast' : 'Ihr Gastgeber');

/** Accusative: `an Hanna`, `für Ihren Gast`. */
export const whom = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Ihren Gast' : 'Ihren Gastgeber');

/** Dative: `von Hanna`, `mit Ihrem Gast`. */
export const toWhom = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Ihrem Gast' : 'Ihrem Gastgeber');
