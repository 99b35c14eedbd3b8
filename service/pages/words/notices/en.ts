import { Who, who } from '../../../mail/words/grammar/en.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** ` by Hanna`; nothing when nobody is known to have done it. */
const by = (decidedBy: DecidedBy | 'you' | null, other: Other, organizer: string): string => {
  if (decidedBy === null) return '';
  if (decidedBy === 'you') return ' by you';
  return ` by ${decidedBy === 'application' ? organizer : who(other)}`;
};

export const en: NoticeWords = {
  layout: {
    questions: 'Questions? Write to',
    isPrivate: 'This page is private to you. Please do not pass its address on.',
    error: 'Error:',
  },

  label: {
    newTime: 'New time',
    presentTime: 'Present time',
    youAskedFor: 'You asked for',
    takesPlace: 'The session takes place',
    takesPlaceNow: 'The session now takes place',
    wasPlannedFor: 'It was planned for',
    isPlannedFor: 'The session is planned for',
    tookPlace: 'It took place',
  },

  unknown: {
    title: 'We do not know this link',
    paragraphs: [
      'It may have been cut in two by a mail program, or it was never one of ours.',
      'Please open it from your newest mail about the session, or copy the whole address.',
    ],
  },
  expired: {
    title: 'This link has expired',
    paragraphs: [
      'For your safety, links in our mails work for a limited time only.',
      'We can mail a fresh one to the address this link was made for.',
    ],
    button: 'Mail me a new link',
  },
  renewed: {
    title: 'Please look into your mailbox',
    paragraphs: [
      'If the session still takes place, a fresh link is on its way. It goes to the address the ' +
        'old one was made for.',
      'It should arrive within a few minutes. Please look into the spam folder as well.',
    ],
  },
  foreignForm: {
    title: 'This form came from somewhere else',
    paragraphs: [
      'To protect you, we only accept forms from our own pages. Nothing was changed.',
      'Please open the link in your mail again and use the page it shows.',
    ],
  },
  tooMany: {
    title: 'Too many tries',
    paragraphs: ['Please wait a minute, then open the link in your mail again.'],
  },
  malformed: {
    title: 'We could not read this form',
    paragraphs: ['Nothing was changed. Please open the link in your mail again.'],
  },
  wrongMethod: {
    title: 'This page does not work that way',
    paragraphs: ['Nothing was changed. Please open the link in your mail again.'],
  },
  trouble: {
    title: 'Something is wrong on our side',
    paragraphs: [
      'Your link is fine. Please try again in a few minutes.',
      'Nothing is lost: the session and your calendar stay as they are.',
    ],
  },

  cancelled: {
    title: 'This session was cancelled',
    paragraphs: ['It does not take place, and nothing can be changed any more.'],
  },
  left: {
    title: 'You are no longer part of this session',
    paragraphs: ['Your place was given back, so there is nothing left to do here.'],
  },
  over: {
    title: 'This session is over',
    paragraphs: ['Its time has passed, so nothing can be changed any more.'],
  },
  open: {
    title: 'Nobody has booked this session',
    paragraphs: ['There is nobody to agree a new time with at the moment.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'This request was already approved',
      paragraphs: [
        `The new time was approved${by(decidedBy, other, organizer)}. ` +
          'Nothing else needs to be done.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'This request was already declined',
      paragraphs: [
        `The new time was declined${by(decidedBy, other, organizer)}. ` +
          'The session stays as it is.',
      ],
    }),
    superseded: {
      title: 'This request is out of date',
      paragraphs: [
        'There is a newer request, or the session has changed since. It can no longer be decided.',
      ],
    },
    expired: {
      title: 'This request has expired',
      paragraphs: ['Nobody answered in time. The session stays as it is.'],
    },
    otherwise: {
      title: 'This request can no longer be decided',
      paragraphs: ['The proposed time has passed, or the session has changed since.'],
    },
  },

  session: {
    title: (other) => `Your session with ${who(other)}`,
    booked: {
      host: (other) => `${Who(other)} has booked this session with you.`,
      guest: (other) => `You have booked this session with ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action': 'You have not answered yet. Answer Yes, No or Maybe in your calendar.',
      accepted: 'You answered Yes.',
      tentative: 'You answered Maybe.',
      declined: 'You answered No.',
    },
    declineHeld: 'It will be called off soon. Our mail tells you until when you can keep it.',
    youAsked: (other) => `You asked for a new time. ${Who(other)} has not answered yet.`,
    otherAsks: (other) =>
      `${Who(other)} asks for a new time. Our mail has the link to approve or decline it.`,
    where: 'Where',
    join: 'Join',
    about: 'About this session',
    requestTime: 'Request a new time',
    addToCalendar: 'Add to your calendar',
    addHint: 'You only need this if the session is not in your calendar yet.',
    file: 'Calendar file (.ics)',
    google: 'Google Calendar',
    outlook: 'Outlook',
  },
};
