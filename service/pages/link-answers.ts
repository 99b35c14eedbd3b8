import type { PageAnswer } from './layout.ts';
import { answerNotice } from './notice.ts';
import type { KnownVisit } from './open-visit.ts';
import { tellRoomTruth } from './room-truth.ts';

/** Path of the form that mails a fresh link. */
export const renewPath = '/links/renew';

/** A link that is not ours, was cut off, or is for something else: no reason is given. */
export function answerUnknown(): PageAnswer {
  return answerNotice(
    404,
    {
      title: 'We do not know this link',
      paragraphs: [
        'It may have been cut in two by a mail program, or it was never one of ours.',
        'Please open it from your newest mail about the session, or copy the whole address.',
      ],
    },
    null,
  );
}

/** An expired link: the truth where there is one to tell, else the offer of a fresh link. */
export function answerExpired(visit: KnownVisit, basePath: string): PageAnswer {
  const { view, now, token } = visit;
  const truth = tellRoomTruth(view, now);
  if (truth !== null) return answerNotice(200, truth, view);
  return answerNotice(
    410,
    {
      title: 'This link has expired',
      paragraphs: [
        'For your safety, links in our mails work for a limited time only.',
        'We can mail a fresh one to the address this link was made for.',
      ],
      button: {
        text: 'Mail me a new link',
        action: `${basePath}${renewPath}`,
        fieldName: 'token',
        token,
      },
    },
    view,
  );
}

/** The same words whatever became of the wish, so that they tell nothing about the link. */
export function answerRenewed(): PageAnswer {
  return answerNotice(
    200,
    {
      title: 'Please look into your mailbox',
      paragraphs: [
        'If the session still takes place, a fresh link is on its way to the address the old ' +
          'one was made for.',
        'It should arrive within a few minutes. Please look into the spam folder as well.',
      ],
    },
    null,
  );
}

export function answerForeignForm(): PageAnswer {
  return answerNotice(
    403,
    {
      title: 'This form came from somewhere else',
      paragraphs: [
        'To protect you, we only accept forms from our own pages. Nothing was changed.',
        'Please open the link in your mail again and use the page it shows.',
      ],
    },
    null,
  );
}

export function answerTooMany(): PageAnswer {
  const answer = answerNotice(
    429,
    {
      title: 'Too many tries',
      paragraphs: ['Please wait a minute, then open the link in your mail again.'],
    },
    null,
  );
  return { ...answer, headers: { 'Retry-After': '60' } };
}

export function answerMalformed(status: number): PageAnswer {
  return answerNotice(
    status,
    {
      title: 'We could not read this form',
      paragraphs: ['Nothing was changed. Please open the link in your mail again.'],
    },
    null,
  );
}

export function answerMethod(): PageAnswer {
  return answerNotice(
    405,
    {
      title: 'This page does not work that way',
      paragraphs: ['Nothing was changed. Please open the link in your mail again.'],
    },
    null,
  );
}

/** Our own fault; `isAway`: the same request may succeed in a moment. */
export function answerTrouble(isAway: boolean): PageAnswer {
  const answer = answerNotice(
    isAway ? 503 : 500,
    {
      title: 'Something is wrong on our side',
      paragraphs: [
        'Your link is fine. Please try again in a few minutes.',
        'Nothing is lost: the session and your calendar stay as they are.',
      ],
    },
    null,
  );
  return isAway ? { ...answer, headers: { 'Retry-After': '30' } } : answer;
}
