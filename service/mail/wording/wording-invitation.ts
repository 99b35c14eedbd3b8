import type { MailView } from '../mail-view.ts';
import {
  action,
  type Block,
  type MailContent,
  paragraph,
  quote,
  timeIs,
  timeWas,
} from './mail-content.ts';

/** The first mail: the session is booked. */
export function wordInvitation(view: MailView): MailContent {
  return {
    subject: `${view.title} — Invitation`,
    preheader: `${view.time.local}. Answer Yes, No or Maybe in your calendar.`,
    heading: view.title,
    blocks: [
      paragraph(`Your ${view.title} is booked.`),
      timeIs('When', view.time),
      ...sayDetails(view),
      ...sayWhatYouCanDo(view),
    ],
  };
}

/** A later calendar object: another time, other details, or the present state once more. */
export function wordUpdate(view: MailView): MailContent {
  const { previousTime } = view;
  if (previousTime === null) return wordPresentState(view);
  return {
    subject: `${view.title} — Updated time`,
    preheader: `Now ${view.time.local}. Please answer again in your calendar.`,
    heading: `${view.title} has a new time`,
    blocks: [
      paragraph(`Your ${view.title} has moved. The entry in your calendar moves with it.`),
      timeWas('Was', previousTime),
      timeIs('Now', view.time),
      ...sayDetails(view),
      ...sayWhatYouCanDo(view),
    ],
  };
}

/** New words, a new guest for the same host, or a repeat: so no claim about what changed. */
function wordPresentState(view: MailView): MailContent {
  return {
    subject: `${view.title} — Current details`,
    preheader: `${view.time.local}. This replaces any earlier invitation to it.`,
    heading: view.title,
    blocks: [
      paragraph(
        `Here is how your ${view.title} stands now. This replaces any earlier invitation to it.`,
      ),
      timeIs('When', view.time),
      ...sayDetails(view),
      ...sayWhatYouCanDo(view),
    ],
  };
}

export function wordCancellation(view: MailView): MailContent {
  return {
    subject: `${view.title} — Cancelled`,
    preheader: `${view.time.local} will not take place.`,
    heading: `${view.title} is cancelled`,
    blocks: [
      paragraph(`Your ${view.title} will not take place. You need not do anything.`),
      timeWas('Was', view.time),
      ...quote('The reason given', view.reason),
      paragraph('The entry in your calendar is taken out, or marked as cancelled.'),
    ],
  };
}

/** Where to be, and what the application says about the session. */
function sayDetails(view: MailView): readonly Block[] {
  const blocks: Block[] = [];
  if (view.location !== null) {
    blocks.push({ is: 'detail', label: 'Where', text: view.location, url: null });
  }
  if (view.joinUrl !== null) {
    blocks.push({ is: 'detail', label: 'Join', text: view.joinUrl, url: view.joinUrl });
  }
  if (view.description !== null) blocks.push(paragraph(view.description));
  return blocks;
}

function sayWhatYouCanDo(view: MailView): readonly Block[] {
  const link = view.links.propose;
  const blocks: Block[] = [
    paragraph('Please answer Yes, No or Maybe in your calendar, as with any invitation.'),
  ];
  if (link === null) return blocks;
  const byCalendar = view.allowCounter
    ? ', or propose one from your calendar if it offers that'
    : '';
  blocks.push(
    paragraph(`If this time does not suit you, ask ${view.other} for another${byCalendar}.`),
    ...action('Request a new time', link.url, 'quiet'),
  );
  return blocks;
}
