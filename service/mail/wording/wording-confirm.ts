import type { MailView } from '../mail-view.ts';
import { action, compose, paragraph, quote, sentences, timeIs } from './blocks.ts';
import type { Block, MailContent } from './mail-content.ts';

/** To the person in whose name a mail came: is it theirs? Nothing is done before they say so. */
export function wordConfirmAnswer(view: MailView): MailContent {
  const { doubt, links, said, words } = view;
  const { confirmAnswer, label, button } = words;
  const because = confirmAnswer.because[doubt?.because ?? 'not-authenticated'];
  const until = links.confirm && confirmAnswer.until(said, links.confirm.expires);
  return compose(view, {
    subject: confirmAnswer.subject(said),
    preheader: confirmAnswer.preheader,
    heading: confirmAnswer.heading,
    blocks: [
      sentences(sayWhatCame(view), because),
      ...sayWish(view),
      timeIs(label.plannedFor, view.time),
      ...quote(label.cameWithWords, doubt?.comment ?? null),
      sentences(confirmAnswer.press, until),
      ...action(button.confirm, links.confirm?.url ?? null),
      paragraph(confirmAnswer.notYou),
    ],
  });
}

function sayWhatCame({ doubt, said, words: { confirmAnswer } }: MailView): string {
  const answer = doubt?.answer ?? null;
  if (answer === null) return confirmAnswer.wished(said);
  if (answer === 'needs-action') return confirmAnswer.saidSomething(said);
  return confirmAnswer.answered[answer](said);
}

function sayWish({ doubt, words }: MailView): readonly Block[] {
  if (doubt === null || doubt.answer !== null) return [];
  if (doubt.time !== null) return [timeIs(words.label.newTimeAsked, doubt.time)];
  return [paragraph(words.confirmAnswer.timeNotUnderstood)];
}
