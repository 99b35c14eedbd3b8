import { cleanName } from '../calendar/sanitise.ts';

const titles =
  /^(mr|mrs|ms|miss|mx|dr|prof|sir|dame|lady|lord|rev|herr|frau|mme|mlle|monsieur|madame)$/i;
const dottedTitle = /^[\p{L}-]{2,}\.$/u;
/** What follows a name after a comma without being its first half: `Hanna Host, PhD`. */
const suffix = /^([JS]r|P[Hh]\.?D|Esq|[MB]\.?Sc|[A-Z]{2,5}|([A-Z]\.){2,4})\.?$/;
/** Where a word goes on that is more than a first name: `hanna.host`, `hanna_host`. */
const seam = /(?<=\p{L}{2})[._/:|+([{<·•\u200b\u2060].*$/u;

/**
 * The first name in a name: the first word that is no title (`Dr. Hanna Host` is Hanna), and in
 * `Host, Hanna` the one after the comma. Null when there is none, or when it could tell more than
 * a first name: an address typed as a name, or a last name behind a title.
 */
export function firstNameOf(name: string): string | null {
  const words = givenWords(cleanName(name));
  const isTitle = (word: string) => titles.test(word) || dottedTitle.test(word);
  const start = words.findIndex((word) => !isTitle(word));
  if (start > 0 && words.length === start + 1) return null;
  const first = words[Math.max(start, 0)] ?? '';
  if (first === '' || /[@\uFF20]/u.test(first)) return null;
  return start < 0 ? words.join(' ') : first.replace(seam, '');
}

/** The words of a name from the given one on; what else a comma parts is left out. */
function givenWords(name: string): string[] {
  const [before = '', ...rest] = name.split(/[,\u060c\u3001\uff0c]/u).map((part) => part.trim());
  const after = rest.find((part) => part !== '') ?? '';
  const isSuffix = before.includes(' ') && after.split(' ').every((word) => suffix.test(word));
  return (after === '' || isSuffix ? before : after).split(' ');
}
