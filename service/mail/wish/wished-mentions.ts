import { findDayNames } from './day-names.ts';
import type { Mention } from './find-mentions.ts';
import { type Clause, judgeMention, splitSentences } from './judge-mention.ts';
import {
  choiceAfter,
  choiceBefore,
  type Language,
  leavesBefore,
  nextWeeks,
  opensSpan,
  theirClocks,
  thisWeeks,
  type WishWords,
  wishWordsOf,
} from './wish-words.ts';

/**
 * Of all times that a letter mentions those its writer asks for: none that is ruled out or left
 * behind. Null when the words leave a doubt which time is meant, or whether it is meant.
 */
export function keepWished(
  text: string,
  mentions: readonly Mention[],
  language: Language,
  isPlanned: (mention: Mention) => boolean,
): readonly Mention[] | null {
  const words = wishWordsOf(language);
  // A day that no mention explains was not understood.
  const isExplained = (at: number) => mentions.some(({ from, to }) => from <= at && at < to);
  if (!findDayNames(text).every(isExplained)) return null;
  const sentences = splitSentences(text, mentions, words);
  const kept: Mention[] = [];
  for (const mention of mentions.map((one) => moveOn(one, isPlanned))) {
    const verdict = judgeMention(mention, text, sentences, mentions);
    const isLeft =
      (mention.end === null && leavesBefore.test(text.slice(0, mention.from))) ||
      isOnlyPlannedDay(mention);
    if (verdict === 'ruled-out' || isLeft) continue;
    if (verdict === 'unclear' && mention.time !== null) return null;
    if (mention.time !== null && isUncertain(mention, text, words)) return null;
    if (isTelling(mention)) kept.push(mention);
  }
  return joinDays(kept, text, sentences);

  function isOnlyPlannedDay(mention: Mention): boolean {
    return mention.time === null && isTelling(mention) && isPlanned(mention);
  }
}

/** "From Tuesday 2pm to Thursday 3pm", when Tuesday is what is planned: Thursday is wished for. */
function moveOn(mention: Mention, isPlanned: (mention: Mention) => boolean): Mention {
  const { end } = mention;
  const hasDay = end !== null && (end.date !== null || end.weekday !== null);
  const start = { ...mention, end: null };
  if (!hasDay || end.time === null || !isPlanned(start)) return mention;
  // It begins where the span ends: what stands before the span is not about it.
  return { ...end, from: mention.to - 1, end: null };
}

/** A week alone is no day; what it says of a day beside it is read there. */
function isTelling({ text, time, date, weekday }: Mention): boolean {
  if (time === null && weekday === null && (nextWeeks.test(text) || thisWeeks.test(text))) {
    return false;
  }
  return time !== null || date !== null || weekday !== null;
}

/** Only a bound, one of several, or on another person's clock. */
function isUncertain({ from, to, text: said, end }: Mention, text: string, words: WishWords) {
  const before = text.slice(Math.max(0, from - 60), from);
  const after = text.slice(to, to + 60);
  return (
    words.boundsBefore.test(before) ||
    words.bounds.test(said) ||
    (end === null && beginsSpan(before, said)) ||
    choiceBefore.test(before) ||
    choiceAfter.test(after) ||
    theirClocks(after)
  );
}

/** Some parsers take the `from` into the time, some leave it before it. */
function beginsSpan(before: string, said: string): boolean {
  const digit = said.search(/\d/);
  return opensSpan.test(before.trimEnd()) || opensSpan.test(said.slice(0, digit).trimEnd());
}

const between =
  /^[\s,(]*(?:(?:instead|maybe|perhaps|say|at|around|about|gegen|circa|ca|um|stattdessen|lieber|plutôt|vers|à|mejor|a las|verso|alle|às|om|rond)[\s,.]*)*$/iu;

/**
 * A day and an hour said beside each other belong together. A day left over in the same sentence,
 * or beside an hour without one, leaves it open which of the two is meant.
 */
function joinDays(
  kept: readonly Mention[],
  text: string,
  sentences: readonly Clause[],
): readonly Mention[] | null {
  const isBare = ({ date, weekday }: Mention) => date === null && weekday === null;
  const timed: Mention[] = [];
  const days: Mention[] = [];
  for (const mention of kept) {
    const last = days.at(-1);
    if (mention.time === null) {
      days.push(mention);
    } else if (last && isBare(mention) && between.test(text.slice(last.to, mention.from))) {
      days.pop();
      const { date, weekday, hasYear } = last;
      timed.push({ ...mention, date, weekday, hasYear, text: `${last.text} ${mention.text}` });
    } else {
      if (isBare(mention) && hasOtherNumbers(mention, text, sentences, kept)) return null;
      timed.push(mention);
    }
  }
  const leavesOpen = (day: Mention) =>
    timed.some(
      (one) =>
        isBare(one) ||
        (sentenceOf(one, sentences) === sentenceOf(day, sentences) && !isSameDay(one, day)),
    );
  return days.some(leavesOpen) ? null : timed;
}

function sentenceOf({ from }: Mention, sentences: readonly Clause[]): Clause | undefined {
  return sentences.find((sentence) => sentence.from <= from && from < sentence.to);
}

function isSameDay(one: Mention, other: Mention): boolean {
  if (one.date !== null && other.date !== null) return one.date.equals(other.date);
  return one.weekday !== null && one.weekday === other.weekday;
}

/** "On the 12th at 3pm": a number nobody read may be the day. */
function hasOtherNumbers(
  mention: Mention,
  text: string,
  sentences: readonly Clause[],
  kept: readonly Mention[],
): boolean {
  const sentence = sentenceOf(mention, sentences);
  if (sentence === undefined) return false;
  let rest = text.slice(sentence.from, sentence.to);
  for (const { text: said } of kept) rest = rest.replace(said, ' ');
  return /\d/.test(rest);
}
