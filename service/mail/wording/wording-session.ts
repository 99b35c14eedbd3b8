import type { MailView } from '../mail-view.ts';
import {
  action,
  compose,
  paragraph,
  quote,
  sayDetails,
  sentences,
  timeIs,
  timeWas,
} from './blocks.ts';
import type { Block, MailContent } from './mail-content.ts';

/** The first mail: the session is booked. */
export function wordInvitation(view: MailView): MailContent {
  const { said, words } = view;
  const { invitation } = words;
  return compose(view, {
    subject: invitation.subject(said),
    preheader: invitation.preheader(said),
    heading: said.title,
    blocks: [paragraph(invitation.lead(said)), ...sayWhen(view), ...sayWhatYouCanDo(view)],
  });
}

/** A later calendar object: another time, other details, or the present state once more. */
export function wordUpdate(view: MailView): MailContent {
  const { previousTime, said, words } = view;
  if (previousTime === null) return wordPresentState(view);
  const { update, label } = words;
  return compose(view, {
    subject: update.subject(said),
    preheader: update.preheader(said),
    heading: update.heading(said),
    blocks: [
      sentences(sayWhoMoved(view), update.calendarFollows),
      { is: 'times', times: [timeWas(label.was, previousTime), timeIs(label.now, view.time)] },
      ...sayDetails(view),
      ...sayWhatYouCanDo(view),
    ],
  });
}

/** New words, a new guest for the same host, or a repeat: so no claim about what changed. */
function wordPresentState(view: MailView): MailContent {
  const { said, words } = view;
  return compose(view, {
    subject: words.details.subject(said),
    preheader: words.details.preheader(said),
    heading: said.title,
    blocks: [paragraph(words.details.lead(said)), ...sayWhen(view), ...sayWhatYouCanDo(view)],
  });
}

/** The one mail that ends it: by whom and why, where that is known and theirs to know. */
export function wordCancellation(view: MailView): MailContent {
  const { said, words } = view;
  const { cancellation, label } = words;
  return compose(view, {
    subject: cancellation.subject(said),
    preheader: cancellation.preheader(said),
    heading: cancellation.heading(said),
    blocks: [
      paragraph(cancellation.by[view.by ?? 'unknown'](said)),
      timeWas(label.was, view.time),
      ...quote(label.reason, view.reason),
      paragraph(cancellation.calendarFollows),
    ],
  });
}

/** Shortly before the session; whoever has not answered yet is asked to. */
export function wordReminder(view: MailView): MailContent {
  const { said, words } = view;
  const { reminder } = words;
  const isUnanswered = view.answer === 'needs-action';
  return compose(view, {
    subject: reminder.subject(said),
    preheader: reminder.preheader(said),
    heading: reminder.heading(said),
    blocks: [
      paragraph(reminder.lead(said)),
      ...sayWhen(view),
      ...(isUnanswered ? [paragraph(reminder.unanswered)] : []),
      ...offerRequest(view),
    ],
  });
}

/** Some time after the invitation, to whoever has not answered it. */
export function wordAnswerReminder(view: MailView): MailContent {
  const { said, words } = view;
  const { answerReminder, reminder } = words;
  return compose(view, {
    subject: answerReminder.subject(said),
    preheader: reminder.preheader(said),
    heading: answerReminder.heading(said),
    blocks: [
      paragraph(answerReminder.lead(said)),
      ...sayWhen(view),
      paragraph(reminder.unanswered),
      ...offerRequest(view),
    ],
  });
}

function sayWhen(view: MailView): readonly Block[] {
  return [timeIs(view.words.label.when, view.time), ...sayDetails(view)];
}

/** Who moved it: an approved proposal has two people who know of it. */
function sayWhoMoved({ proposal, by, said, words: { update } }: MailView): string {
  if (proposal === null || by === null) return update.moved(said);
  if (by === 'reader') return update.youApproved(said);
  if (!proposal.isByReader) return update.moved(said);
  return by === 'application' ? update.applicationApproved(said) : update.otherApproved(said);
}

function sayWhatYouCanDo(view: MailView): readonly Block[] {
  const { invitation } = view.words;
  const { links, said, allowCounter } = view;
  const answer = paragraph(invitation.answer);
  if (links.propose === null) return [answer];
  return [answer, paragraph(invitation.another(said, allowCounter)), ...offerRequest(view)];
}

function offerRequest({ links, words }: MailView): readonly Block[] {
  return action(words.button.requestTime, links.propose?.url ?? null, 'quiet');
}
