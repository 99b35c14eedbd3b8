import type { TimelineEntry } from '../timeline.ts';
import { sayWord } from './view-words.ts';

const deeds: Readonly<Record<string, string>> = {
  ignored: 'Nothing was done',
  refused: 'Refused',
  'sent-again': 'Sent again',
  'message-failed': 'A mail failed for good',
  undeliverable: 'Became unreachable',
  'reachable-again': 'Mail is tried again',
  'brought-forward': 'Sent now',
  'mail-read-again': 'Mail is read again',
};

/** What an entry is, in a few words. */
export function sayEntry({ kind, what, actor, state }: TimelineEntry): string {
  const who = actor === null ? '' : ` ${actor}`;
  switch (kind) {
    case 'mail-out':
      return `${sayWord(what)} to${who}`;
    case 'mail-in':
      return `Mail from${who || ' somebody'}${state === null ? ', unread' : ''}`;
    case 'click':
      return `${sayWord(actor ?? 'somebody')} used the ${what} link`;
    case 'deed':
      return deeds[what] ?? sayWord(what);
    case 'event':
      return `Event ${what}`;
    default:
      return sayWord(what);
  }
}
