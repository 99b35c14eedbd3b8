import { Who, WhoInTitle, who } from '../grammar/en.ts';
import type { AnswerWords } from '../mail-words.ts';

export const en: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — Guest No Longer Coming`,
    preheader: ({ other }) => `${Who(other)} is no longer booked. The time is open again.`,
    heading: ({ other }) => `${Who(other)} is no longer coming`,
    by: {
      other: ({ other, session }) => `${Who(other)} declined your ${session}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} took ${who(other)} out of your ${session}.`,
    },
    openAgain:
      'The time is open again, and the entry stays in your calendar. When somebody else books ' +
      'it, you get an updated invitation.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — You Declined`,
    heading: {
      host: ({ title }) => `${title} is cancelled`,
      guest: () => 'You are no longer booked',
    },
    lead: {
      host: ({ other, title }) =>
        `You declined, so your ${title} is cancelled. We are telling ${who(other)}.`,
      guest: ({ other }) =>
        `You declined, so you are no longer booked. We are telling ${who(other)}.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — You Answered No`,
    preheader: 'Did you mean it? You can still keep your session.',
    heading: 'You answered No',
    lead: ({ title }) => `You declined your ${title}. It will be called off soon.`,
    deadline: (_, moment) => `You can change your mind until ${moment}.`,
    choice: 'If you meant it, there is nothing more to do. If you did not, keep your session:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${WhoInTitle(other)} Answered No`,
    preheader: 'Nothing has been cancelled.',
    heading: ({ other }) => `${Who(other)} answered No`,
    lead: ({ other, session }) =>
      `${Who(other)} answered No to your ${session}. Nothing has been cancelled: the session ` +
      'still stands.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Approve new time for ${session}?`,
    preheader: ({ other }, when) => `${Who(other)} asks for ${when}.`,
    heading: ({ other }) => `${Who(other)} asks for a new time`,
    lead: ({ other, session }) => `${Who(other)} would like to move your ${session}.`,
    deadline: (_, moment) => `Please decide before ${moment}. Until then nothing changes.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Your New Time Was Sent`,
    preheader: ({ other }) => `We asked ${who(other)}. Nothing changes before they approve.`,
    heading: ({ other }) => `We asked ${who(other)}`,
    lead: ({ other, session }) =>
      `You asked to move your ${session}. We passed it on to ${who(other)}.`,
    after: 'If it is approved, you get an updated invitation. Either way, we let you know.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — New Time Declined`,
    heading: 'The new time was declined',
    by: {
      other: ({ other }) => `The new time you asked for does not suit ${who(other)}.`,
      application: ({ organizer }) => `${organizer} declined the new time you asked for.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — No Answer to Your New Time`,
    heading: 'No answer to your new time',
    lead: ({ other }) => `${Who(other)} did not answer in time, so your request has ended.`,
  },
  askAgain: 'You can ask for a different time whenever you like:',
  stays: 'Your session stays as it was.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Please Choose the New Time Here`,
    preheader: 'We could not use the new time your calendar sent.',
    heading: 'We could not use that new time',
    lead: ({ title }) => `Your calendar proposed a new time for your ${title}.`,
    problem: {
      'not-understood': 'We could not understand which time it means.',
      'not-taken': 'New times cannot be proposed from a calendar here.',
      'start-in-past': 'That time is in the past.',
      'too-short-notice': 'That time is too soon.',
      'duration-not-allowed': 'This session cannot have that length.',
      'too-many-proposals': 'You have proposed many new times today.',
    },
    choose: 'Please choose the time you would like on this page:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — We Cannot Reach ${WhoInTitle(other)} by Mail`,
    preheader: 'The session still stands.',
    heading: ({ other }) => `We cannot reach ${who(other)} by mail`,
    lead: ({ other, session }) =>
      `A mail about your ${session} came back: it did not reach ${who(other)}. The session still ` +
      `stands, but ${who(other)} may not know of the latest change.`,
    anotherWay: ({ other }) => `If you have another way to reach ${who(other)}, please use it.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — Your New Link`,
    preheader: 'Here is the fresh link you asked for.',
    heading: 'Here is your fresh link',
    lead: ({ title }) => `You can ask for another time for your ${title} here:`,
    notYou: 'If you did not ask for this link, you can ignore this mail.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — About Your Message`,
    preheader: 'To ask for another time, please use your own link.',
    preheaderOfTime: (_, moment) => `Do you want to ask for ${moment}?`,
    heading: 'Thank you for your message',
    lead: ({ other, session }) =>
      `This mailbox looks after the calendar of your ${session}. It is a program, so it cannot ` +
      `act on what you wrote. ${Who(other)} has not seen your message.`,
    useLink:
      'To ask for another time, please use your own link. To accept or decline, answer Yes or ' +
      'No in your calendar.',
    suggestion: (_, moment) =>
      `You wrote about ${moment}. Is that the new time you want to ask for?`,
    after: ({ other }) =>
      `The page shows you the time again before we ask ${who(other)}. To accept or decline, ` +
      'answer Yes or No in your calendar.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Did You Send This?`,
    preheader: 'Something came in your name. Nothing changes unless you confirm it.',
    heading: 'Did you send this?',
    answered: {
      accepted: ({ title }) => `A mail in your name accepts your ${title}.`,
      tentative: ({ title }) => `A mail in your name says “Maybe” to your ${title}.`,
      declined: ({ title }) => `A mail in your name declines your ${title}.`,
    },
    saidSomething: ({ title }) => `A mail in your name says something about your ${title}.`,
    wished: ({ title }) => `A mail in your name asks for another time for your ${title}.`,
    because: {
      'other-address':
        'It came from or for a mail address we do not know as yours, so we ask you first.',
      'not-authenticated':
        'We could not be sure that it really came from you, so we ask you first.',
    },
    timeNotUnderstood: 'We could not understand which time it asks for.',
    press: 'If you sent it, confirm it on this page and it counts.',
    until: (_, moment) => `The page works until ${moment}.`,
    notYou: 'If you did not send it, there is nothing you need to do: then nothing changes.',
  },
};
