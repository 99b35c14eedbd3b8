import type { Other } from '../mail-words.ts';

/** Keeps an insertion of unknown direction from disturbing the sentence around it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

export const quoted = (text: string): string => `«${isolated(text)}»`;

/** The other person, behind a preposition or a noun that stands on its own. */
export const who = ({ name, role }: Other): string =>
  name === null ? (role === 'guest' ? 'ضيفك' : 'مضيفك') : isolated(name);

/** `بـ«نعم» أو «لا» أو «ربما»`, as every request for an answer puts it. */
export const withAnswer = 'بـ«نعم» أو «لا» أو «ربما»';

const rules = new Intl.PluralRules('ar');

/** Forms for one, for two, for 3 to 10, for 11 to 99, and for hundreds. */
type Forms = readonly [one: string, two: string, few: string, many: string, other: string];

/** `دقيقة واحدة`, `دقيقتان`, `5 دقائق`, `60 دقيقة`. */
export const count = (amount: number, [one, two, few, many, other]: Forms): string => {
  const rule = rules.select(amount);
  if (rule === 'one') return one;
  if (rule === 'two') return two;
  return `${amount} ${rule === 'few' ? few : rule === 'many' ? many : other}`;
};

export const minutesLong = (minutes: number): string =>
  count(minutes, ['دقيقة واحدة', 'دقيقتان', 'دقائق', 'دقيقة', 'دقيقة']);
