import { limits } from '../limits.ts';
import { isKnownZone } from '../mail/reader.ts';
import { durations } from '../scheduling/room.ts';
import { readInstant, readLocalTime, type TimeProblem } from './page-times.ts';
import type { PageWords } from './words/page-words.ts';

/** The form's values as the browser sends them, and as they are shown again after a mistake. */
export interface FormValues {
  /** A suggested start (RFC 3339 in UTC), or `own`: the date and time of the next two fields. */
  readonly pick: string;
  readonly date: string;
  readonly time: string;
  readonly zone: string;
  readonly duration: string;
  readonly note: string;
}

type FormField = keyof FormValues;

export interface Mistake {
  readonly field: FormField;
  readonly message: string;
}

/** What a person asks for, by form or JSON. */
export interface Wish {
  readonly startUtc: Date;
  /** Null: as long as the session is now. */
  readonly durationMinutes: number | null;
  readonly note: string | null;
}

/** Takes the known fields out of a posted form; what is missing is empty. */
export function takeValues(fields: Readonly<Record<string, string>>): FormValues {
  const { pick = '', date = '', time = '', zone = '', duration = '', note = '' } = fields;
  const isPicked = readInstant(pick) !== undefined;
  return { pick: isPicked ? pick : 'own', date, time, zone, duration, note: cleanNote(note) };
}

/** Reads the form: the wish, or every mistake in the order of the fields. */
export function readForm(
  values: FormValues,
  words: PageWords['propose'],
): { wish: Wish } | { mistakes: Mistake[] } {
  const { mistake } = words;
  const read = readStart(values, mistake);
  const mistakes: Mistake[] = 'startUtc' in read ? [] : [...read.mistakes];
  if (!durations.some((minutes) => String(minutes) === values.duration)) {
    mistakes.push({ field: 'duration', message: mistake.duration });
  }
  if (values.note.length > limits.noteLength) {
    mistakes.push({ field: 'note', message: mistake.noteTooLong(limits.noteLength) });
  }
  if (mistakes.length > 0 || !('startUtc' in read)) return { mistakes };
  const note = values.note === '' ? null : values.note;
  return { wish: { startUtc: read.startUtc, durationMinutes: Number(values.duration), note } };
}

function readStart(
  { pick, date, time, zone }: FormValues,
  words: PageWords['propose']['mistake'],
): { startUtc: Date } | { mistakes: Mistake[] } {
  const picked = readInstant(pick);
  if (picked !== undefined) return { startUtc: picked };
  const isZone = isKnownZone(zone);
  const read = readLocalTime(date, time, isZone ? zone : 'UTC');
  if ('startUtc' in read && isZone) return read;
  const problems = 'problems' in read ? read.problems : [];
  const mistakes = problems.map((problem) => sayProblem(problem, words));
  return { mistakes: isZone ? mistakes : [...mistakes, { field: 'zone', message: words.zone }] };
}

function sayProblem(problem: TimeProblem, words: PageWords['propose']['mistake']): Mistake {
  if (problem === 'bad-date') return { field: 'date', message: words.date };
  return { field: 'time', message: problem === 'bad-time' ? words.time : words.noSuchTime };
}

/** Plain text with single line ends; control characters and half characters are taken out. */
export function cleanNote(note: string): string {
  return (
    note
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .toWellFormed()
      .trim()
  );
}
