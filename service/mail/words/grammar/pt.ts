import type { Other } from '../mail-words.ts';

const role = (other: Other): string =>
  other.role === 'guest' ? 'pessoa convidada' : 'pessoa anfitriã';

/** The other person inside a sentence. */
export const who = (other: Other): string => other.name ?? `a ${role(other)}`;

/** The other person at the start of a sentence. */
export const Who = (other: Other): string => other.name ?? `A ${role(other)}`;

/** `a Hanna`, `à pessoa convidada`. */
export const toWho = (other: Other): string =>
  other.name === null ? `à ${role(other)}` : `a ${other.name}`;

/** `de Hanna`, `da pessoa convidada`. */
export const ofWho = (other: Other): string =>
  other.name === null ? `da ${role(other)}` : `de ${other.name}`;

/** `por Hanna`, `pela pessoa convidada`. */
export const byWho = (other: Other): string =>
  other.name === null ? `pela ${role(other)}` : `por ${other.name}`;

export const quoted = (text: string): string => `“${text}”`;
