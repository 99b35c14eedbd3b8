import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** How hard a text is to read. */
export interface Reading {
  readonly words: number;
  /** Flesch-Kincaid: the school year, in the United States, in which it is understood. */
  readonly grade: number;
  /** The sentence with the most words. */
  readonly longest: string;
  readonly longestWords: number;
}

const wordsIn = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];

/** Measures running text; the end of a line ends a sentence, too. */
export function measureReading(text: string): Reading {
  const sentences = text
    .split(/[.?!](?=\s|$)|\n+/)
    .filter((one) => wordsIn(one).length > 0)
    .map((one) => ({ text: one.trim(), words: wordsIn(one) }));
  const words = sentences.flatMap((one) => one.words);
  const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
  const [longest] = [...sentences].sort((a, b) => b.words.length - a.words.length);
  return {
    words: words.length,
    grade: fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables }),
    longest: longest?.text ?? '',
    longestWords: longest?.words.length ?? 0,
  };
}
