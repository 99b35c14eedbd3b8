import fc from 'fast-check';

/** The surrogates are no characters: what lies above them moves down by so many. */
const firstSurrogate = 0xd800;
const surrogates = 0x800;

/**
 * Any character of Unicode, as the unit of `fc.string`. The unit `binary` of fast-check makes the
 * same strings, but each test file that names it pays a second and 100 MB for a list of them all.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(0x10ffff - surrogates).map(
  (place) => String.fromCodePoint(place < firstSurrogate ? place : place + surrogates),
  (character) => {
    const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
    if (code === undefined || String.fromCodePoint(code) !== character) {
      throw new Error('this is not one character');
    }
    return code < firstSurrogate ? code : code - surrogates;
  },
);
