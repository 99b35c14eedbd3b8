/** What texts of the outside may be, whichever way they come in. */

/** Control characters, line and paragraph separators, and marks that turn text around. */
const notInLine = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const uidPattern = /^[!-~]([ -~]{0,253}[!-~])?$/;

/** Whether this is one line of text. */
export const isLine = (text: string): boolean => !notInLine.test(text);

/** Whether this may be a UID: 1 to 255 characters of printable ASCII, no blank at its ends. */
export const isIcsUid = (text: string): boolean => uidPattern.test(text);

/** Whether this is a person's name: one line that is not empty. */
export const isName = (text: string): boolean => isLine(text) && text.trim() !== '';

/** Whether this is one language tag (BCP 47). */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
