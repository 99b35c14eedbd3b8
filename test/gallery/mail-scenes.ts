import type { languages } from '../../service/mail/language.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import type { MessageKind } from '../../service/scheduling/decision.ts';
import { sampleFacts, sampleGuest } from '../mail/mail-samples.ts';

type Language = (typeof languages)[number];

/** One mail of the gallery: a kind, and what of it decides how the mail looks. */
export interface MailScene {
  readonly name: string;
  readonly kind: MessageKind;
  readonly changes: Partial<MailFacts>;
}

const proposal = {
  proposedByRecipient: false,
  startUtc: '2027-03-04T15:30:00Z',
  durationMinutes: 90,
  note: 'My clinic runs late that day.\nSorry about this!',
};
const own = { ...proposal, proposedByRecipient: true };
const previous = { startUtc: '2027-03-02T14:00:00Z', durationMinutes: 60 };
const moved = { previous, startUtc: proposal.startUtc, durationMinutes: 90, sequence: 1 };
const reason = 'I have to travel.\nSee you another time!';
const host: MailFacts['recipient'] = { ...sampleGuest, role: 'host', name: 'Hanna Hart' };
const answered = (answer: MailFacts['recipient']['answer']) => ({
  recipient: { ...sampleGuest, answer },
});
const asHost = { recipient: host, otherFirstName: 'Gina' };
const doubt: NonNullable<MailFacts['doubt']> = {
  because: 'not-authenticated',
  answer: 'declined',
  startUtc: null,
  durationMinutes: null,
  comment: 'My train is late.',
};
const wish = { ...doubt, answer: null, startUtc: proposal.startUtc, durationMinutes: 90 };
/** A picture a browser draws without asking anybody. */
const brand: MailFacts['application']['brand'] = {
  productName: 'OphthalmoPro',
  color: '#b45309',
  logoUrl: 'https://cdn.example.com/logo.svg',
  supportEmail: 'help@ophthalmo.example',
};
const details = {
  description: 'Bring your last exam sheet.\nWe start on time, so please be early.',
  location: 'Room 4, second floor',
};

const scene = (name: string, kind: MessageKind, changes: Partial<MailFacts> = {}): MailScene => ({
  name,
  kind,
  changes,
});

/** Every kind of mail, and every variant of it that looks or reads another way. */
export const mailScenes: readonly MailScene[] = [
  scene('invitation', 'invitation', details),
  scene('invitation-short', 'invitation', { joinUrl: null, allowCounter: false }),
  scene('invitation-branded', 'invitation', {
    ...details,
    application: { organizerName: 'Eye Practice', brand },
  }),
  scene('invitation-plain', 'invitation', {
    application: { organizerName: 'Eye Practice', brand: { ...brand, color: null, logoUrl: null } },
    otherFirstName: null,
    recipient: { ...sampleGuest, timeZone: '' },
  }),
  scene('update-moved', 'update', { ...moved, proposal, by: 'guest' }),
  scene('update-other-approved', 'update', { ...moved, proposal: own, by: 'host' }),
  scene('update-application-approved', 'update', { ...moved, proposal: own, by: 'application' }),
  scene('update-details', 'update', details),
  scene('cancellation-by-other', 'cancellation', { by: 'host', reason }),
  scene('cancellation-by-application', 'cancellation', { by: 'application' }),
  scene('guest-left', 'guest-left', { ...asHost, by: 'guest', reason }),
  scene('decline-confirmed', 'decline-confirmed', { reason, ...answered('declined') }),
  scene('decline-confirmed-host', 'decline-confirmed', asHost),
  scene('decline-held', 'decline-held', { reason, ...answered('declined') }),
  scene('decline-noted', 'decline-noted', { ...asHost, reason }),
  scene('proposal-to-decide', 'proposal-to-decide', { proposal }),
  scene('proposal-sent', 'proposal-sent', { proposal: own }),
  scene('proposal-declined', 'proposal-declined', { proposal: own, by: 'host', reason }),
  scene('proposal-expired', 'proposal-expired', { proposal: own }),
  scene('counter-not-understood', 'counter-not-understood', { reason: 'start-in-past' }),
  scene('delivery-trouble', 'delivery-trouble', asHost),
  scene('fresh-link', 'fresh-link'),
  scene('human-answer', 'human-answer', { reason: 'Can we do it a little later?' }),
  scene('human-answer-suggestion', 'human-answer', {
    reason: 'Could we meet on Thursday at 4:30 pm?',
    suggestedStartUtc: proposal.startUtc,
  }),
  scene('confirm-answer', 'confirm-answer', { doubt }),
  scene('confirm-answer-wish', 'confirm-answer', { doubt: wish }),
  scene('reminder', 'reminder', { ...details, ...answered('accepted') }),
  scene('reminder-unanswered', 'reminder', details),
  scene('answer-reminder', 'answer-reminder', details),
];

const regions: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  pt: 'pt-PT',
  nl: 'nl-NL',
  pl: 'pl-PL',
  ar: 'ar-EG',
};

/** The facts of a scene for a reader of this language. */
export function factsOf({ kind, changes }: MailScene, language: Language): MailFacts {
  const facts = sampleFacts(kind, { otherTimeZone: 'America/New_York', ...changes });
  const plain = { ...facts.application.brand, color: null };
  const application =
    changes.application === undefined ? { ...facts.application, brand: plain } : facts.application;
  return {
    ...facts,
    application,
    recipient: { ...facts.recipient, locale: regions[language] },
  };
}
