import type { ReaderLocale } from '../mail/language.ts';
import { type Reader, readerOf } from '../mail/reader.ts';
import type { MailWords, Other } from '../mail/words/mail-words.ts';
import { mailWords } from '../mail/words/words.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { PageWords } from './words/page-words.ts';
import { pageWords } from './words/words.ts';

/** How a page speaks to the person a link belongs to: their language, their clock. */
export interface Speech {
  readonly reader: Reader;
  readonly words: PageWords;
  /** The words that mails and pages share: times, and the session's personal name. */
  readonly mail: Pick<MailWords, 'time' | 'title'>;
  /** The other person, as they are spoken of. */
  readonly other: Other;
}

/** Always in the language of the one the link was made for, whoever holds it. */
export function speakTo(view: LinkView): Speech {
  const { locale, timeZone } = view.person;
  const reader = readerOf(locale, timeZone, view.roomTimeZone);
  const { language } = reader.locale;
  const role = view.role === 'host' ? 'guest' : 'host';
  return {
    reader,
    words: pageWords(language),
    mail: mailWords(language),
    other: { name: view.otherFirstName, role },
  };
}

/** To whom a page speaks: to the owner of a link, or to whoever came without one we know. */
export type Addressee = LinkView | ReaderLocale;

export const isKnown = (addressee: Addressee): addressee is LinkView => 'linkId' in addressee;

/** The language of a page, for its document and its words. */
export function localeOf(addressee: Addressee): ReaderLocale {
  return isKnown(addressee) ? speakTo(addressee).reader.locale : addressee;
}

/** The words for whoever this is. */
export const wordsFor = (addressee: Addressee): PageWords =>
  pageWords(localeOf(addressee).language);
