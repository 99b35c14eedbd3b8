/** What stands in the place of a name or of words that were erased. */
export const erasedWord = 'Erased';

/** Stands where an erased person's address stood; mail to it can reach nobody (RFC 2606). */
export const erasedAddressOf = (attendeeId: string): string =>
  `erased-${attendeeId}@erased.invalid`;

/** The texts by which stored values tell of a person. */
export interface PersonalTexts {
  /** Taken out wherever they stand, in any case of letters: addresses, full names, long words. */
  readonly anywhere: readonly string[];
  /** Taken out only where they are the whole value: a first name may be a word of its own. */
  readonly alone: readonly string[];
}

/** Typed words from this length on are nobody else's by chance. */
const unmistakable = 20;

/** What `eraseTexts` looks for, of all that is stored about one person. */
export function personalTexts(person: {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  /** Comments and notes. */
  readonly typed: readonly string[];
}): PersonalTexts {
  const full = person.names.filter((name) => name.includes(' '));
  const firsts = person.names.map((name) => name.split(' ')[0] ?? '');
  const long = person.typed.filter((words) => words.length >= unmistakable);
  return {
    // The longest first: an address may hold another one.
    anywhere: unique([...person.addresses, ...full, ...long]).sort((a, b) => b.length - a.length),
    alone: unique([...person.names, ...firsts, ...person.typed]),
  };
}

/** The same JSON value without any of these texts in its strings; keys stay. */
export function eraseTexts<T>(value: T, texts: PersonalTexts): T {
  const pattern = patternOf(texts.anywhere);
  const alone = new Set(texts.alone);
  const erase = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') {
      if (alone.has(one) && (personalKeys.has(key) || !plainWord.test(one))) return erasedWord;
      return pattern === null ? one : one.replace(pattern, erasedWord);
    }
    if (Array.isArray(one)) return one.map((inner) => erase(inner, key));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [name, erase(inner, name)]),
    );
  };
  return erase(value, '') as T;
}

/** Where a lower-case word is a person's own, and not one of ours such as `host` or `booked`. */
const personalKeys = new Set(['name', 'otherFirstName', 'comment', 'note', 'reason']);
const plainWord = /^[a-z][a-z-]*$/;

const unique = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((one) => one !== '');

function patternOf(texts: readonly string[]): RegExp | null {
  if (texts.length === 0) return null;
  const escaped = texts.map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(escaped.join('|'), 'giu');
}
