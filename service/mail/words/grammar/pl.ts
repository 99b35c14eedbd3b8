import type { Other } from '../mail-words.ts';

/** The other person as the subject inside a sentence; a name must not be declined. */
export const who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'gość' : 'gospodarz');

/** The other person as the subject at the start of a sentence. */
export const Who = ({ name, role }: Other): string =>
  name ?? (role === 'guest' ? 'Gość' : 'Gospodarz');

export const quoted = (text: string): string => `„${text}”`;

const rules = new Intl.PluralRules('pl');

/** `1 minuta`, `2 minuty`, `5 minut`. */
export const count = (
  amount: number,
  [one, few, many]: readonly [one: string, few: string, many: string],
): string => {
  const rule = rules.select(amount);
  return `${amount} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
};

export const minutesLong = (minutes: number): string =>
  count(minutes, ['minuta', 'minuty', 'minut']);
