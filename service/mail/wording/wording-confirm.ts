import type { Answer } from '../../scheduling/room.ts';
import type { MailView, ViewDoubt } from '../mail-view.ts';
import { action, type Block, type MailContent, paragraph, quote, timeIs } from './mail-content.ts';

/** To the person in whose name a mail came: is it theirs? Nothing is done before they say so. */
export function wordConfirmAnswer(view: MailView): MailContent {
  const { doubt, links } = view;
  const until = links.confirm === null ? '' : ` The button works until ${links.confirm.expires}.`;
  return {
    subject: `${view.title} — Did you send this?`,
    preheader: 'Something came in your name. Nothing changes unless you confirm it.',
    heading: 'Did you send this?',
    blocks: [
      paragraph(`${sayWhatCame(view)} ${sayWhy(doubt)}`),
      ...sayWish(doubt),
      timeIs('The session is planned for', view.time),
      ...quote('It came with these words', doubt?.comment ?? null),
      paragraph(`If you sent it, press the button and it counts.${until}`),
      ...action('Yes, this is from me', links.confirm?.url ?? null),
      paragraph('If you did not send it, you need not do anything: then nothing changes.'),
    ],
  };
}

const answers: Readonly<Partial<Record<Answer, string>>> = {
  accepted: 'that you accept',
  tentative: 'that you may come to (“Maybe”)',
  declined: 'that you decline',
};

function sayWhatCame({ doubt, title }: MailView): string {
  const answer = doubt?.answer ?? null;
  if (answer === null) return `A mail in your name asks for another time for your ${title}.`;
  return `A mail in your name says ${answers[answer] ?? 'something about'} your ${title}.`;
}

function sayWhy(doubt: ViewDoubt | null): string {
  return doubt?.because === 'other-address'
    ? 'It came from, or for, another address than the one we know of you, so we ask you first.'
    : 'We could not be sure that it really came from you, so we ask you first.';
}

function sayWish(doubt: ViewDoubt | null): readonly Block[] {
  if (doubt === null || doubt.answer !== null) return [];
  if (doubt.time !== null) return [timeIs('The new time asked for', doubt.time)];
  return [paragraph('We could not understand which time it asks for.')];
}
