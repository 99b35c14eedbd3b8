import { limits } from '../limits.ts';
import type { CalendarProblem } from './calendar-object.ts';
import { type ContentLine, readContentLine } from './content-lines.ts';

/** One iCalendar component with its own lines and its direct children; nothing is inherited. */
export interface Component {
  readonly name: string;
  readonly lines: ReadonlyMap<string, readonly ContentLine[]>;
  readonly children: readonly Component[];
}

interface OpenComponent {
  readonly name: string;
  readonly lines: Map<string, ContentLine[]>;
  readonly children: OpenComponent[];
}

/** Thrown inside the reader only; `readIcs` turns it into a reading that is not ok. */
export class CalendarTrouble extends Error {
  readonly problem: CalendarProblem;

  constructor(problem: CalendarProblem, detail: string) {
    super(detail);
    this.name = 'CalendarTrouble';
    this.problem = problem;
  }
}

/**
 * Builds the one VCALENDAR of a text from its unfolded lines. What stands before it or after it is
 * ignored, so are lines that are no content lines and an END without a BEGIN.
 * Throws `CalendarTrouble`: not-a-calendar, several-calendars, truncated, too-large.
 */
export function readComponent(lines: readonly string[]): Component {
  let calendar: OpenComponent | null = null;
  const open: OpenComponent[] = [];
  for (const text of lines) {
    const line = readContentLine(text);
    if (line === null) continue;
    const top = open.at(-1);
    const name = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      if (name === 'VCALENDAR' && calendar !== null) {
        throw new CalendarTrouble('several-calendars', 'more than one VCALENDAR');
      }
      if (name !== 'VCALENDAR' && top === undefined) continue;
      const begun = beginComponent(name, open);
      calendar ??= begun;
    } else if (line.name === 'END') {
      endComponent(name, open);
    } else if (top !== undefined) {
      const same = top.lines.get(line.name);
      if (same === undefined) top.lines.set(line.name, [line]);
      else same.push(line);
    }
  }
  if (calendar === null) throw new CalendarTrouble('not-a-calendar', 'no VCALENDAR');
  if (open.length > 0)
    throw new CalendarTrouble('truncated', `${open.length} components not ended`);
  return calendar;
}

function beginComponent(name: string, open: OpenComponent[]): OpenComponent {
  if (open.length >= limits.calendarDepth) {
    throw new CalendarTrouble('too-large', 'components nested too deeply');
  }
  const begun: OpenComponent = { name, lines: new Map(), children: [] };
  open.at(-1)?.children.push(begun);
  open.push(begun);
  return begun;
}

function endComponent(name: string, open: OpenComponent[]): void {
  if (open.at(-1)?.name === name) open.pop();
  else if (open.some((component) => component.name === name)) {
    throw new CalendarTrouble('truncated', 'a component ends inside another one');
  }
}
