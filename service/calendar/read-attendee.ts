import { limits } from '../limits.ts';
import type { ReadAttendee } from './calendar-object.ts';
import { CalendarTrouble, type Component } from './component.ts';
import type { ContentLine } from './content-lines.ts';
import { readAddress, readMailbox } from './read-address.ts';
import { cleanLine } from './sanitise.ts';
import { joinComments } from './text-values.ts';

/**
 * All ATTENDEEs of an event, each address once. Lines that repeat an address add what the first
 * one left out; two different answers for one address are a conflict (`CalendarTrouble`).
 */
export function readAttendees(event: Component): ReadAttendee[] {
  const lines = event.lines.get('ATTENDEE') ?? [];
  if (lines.length > limits.calendarAttendees) {
    throw new CalendarTrouble('too-large', 'too many ATTENDEE lines');
  }
  const attendees = new Map<string, ReadAttendee>();
  for (const line of lines) {
    const read = readAttendee(line);
    const known = attendees.get(read.address);
    attendees.set(read.address, known === undefined ? read : merge(known, read));
  }
  return [...attendees.values()];
}

function readAttendee(line: ContentLine): ReadAttendee {
  return {
    address: readAddress(line.value),
    email: readMailbox(firstValue(line, 'EMAIL') ?? ''),
    partstat: readPartstat(line),
    sentBy: readOptionalAddress(line, 'SENT-BY'),
    delegatedTo: readOptionalAddress(line, 'DELEGATED-TO'),
    delegatedFrom: readOptionalAddress(line, 'DELEGATED-FROM'),
    comment: joinComments([
      ...(line.params.get('X-RESPONSE-COMMENT') ?? []),
      ...(line.params.get('X-COMMENT') ?? []),
    ]),
  };
}

function readPartstat(line: ContentLine): string | null {
  const values = (line.params.get('PARTSTAT') ?? []).map((value) =>
    cleanLine(value, limits.nameLength).toUpperCase(),
  );
  const answers = new Set(values.filter((value) => value !== ''));
  if (answers.size > 1) throw new CalendarTrouble('conflict', 'one ATTENDEE, two PARTSTATs');
  return [...answers][0] ?? null;
}

function merge(known: ReadAttendee, again: ReadAttendee): ReadAttendee {
  if (known.partstat !== null && again.partstat !== null && known.partstat !== again.partstat) {
    throw new CalendarTrouble('conflict', 'two PARTSTATs for one address');
  }
  return {
    address: known.address,
    email: known.email ?? again.email,
    partstat: known.partstat ?? again.partstat,
    sentBy: known.sentBy ?? again.sentBy,
    delegatedTo: known.delegatedTo ?? again.delegatedTo,
    delegatedFrom: known.delegatedFrom ?? again.delegatedFrom,
    comment: known.comment ?? again.comment,
  };
}

/** The first value of a parameter that is not blank. */
export function firstValue(line: ContentLine, param: string): string | null {
  return line.params.get(param)?.find((value) => value.trim() !== '') ?? null;
}

function readOptionalAddress(line: ContentLine, param: string): string | null {
  const value = firstValue(line, param);
  return value === null ? null : readAddress(value);
}
