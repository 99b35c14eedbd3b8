import type { Mention } from './find-mentions.ts';
import { pattern } from './pattern.ts';
import { asks, conditions, fractions, takesBack, type WishWords } from './wish-words.ts';

/** A sentence or a clause of one, from its first letter to behind its last. */
export interface Clause {
  readonly from: number;
  readonly to: number;
  readonly clauses: readonly Clause[];
  readonly isNegated: boolean;
}

/** `unclear`: nobody can tell whether the time suits. */
export type Verdict = 'wished' | 'ruled-out' | 'unclear';

const sentenceEnds = /[!?;]+|\.(?=\s|$)/g;
const clauseEnds = pattern(
  'giu',
  String.raw`,|\s-\s|\s(?:but|however|though|so|aber|doch|sondern|daher|also|mais|donc|`,
  String.raw`pero|sino|así que|ma|quindi|mas|então|maar|dus)\s`,
);

/** Cuts the words into sentences and clauses; a mention is never cut. */
export function splitSentences(
  text: string,
  mentions: readonly Mention[],
  { negations }: WishWords,
): readonly Clause[] {
  const cut = (from: number, to: number, ends: RegExp) => {
    const borders = [...text.slice(from, to).matchAll(ends)]
      .map((match) => from + match.index + match[0].length)
      .filter((at) => !mentions.some((one) => one.from < at && at < one.to));
    const starts = [from, ...borders];
    return starts.map((start, i) => ({ from: start, to: starts[i + 1] ?? to }));
  };
  const toClause = ({ from, to }: { from: number; to: number }, clauses: readonly Clause[]) => {
    return { from, to, clauses, isNegated: negations.test(text.slice(from, to)) };
  };
  return cut(0, text.length, sentenceEnds).map((sentence) => {
    const clauses = cut(sentence.from, sentence.to, clauseEnds).map((one) => toClause(one, []));
    return toClause(sentence, clauses);
  });
}

/**
 * Whether the words around a time wish for it. What a clause rules out is ruled out; a clause that
 * rules out something it does not name leaves it unclear, unless it stands before a question, or is
 * a condition; so does a next sentence that takes the time back.
 */
export function judgeMention(
  { from, to }: Mention,
  text: string,
  sentences: readonly Clause[],
  mentions: readonly Mention[],
): Verdict {
  const index = sentences.findIndex((sentence) => sentence.from <= from && from < sentence.to);
  const sentence = sentences[index];
  const own = sentence?.clauses.find((clause) => clause.from <= from && from < clause.to);
  if (sentence === undefined || own === undefined) return 'unclear';
  if (own.isNegated) return 'ruled-out';
  const wordsOf = (clause: Clause) => text.slice(clause.from, clause.to);
  if (fractions.test(wordsOf(sentence))) return 'unclear';
  const names = (clause: Clause) =>
    mentions.some((one) => clause.from <= one.from && one.from < clause.to);
  const isQuestion = asks.test(text.slice(own.from, to));
  const isDoubtful = sentence.clauses.some((clause) => {
    if (!clause.isNegated || names(clause) || conditions.test(wordsOf(clause))) return false;
    return clause.from > own.from || !isQuestion;
  });
  if (isDoubtful) return 'unclear';
  const next = sentences[index + 1];
  if (next === undefined || !next.isNegated || names(next)) return 'wished';
  const words = wordsOf(next);
  return takesBack.test(words) && !conditions.test(words) ? 'unclear' : 'wished';
}
