import { isTimeZone } from '../calendar/time-zone.ts';
import { type ReaderLocale, readLocale } from './language.ts';

/** In which zone a person reads times, and how we know it. */
interface ReaderZone {
  /** An IANA name that Intl knows. */
  readonly name: string;
  /** `own`: theirs. Else theirs is not known: the session's (`room`), or UTC as the last resort. */
  readonly from: 'own' | 'room' | 'utc';
}

/** A person as the reader of a mail or a page. */
export interface Reader {
  readonly locale: ReaderLocale;
  readonly zone: ReaderZone;
}

/** The reader of this locale and zone; `roomTimeZone` is that of the session's application. */
export function readerOf(
  locale: string,
  ownTimeZone: string | null,
  roomTimeZone: string | null,
): Reader {
  return { locale: readLocale(locale), zone: chooseZone(ownTimeZone, roomTimeZone) };
}

/** Their own zone; one that is not known gives way to the session's, and that to UTC. */
function chooseZone(own: string | null, room: string | null): ReaderZone {
  if (isKnownZone(own)) return { name: own, from: 'own' };
  if (room !== 'UTC' && isKnownZone(room)) return { name: room, from: 'room' };
  return { name: 'UTC', from: 'utc' };
}

/** Zones one service meets; a guard against odd spellings, not a tuning knob. */
const zoneCount = 1_000;
const judged = new Map<string, boolean>();

/** Whether this is an IANA zone; Intl takes long to say so, so it is asked once a name. */
export function isKnownZone(name: string | null): name is string {
  if (name === null) return false;
  const known = judged.get(name);
  if (known !== undefined) return known;
  if (judged.size >= zoneCount) judged.clear();
  const isKnown = isTimeZone(name);
  judged.set(name, isKnown);
  return isKnown;
}
