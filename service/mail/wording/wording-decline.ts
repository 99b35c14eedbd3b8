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

/** To the host: the guest is no longer booked; the room is open again. */
export function wordGuestLeft(view: MailView): MailContent {
  return {
    subject: `${view.title} — Guest no longer coming`,
    preheader: `${view.other} is no longer booked. The time is open again.`,
    heading: `${capitalise(view.other)} is no longer coming`,
    blocks: [
      paragraph(`${capitalise(view.other)} is no longer booked for your ${view.sessionName}.`),
      timeIs('When', view.time),
      ...quote('The reason given', view.reason),
      paragraph(
        'The time is open again, and the entry stays in your calendar. ' +
          'When somebody else books it, you will get an updated invitation.',
      ),
    ],
  };
}

/** To the person who declined: it is done. */
export function wordDeclineConfirmed(view: MailView): MailContent {
  const outcome =
    view.role === 'host'
      ? `You declined, so your ${view.title} is cancelled. We tell ${view.other}.`
      : `You declined, so you are no longer booked. We tell ${view.other}.`;
  return {
    subject: `${view.title} — You declined`,
    preheader: outcome,
    heading: view.role === 'host' ? `${view.title} is cancelled` : 'You are no longer booked',
    blocks: [paragraph(outcome), timeWas('Was', view.time), ...quoteYou(view)],
  };
}

/** To the person who declined: it will be done, unless they think again. */
export function wordDeclineHeld(view: MailView): MailContent {
  const { keep } = view.links;
  const deadline = keep === null ? '' : ` You can change your mind until ${keep.expires}.`;
  return {
    subject: `${view.title} — You answered No`,
    preheader: 'Did you mean it? You can still keep your session.',
    heading: 'You answered No',
    blocks: [
      paragraph(`You declined your ${view.title}. It is called off shortly.${deadline}`),
      timeIs('When', view.time),
      ...quoteYou(view),
      paragraph('If you meant it, you need not do anything. If you did not, keep your session:'),
      ...action('Keep my session', keep?.url ?? null),
    ],
  };
}

/** To the other person: an answer was No, and nothing was cancelled. */
export function wordDeclineNoted(view: MailView): MailContent {
  return {
    subject: `${view.title} — ${capitalise(view.other)} answered No`,
    preheader: 'Nothing has been cancelled.',
    heading: `${capitalise(view.other)} answered No`,
    blocks: [
      paragraph(
        `${capitalise(view.other)} answered No to your ${view.sessionName}. ` +
          'Nothing has been cancelled; the session still stands.',
      ),
      timeIs('When', view.time),
      ...quote(`${capitalise(view.other)} wrote`, view.reason),
    ],
  };
}

function quoteYou(view: MailView): readonly Block[] {
  return quote('You wrote', view.reason);
}

/** For the start of a sentence: the other may be `your guest`. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
