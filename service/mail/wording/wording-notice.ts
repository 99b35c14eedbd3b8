import type { MailView } from '../mail-view.ts';
import {
  type Action,
  action,
  type Block,
  type MailContent,
  paragraph,
  quote,
  timeIs,
} from './mail-content.ts';

/** To the other person: somebody's mail does not arrive. */
export function wordDeliveryTrouble(view: MailView): MailContent {
  return {
    subject: `${view.title} — We cannot reach ${view.other} by mail`,
    preheader: 'The session still stands.',
    heading: `We cannot reach ${view.other} by mail`,
    blocks: [
      paragraph(
        `A mail about your ${view.title} came back: ${view.other}'s mail system does not ` +
          `take it. The session still stands, but ${view.other} may not know of the latest change.`,
      ),
      timeIs('When', view.time),
      paragraph(`If you have another way to reach ${view.other}, please use it.`),
    ],
  };
}

/** To a person whose link had expired. */
export function wordFreshLink(view: MailView): MailContent {
  return {
    subject: `${view.title} — Your new link`,
    preheader: 'Here is the fresh link you asked for.',
    heading: 'Here is your fresh link',
    blocks: [
      paragraph(`You can ask for another time for your ${view.title} here:`),
      ...action('Request a new time', view.links.propose?.url ?? null),
      timeIs('It is planned for', view.time),
      paragraph('If you did not ask for this link, you can ignore this mail.'),
    ],
  };
}

/** To a person who wrote words where only calendars are read. */
export function wordHumanAnswer(view: MailView): MailContent {
  const { suggestion } = view;
  return {
    subject: `${view.title} — About your message`,
    preheader:
      suggestion === null
        ? 'To ask for another time, please use your own link.'
        : `Do you want to ask for ${suggestion.moment}?`,
    heading: 'Thank you for your message',
    blocks: [
      paragraph(
        `This mailbox looks after the calendar of your ${view.title}. It is a program, so it ` +
          `cannot act on what you wrote, and ${view.other} has not been sent it.`,
      ),
      timeIs('When', view.time),
      ...quote('You wrote', view.reason),
      ...(suggestion === null ? offerPage(view) : offerTime(view, suggestion)),
    ],
  };
}

function offerPage(view: MailView): readonly Block[] {
  return [
    paragraph(
      'To ask for another time, please use your own link. To accept or decline, ' +
        'answer Yes or No in your calendar.',
    ),
    ...action('Request a new time', view.links.propose?.url ?? null),
  ];
}

/** Nothing is asked by the mail itself: the page has the time filled in, and one button. */
function offerTime(
  view: MailView,
  suggestion: NonNullable<MailView['suggestion']>,
): readonly Block[] {
  const actions: Action[] = [{ label: 'Ask for this time', url: suggestion.url, tone: 'main' }];
  const { propose } = view.links;
  if (propose) actions.push({ label: 'Choose another time', url: propose.url, tone: 'quiet' });
  return [
    paragraph(`You wrote about ${suggestion.moment}. Is that the new time you want to ask for?`),
    { is: 'actions', actions },
    paragraph(
      `The page shows you the time again before ${view.other} is asked. ` +
        'To accept or decline, answer Yes or No in your calendar.',
    ),
  ];
}
