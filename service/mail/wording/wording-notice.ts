import type { MailView } from '../mail-view.ts';
import { action, compose, paragraph, quote, timeIs } from './blocks.ts';
import type { Action, Block, MailContent } from './mail-content.ts';

/** To the other person: somebody's mail does not arrive. */
export function wordDeliveryTrouble(view: MailView): MailContent {
  const { said, words } = view;
  const { deliveryTrouble, label } = words;
  return compose(view, {
    subject: deliveryTrouble.subject(said),
    preheader: deliveryTrouble.preheader,
    heading: deliveryTrouble.heading(said),
    blocks: [
      paragraph(deliveryTrouble.lead(said)),
      timeIs(label.when, view.time),
      paragraph(deliveryTrouble.anotherWay(said)),
    ],
  });
}

/** To a person whose link had expired. */
export function wordFreshLink(view: MailView): MailContent {
  const { said, words } = view;
  const { freshLink, label, button } = words;
  return compose(view, {
    subject: freshLink.subject(said),
    preheader: freshLink.preheader,
    heading: freshLink.heading,
    blocks: [
      paragraph(freshLink.lead(said)),
      ...action(button.requestTime, view.links.propose?.url ?? null),
      timeIs(label.plannedFor, view.time),
      paragraph(freshLink.notYou),
    ],
  });
}

/** To a person who wrote words where only calendars are read. */
export function wordHumanAnswer(view: MailView): MailContent {
  const { said, words, suggestion } = view;
  const { humanAnswer, label } = words;
  return compose(view, {
    subject: humanAnswer.subject(said),
    preheader:
      suggestion === null
        ? humanAnswer.preheader
        : humanAnswer.preheaderOfTime(said, suggestion.moment),
    heading: humanAnswer.heading,
    blocks: [
      paragraph(humanAnswer.lead(said)),
      timeIs(label.when, view.time),
      ...quote(label.youWrote, view.reason),
      ...(suggestion === null ? offerPage(view) : offerTime(view, suggestion)),
    ],
  });
}

function offerPage({ words, links }: MailView): readonly Block[] {
  return [
    paragraph(words.humanAnswer.useLink),
    ...action(words.button.requestTime, links.propose?.url ?? null),
  ];
}

/** Nothing is asked by the mail itself: the page has the time filled in, and one button. */
function offerTime(
  { words, said, links }: MailView,
  suggestion: NonNullable<MailView['suggestion']>,
): readonly Block[] {
  const { humanAnswer, button } = words;
  const actions: Action[] = [{ label: button.askForThis, url: suggestion.url, tone: 'main' }];
  if (links.propose) {
    actions.push({ label: button.chooseAnother, url: links.propose.url, tone: 'quiet' });
  }
  return [
    paragraph(humanAnswer.suggestion(said, suggestion.moment)),
    { is: 'actions', actions },
    paragraph(humanAnswer.after(said)),
  ];
}
