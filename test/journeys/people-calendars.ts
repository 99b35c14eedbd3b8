import type { SunkMail } from '../house/mail-sink.ts';
import { openMail } from '../mail/open-mail.ts';

interface Entry {
  readonly sequence: number;
  readonly stamp: string;
  readonly start: string;
}

/** A calendar mail that is older than what its reader's calendar holds. */
export interface TooOld {
  readonly who: string;
  readonly uid: string;
  readonly held: Entry;
  readonly sent: Entry;
}

/** What the calendars of all people show, by the mails they got (RFC 5546 §2.1.5). */
export interface PeopleCalendars {
  /** Takes mails in the order they came; returns those that a calendar would not follow. */
  take(mails: readonly SunkMail[]): Promise<TooOld[]>;
  /** The same people, to try what comes next twice. */
  copy(): PeopleCalendars;
  /** The highest SEQUENCE that anybody has of this session; -1 for none. */
  highest(uid: string): number;
}

export function createCalendars(entries = new Map<string, Entry>()): PeopleCalendars {
  return {
    async take(mails) {
      const tooOld: TooOld[] = [];
      for (const { raw, envelopeTo } of mails) {
        const who = envelopeTo[0] ?? '';
        const [calendar] = (await openMail(raw)).calendars;
        if (calendar === undefined) continue;
        const { uid, ...sent } = readEntry(calendar);
        const held = entries.get(`${uid} ${who}`);
        if (held !== undefined && isOlder(sent, held)) tooOld.push({ who, uid, held, sent });
        else entries.set(`${uid} ${who}`, sent);
      }
      return tooOld;
    },
    copy: () => createCalendars(new Map(entries)),
    highest(uid) {
      const ofSession = [...entries].filter(([key]) => key.startsWith(`${uid} `));
      return Math.max(-1, ...ofSession.map(([, { sequence }]) => sequence));
    },
  };
}

/** A SEQUENCE that fell, or one that was used for another time. */
function isOlder(sent: Entry, held: Entry): boolean {
  if (sent.sequence !== held.sequence) return sent.sequence < held.sequence;
  return sent.stamp < held.stamp || sent.start !== held.start;
}

function readEntry(calendar: string): Entry & { readonly uid: string } {
  const value = (name: string) => {
    const found = new RegExp(`^${name}(?:;[^:\r\n]*)?:(.*?)\r?$`, 'm').exec(calendar);
    if (found?.[1] === undefined) throw new Error(`a calendar object without ${name}`);
    return found[1];
  };
  return {
    uid: value('UID'),
    sequence: Number(value('SEQUENCE')),
    stamp: value('DTSTAMP'),
    start: value('DTSTART'),
  };
}
