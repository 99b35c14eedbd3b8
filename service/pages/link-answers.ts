import type { ReaderLocale } from '../mail/language.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice } from './notice.ts';
import type { KnownVisit } from './open-visit.ts';
import { tellRoomTruth } from './room-truth.ts';
import { speakTo, wordsFor } from './speech.ts';

/** Path of the form that mails a fresh link. */
export const renewPath = '/links/renew';

/** A link that is not ours, was cut off, or is for something else: no reason is given. */
export function answerUnknown(locale: ReaderLocale): PageAnswer {
  return answerNotice(404, { ...wordsFor(locale).unknown, sign: 'wrong' }, locale);
}

/** An expired link: the truth where there is one to tell, else the offer of a fresh link. */
export function answerExpired(visit: KnownVisit, basePath: string): PageAnswer {
  const { view, now, token, nonce } = visit;
  const truth = tellRoomTruth(view, now);
  if (truth !== null) return answerNotice(200, truth, view);
  const { expired } = speakTo(view).words;
  const action = `${basePath}${renewPath}`;
  const button = { text: expired.button, action, fieldName: 'token', token, nonce } as const;
  return answerNotice(410, { ...expired, button, sign: 'past' }, view);
}

/**
 * The same words whatever became of the wish, and in the visitor's language, not in that of the
 * link's owner: so they tell nothing about the link.
 */
export function answerRenewed(locale: ReaderLocale): PageAnswer {
  return answerNotice(200, { ...wordsFor(locale).renewed, sign: 'mailed' }, locale);
}

export function answerForeignForm(locale: ReaderLocale): PageAnswer {
  return answerNotice(403, { ...wordsFor(locale).foreignForm, sign: 'wrong' }, locale);
}

export function answerTooMany(locale: ReaderLocale): PageAnswer {
  const answer = answerNotice(429, { ...wordsFor(locale).tooMany, sign: 'past' }, locale);
  return { ...answer, headers: { 'Retry-After': '60' } };
}

export function answerMalformed(status: number, locale: ReaderLocale): PageAnswer {
  return answerNotice(status, { ...wordsFor(locale).malformed, sign: 'wrong' }, locale);
}

export function answerMethod(locale: ReaderLocale): PageAnswer {
  return answerNotice(405, { ...wordsFor(locale).wrongMethod, sign: 'wrong' }, locale);
}

/** Our own fault; `isAway`: the same request may succeed in a moment. */
export function answerTrouble(isAway: boolean, locale: ReaderLocale): PageAnswer {
  const answer = answerNotice(
    isAway ? 503 : 500,
    { ...wordsFor(locale).trouble, sign: 'wrong' },
    locale,
  );
  return isAway ? { ...answer, headers: { 'Retry-After': '30' } } : answer;
}
