import type { MailView } from '../mail-view.ts';
import { action, compose, paragraph, quote, sentences, timeIs, timeWas } from './blocks.ts';
import type { MailContent } from './mail-content.ts';

/** To the host: the guest is no longer booked; the room is open again. */
export function wordGuestLeft(view: MailView): MailContent {
  const { said, words } = view;
  const { guestLeft, label } = words;
  return compose(view, {
    subject: guestLeft.subject(said),
    preheader: guestLeft.preheader(said),
    heading: guestLeft.heading(said),
    blocks: [
      paragraph(guestLeft.by[view.by === 'application' ? 'application' : 'other'](said)),
      // Whoever left is nobody to find a common hour with.
      timeIs(label.when, { ...view.time, other: null }),
      ...quote(label.reason, view.reason),
      paragraph(guestLeft.openAgain),
    ],
  });
}

/** To the person who declined: it is done. */
export function wordDeclineConfirmed(view: MailView): MailContent {
  const { said, words, role } = view;
  const { declineConfirmed, label } = words;
  const outcome = declineConfirmed.lead[role](said);
  return compose(view, {
    subject: declineConfirmed.subject(said),
    preheader: outcome,
    heading: declineConfirmed.heading[role](said),
    blocks: [
      paragraph(outcome),
      timeWas(label.was, view.time),
      ...quote(label.youWrote, view.reason),
    ],
  });
}

/** To the person who declined: it will be done, unless they think again. */
export function wordDeclineHeld(view: MailView): MailContent {
  const { said, words, links } = view;
  const { declineHeld, label, button } = words;
  const deadline = links.keep && declineHeld.deadline(said, links.keep.expires);
  return compose(view, {
    subject: declineHeld.subject(said),
    preheader: declineHeld.preheader,
    heading: declineHeld.heading,
    blocks: [
      sentences(declineHeld.lead(said), deadline),
      timeIs(label.when, view.time),
      ...quote(label.youWrote, view.reason),
      paragraph(declineHeld.choice),
      ...action(button.keep, links.keep?.url ?? null),
    ],
  });
}

/** To the other person: an answer was No, and nothing was cancelled. */
export function wordDeclineNoted(view: MailView): MailContent {
  const { said, words } = view;
  const { declineNoted, label } = words;
  return compose(view, {
    subject: declineNoted.subject(said),
    preheader: declineNoted.preheader,
    heading: declineNoted.heading(said),
    blocks: [
      paragraph(declineNoted.lead(said)),
      timeIs(label.when, view.time),
      ...quote(label.otherWrote(said), view.reason),
    ],
  });
}
