import { Who, who } from '../grammar/en.ts';
import type { SessionWords } from '../mail-words.ts';

export const en: SessionWords = {
  time: {
    length: (minutes) => (minutes === 1 ? '1 minute' : `${minutes} minutes`),
    utcForUnknown: 'UTC, because we do not know your time zone',
    zoneForUnknown: (zone) => `${zone}. We do not know your time zone, so this is the session’s.`,
    endingIn: (start, end) => `${start}, ending in ${end}`,
    forOther: (other, hours, offset) => `For ${who(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} with ${firstName}`,
  greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  privacy: ({ other }) => `You and ${who(other)} do not see each other’s mail address.`,
  colon: ':',
  questions: 'Questions?',
  seeSession: 'See how your session stands',

  label: {
    when: 'When',
    was: 'Was',
    now: 'Now',
    proposed: 'Proposed',
    youAskedFor: 'You asked for',
    itStays: 'It stays',
    untilThen: 'Until then',
    plannedFor: 'It is planned for',
    newTimeAsked: 'The new time asked for',
    where: 'Where',
    join: 'Join',
    reason: 'The reason given',
    youWrote: 'You wrote',
    otherWrote: ({ other }) => `${Who(other)} wrote`,
    cameWithWords: 'It came with these words',
  },

  button: {
    requestTime: 'Request a new time',
    approve: 'Approve the new time',
    decline: 'Decline',
    keep: 'Keep my session',
    confirm: 'Yes, this is from me',
    askForThis: 'Ask for this time',
    chooseAnother: 'Choose another time',
  },

  invitation: {
    subject: ({ session }) => `${session} — Invitation`,
    preheader: ({ when }) => `${when}. Answer Yes, No or Maybe in your calendar.`,
    lead: ({ title }) => `Your ${title} is booked.`,
    answer: 'Please answer Yes, No or Maybe in your calendar, as with any invitation.',
    another: ({ other }, isByCalendar) =>
      isByCalendar
        ? `If this time does not suit you, ask ${who(other)} for another. You can also propose ` +
          'one from your calendar, if it offers that.'
        : `If this time does not suit you, ask ${who(other)} for another.`,
  },
  update: {
    subject: ({ session }) => `${session} — Updated Time`,
    preheader: ({ when }) => `Now ${when}. Please answer again in your calendar.`,
    heading: ({ title }) => `${title} has a new time`,
    moved: ({ title }) => `Your ${title} has moved.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} approved the new time you asked for, so your ${session} has moved.`,
    youApproved: ({ title }) => `You approved the new time, so your ${title} has moved.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} approved the new time you asked for, so your ${title} has moved.`,
    calendarFollows: 'The entry in your calendar moves with it.',
  },
  details: {
    subject: ({ session }) => `${session} — Current Details`,
    preheader: ({ when }) => `${when}. This replaces any earlier invitation to it.`,
    lead: ({ title }) =>
      `Here is how your ${title} stands now. This replaces any earlier invitation to it.`,
  },
  cancellation: {
    subject: ({ session }) => `${session} — Cancelled`,
    preheader: ({ when }) => `Your session on ${when} does not take place.`,
    heading: ({ title }) => `${title} is cancelled`,
    by: {
      reader: ({ title }) => `You declined, so your ${title} does not take place.`,
      other: ({ other, session }) => `${Who(other)} cancelled your ${session}.`,
      application: ({ organizer, title }) => `${organizer} cancelled your ${title}.`,
      unknown: ({ title }) => `Your ${title} does not take place.`,
    },
    calendarFollows:
      'There is nothing you need to do. The entry in your calendar is removed or marked as ' +
      'cancelled.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Reminder`,
    preheader: ({ when }) => `${when}.`,
    heading: ({ title }) => `Soon: ${title}`,
    lead: ({ title }) => `This is a reminder of your ${title}.`,
    unanswered: 'You have not answered yet. Please answer Yes, No or Maybe in your calendar.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Please answer`,
    heading: ({ title }) => `Will you come? ${title}`,
    lead: ({ title }) => `You were invited to your ${title}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: you and ${who(other)}.`,
    join: (_, url) => `Join: ${url}`,
    anotherTime: ({ other }) => `Need another time? Ask ${who(other)} here:`,
    cancelled: ({ title }) => `Your ${title} does not take place.`,
    reason: (_, reason) => `The reason given: ${reason}`,
  },
};
