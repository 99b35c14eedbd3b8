import { Who, who } from '../../../mail/words/grammar/en.ts';
import type { FormWords } from '../page-words.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const asked = ['Your request is on its way. We mail you as soon as it is answered.'];

export const en: FormWords = {
  form: {
    pleaseCheck: 'Please check what you entered',
    tooQuick: 'That was very quick. Please read the page, then send it once more.',
    tooOld: 'This page was open for a long time. Please read it again, then send it once more.',
    chooseOne: 'Choose one of the two.',
    send: 'Send my answer',
  },

  propose: {
    title: 'Request a new time',
    lead: (other) => `Choose a time that suits you better. We ask ${who(other)} whether it works.`,
    pending: (moment) => `You have already asked for ${moment}. A new request takes its place.`,
    isSuggested:
      'The new time below is a suggestion, taken from your mail. Please check it, or change it.',
    notice: (notice) => `The new time must be at least ${notice} from now.`,
    pick: 'New time',
    pickOwn: 'Another date and time',
    date: 'New date',
    time: 'Start time',
    zone: 'Time zone',
    zoneHint: 'The date and time above are meant in this zone.',
    ownZone: 'Your zone',
    otherZones: 'Other',
    length: 'Length',
    minutes: (minutes) => `${minutes} minutes`,
    note: (other) => `Message to ${who(other)} (optional)`,
    noteHint: 'Please do not write mail addresses or phone numbers.',
    send: 'Ask for this time',
    after: (other) => `Nothing changes until ${who(other)} approves.`,
    mistake: {
      date: 'Enter a date, for example 2027-03-25.',
      time: 'Enter a time, for example 15:00.',
      noSuchTime:
        'This time does not exist on that day in that zone, because the clocks go forward. ' +
        'Choose another one.',
      zone: 'Choose a time zone from the list.',
      duration: 'Choose one of the lengths offered.',
      noteTooLong: (limit) => `Shorten your message to ${limit} characters.`,
      inPast: 'Choose a date and time in the future.',
      tooSoon: (notice) => `Choose a time at least ${notice} from now.`,
      unchanged: 'The session already has this time. Choose another one.',
    },
    asked: (other) => ({
      title: `We are asking ${who(other)}`,
      paragraphs: [...asked, `Until ${who(other)} approves, the present time stands.`],
    }),
    askedAlready: (other) => ({
      title: `We have already asked ${who(other)}`,
      paragraphs: [...asked, `Until ${who(other)} approves, the present time stands.`],
    }),
    enoughToday: (other) => ({
      title: 'Enough requests for today',
      paragraphs: [
        `You asked for many new times today, so this one was not sent to ${who(other)}.`,
        'Please try again tomorrow. Until then, everything stays as it is.',
      ],
    }),
    movedOn: {
      title: 'A new time cannot be asked for now',
      paragraphs: ['The session has changed meanwhile. This is how it stands:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return plural(minutes / 1440, 'day');
    return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute');
  },

  decide: {
    title: 'Move to the new time?',
    lead: (other) => `${Who(other)} asks to move your session.`,
    otherWrites: (other) => `${Who(other)} writes:`,
    question: 'Which time do you choose?',
    approve: {
      label: 'Approve the new time',
      hint: 'The session moves, and we update both calendars.',
    },
    decline: (other) => ({
      label: 'Keep the present time',
      hint: `Nothing changes, and we tell ${who(other)}.`,
    }),
    approved: (other) => ({
      title: 'The session has a new time',
      paragraphs: [
        `You approved the request. Updated invitations are on their way to you and ${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'The session stays as it is',
      paragraphs: [`You declined the request. We are telling ${who(other)}.`],
    }),
  },
  keep: {
    title: 'Keep your session?',
    lead: 'You declined this session. It is not called off yet, so you can still keep it.',
    question: 'What shall happen?',
    keep: { label: 'Keep my session', hint: 'Your decline is taken back.' },
    leave: { label: 'Stay with my No', hint: 'The session will be called off soon.' },
    kept: {
      title: 'You keep your session',
      paragraphs: ['Your decline was taken back. Nothing else needs to be done.'],
    },
    left: {
      title: 'You stay with your No',
      paragraphs: ['The session will be called off soon. Nothing else needs to be done.'],
    },
    nothingHeld: {
      title: 'Your session takes place',
      paragraphs: ['There is no decline to take back. Nothing else needs to be done.'],
    },
  },

  confirm: {
    title: 'Did you send this?',
    answered: {
      accepted: 'A mail in your name says that you accept this session.',
      tentative: 'A mail in your name says that you may come (“Maybe”).',
      declined: 'A mail in your name says that you decline this session.',
    },
    saidSomething: 'A mail in your name says something about this session.',
    wished: 'A mail in your name asks for another time.',
    notAuthenticated:
      'We could not be sure that it really came from you. It counts once you confirm it.',
    otherAddress:
      'It came from another address than the one we know of you. It counts once you confirm it.',
    alias: (address) =>
      `It answers for ${address}, which is not the address we know of you. Confirm only if that ` +
      'address is yours too: then it counts, and we remember it.',
    cameWithWords: 'It came with these words:',
    question: 'Is it from you?',
    yes: { label: 'Yes, this is from me', hint: 'Then it counts.' },
    no: { label: 'No, I did not send it', hint: 'Then nothing changes.' },
    denied: {
      title: 'Nothing was changed',
      paragraphs: ['Thank you for telling us. What came in your name does not count.'],
    },
    accepted: {
      title: 'You accepted the session',
      paragraphs: ['Thank you. We recorded your answer; nothing else needs to be done.'],
    },
    tentative: {
      title: 'You answered Maybe',
      paragraphs: ['Thank you. We recorded your answer; nothing else needs to be done.'],
    },
    declined: (other) => ({
      title: 'You answered No',
      paragraphs: [
        `We are telling ${who(other)}. Nothing was cancelled; the session still stands.`,
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'The session is cancelled',
      paragraphs: [`You declined, so the session is called off. We are telling ${who(other)}.`],
    }),
    declinedAsGuest: (other) => ({
      title: 'You are no longer booked',
      paragraphs: [`You declined, so your place is given back. We are telling ${who(other)}.`],
    }),
    declineHeld: {
      title: 'You declined the session',
      paragraphs: ['It will be called off soon. Our mail tells you until when you can keep it.'],
    },
    timeNotUsable: {
      title: 'We could not use that new time',
      paragraphs: ['We are mailing you a link to the page where you can choose one.'],
    },
    nothingWaits: {
      title: 'There is nothing to confirm any more',
      paragraphs: [
        'It was settled in another way since then. ' +
          'Your calendar and our newest mail tell how it stands.',
      ],
    },
    already: {
      title: 'You have confirmed this already',
      paragraphs: ['Nothing else needs to be done.'],
    },
    known: {
      title: 'We have this answer already',
      paragraphs: ['It was recorded before, so nothing else needs to be done.'],
    },
    answeredAgain: {
      title: 'You have answered again since',
      paragraphs: [
        'Your newer answer counts. To change it, answer the invitation in your calendar once more.',
      ],
    },
    movedOn: {
      title: 'The session has changed since',
      paragraphs: [
        'What you confirmed was about an earlier plan. ' +
          'Please answer our newest invitation instead.',
      ],
    },
    sameTime: {
      title: 'The session has this time already',
      paragraphs: ['The new time you asked for is the present one, so nothing needs to be done.'],
    },
    askedAlready: { title: 'We have already asked for this time', paragraphs: asked },
  },
};
