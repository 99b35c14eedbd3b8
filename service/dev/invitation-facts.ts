import { readContentLine, unfoldLines } from '../calendar/content-lines.ts';
import { readIcs } from '../calendar/read-ics.ts';

/** What a calendar client keeps of an invitation and sends back. */
export interface InvitationFacts {
  readonly uid: string;
  readonly sequence: number;
  readonly summary: string;
  readonly startUtc: Date;
  readonly endUtc: Date;
  /** The organizer's name and address, as the invitation has them. */
  readonly organizer: { readonly name: string; readonly address: string };
}

/** Reads our own invitation (in UTC or in a zone); throws when it lacks what a reply needs. */
export function readInvitation(ics: string): InvitationFacts {
  const lines = new Map(
    unfoldLines(ics)
      .map(readContentLine)
      .filter((line) => line !== null)
      .map((line) => [line.name, line]),
  );
  const readValue = (name: string): string => {
    const line = lines.get(name);
    if (!line) throw new Error(`the invitation has no ${name}`);
    return line.value;
  };
  return {
    uid: readValue('UID'),
    sequence: Number(lines.get('SEQUENCE')?.value ?? 0),
    summary: lines.get('SUMMARY')?.value ?? '',
    ...readTimes(ics),
    organizer: {
      name: lines.get('ORGANIZER')?.params.get('CN')?.[0] ?? '',
      address: readValue('ORGANIZER').replace(/^mailto:/i, ''),
    },
  };
}

function readTimes(ics: string): { startUtc: Date; endUtc: Date } {
  const reading = readIcs(ics);
  const startUtc = reading.ok ? reading.calendar.start.utc : null;
  const endUtc = reading.ok ? reading.calendar.end.utc : null;
  if (startUtc === null || endUtc === null) throw new Error('the invitation has no times');
  return { startUtc, endUtc };
}
