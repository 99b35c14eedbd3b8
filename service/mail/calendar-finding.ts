import type { ReadCalendar } from '../calendar/calendar-object.ts';
import type { MailReading } from './mail-reading.ts';

type Problem = NonNullable<MailReading['problem']>;

/** The one calendar object of a mail, or why there is none. */
export type CalendarFinding =
  | { readonly calendar: ReadCalendar; readonly problem: null; readonly detail: null }
  | { readonly calendar: null; readonly problem: Problem; readonly detail: string };

export function found(calendar: ReadCalendar): CalendarFinding {
  return { calendar, problem: null, detail: null };
}

export function notFound(problem: Problem, detail: string): CalendarFinding {
  return { calendar: null, problem, detail };
}
