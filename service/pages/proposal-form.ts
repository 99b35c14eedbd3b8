import { limits } from '../limits.ts';
import { durations } from '../scheduling/room.ts';
import { isKnownZone, readLocalTime, type TimeProblem } from './page-times.ts';

/** The form's values as the browser sends them, and as they are shown again after a mistake. */
export interface FormValues {
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
  const { date = '', time = '', zone = '', duration = '', note = '' } = fields;
  return { date, time, zone, duration, note: cleanNote(note) };
}

/** Reads the form: the wish, or every mistake in the order of the fields. */
export function readForm(values: FormValues): { wish: Wish } | { mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const isZone = isKnownZone(values.zone);
  const read = readLocalTime(values.date, values.time, isZone ? values.zone : 'UTC');
  if ('problems' in read) mistakes.push(...read.problems.map((problem) => timeMistakes[problem]));
  if (!isZone) mistakes.push({ field: 'zone', message: 'Choose a time zone from the list.' });
  if (!durations.some((minutes) => String(minutes) === values.duration)) {
    mistakes.push({ field: 'duration', message: 'Choose how long the session shall be.' });
  }
  if (values.note.length > limits.noteLength) {
    const message = `Shorten your message to ${limits.noteLength} characters.`;
    mistakes.push({ field: 'note', message });
  }
  if (mistakes.length > 0 || 'problems' in read) return { mistakes };
  const note = values.note === '' ? null : values.note;
  return { wish: { startUtc: read.startUtc, durationMinutes: Number(values.duration), note } };
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

const timeMistakes: Record<TimeProblem, Mistake> = {
  'bad-date': { field: 'date', message: 'Enter a date, for example 2027-03-25.' },
  'bad-time': { field: 'time', message: 'Enter a time, for example 15:00.' },
  'no-such-time': {
    field: 'time',
    message:
      'This time does not exist on that day in that zone, because the clocks go forward. ' +
      'Choose another one.',
  },
};
