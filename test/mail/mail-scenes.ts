import type { Language } from '../../service/mail/language.ts';
import type { FrozenLink, MailFacts } from '../../service/mail/mail-facts.ts';
import type { MessageKind } from '../../service/scheduling/decision.ts';
import { counterProblems } from '../../service/scheduling/decision.ts';
import type { Role } from '../../service/scheduling/room.ts';
import { sampleFacts, sampleGuest } from './mail-samples.ts';

/** One mail that Parley sends: its kind, to whom, and what happened. */
export interface Scene {
  readonly name: string;
  readonly kind: MessageKind;
  readonly to: Role;
  readonly facts: Partial<MailFacts>;
}

/** Words people and applications wrote, which stay as they are in every language. */
export const ownWords = [
  'Ophthalmo Practice Session',
  'OphthalmoPro',
  'Eye Academy',
  'help@eye.example',
  'https://meet.example/abc',
  'Room 4, second floor',
  'Bring the fundus photographs of last week.',
  'My clinic runs late that day.',
  'Sorry about this!',
  'I have to travel.',
  'Hanna',
  'Gina',
] as const;

const tags: Readonly<Record<Language, string>> = {
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

const people = {
  guest: { ...sampleGuest, timeZone: 'America/New_York' },
  host: {
    ...sampleGuest,
    role: 'host',
    attendeeId: '0192f0c1-2f3a-7000-8000-000000000002',
    name: 'Hanna Host',
    email: 'hanna@example.org',
    timeZone: 'Europe/Berlin',
  },
} as const;

const sample = sampleFacts('invitation');

/** The facts of a scene, for a reader of this language. */
export function sceneFacts({ kind, to, facts }: Scene, language: Language): MailFacts {
  const other = people[to === 'host' ? 'guest' : 'host'];
  const recipient = { ...people[to], answer: 'accepted' as const, ...facts.recipient };
  return sampleFacts(kind, {
    application: {
      ...sample.application,
      brand: {
        ...sample.application.brand,
        productName: 'Eye Academy',
        supportEmail: 'help@eye.example',
      },
    },
    otherFirstName: other.name.split(' ')[0] ?? null,
    otherTimeZone: other.timeZone,
    roomTimeZone: 'UTC',
    calendarZones: 'vtimezone',
    by: null,
    ...facts,
    recipient: { ...recipient, locale: tags[language] },
  });
}

const wish = { startUtc: '2027-03-04T14:00:00Z', durationMinutes: 90 };
const note = 'My clinic runs late that day.\nSorry about this!';
const ownProposal: MailFacts['proposal'] = { ...wish, proposedByRecipient: true, note };
const otherProposal: MailFacts['proposal'] = { ...ownProposal, proposedByRecipient: false };
const previous = { startUtc: '2027-03-01T14:00:00Z', durationMinutes: 60 };
const reason = 'I have to travel.';
const noLinks: readonly FrozenLink[] = [];
const details = {
  location: 'Room 4, second floor',
  description: 'Bring the fundus photographs of last week.',
};

type Doubt = NonNullable<MailFacts['doubt']>;
const answerInDoubt = (answer: Doubt['answer'], because: Doubt['because']) => ({
  doubt: { because, answer, startUtc: null, durationMinutes: null, comment: reason },
});
const wishInDoubt = (startUtc: string | null): { doubt: Doubt } => ({
  doubt: {
    because: 'not-authenticated',
    answer: null,
    startUtc,
    durationMinutes: startUtc === null ? null : 90,
    comment: null,
  },
});

const scene = (
  kind: MessageKind,
  to: Role,
  what: string,
  facts: Partial<MailFacts> = {},
): Scene => ({
  name: [kind, what, `to the ${to}`].filter(Boolean).join(', '),
  kind,
  to,
  facts,
});

/** Every mail whose words differ, in the order in which a session lives. */
export const scenes: readonly Scene[] = [
  scene('invitation', 'guest', '', {
    ...details,
    recipient: { ...people.guest, answer: 'needs-action' },
  }),
  scene('invitation', 'host', ''),
  scene('invitation', 'guest', 'nobody named, no zone, no calendar proposals', {
    otherFirstName: null,
    otherTimeZone: null,
    joinUrl: null,
    allowCounter: false,
    recipient: { ...people.guest, name: '', timeZone: '' },
  }),
  scene('invitation', 'host', 'nobody named, the zone of the session', {
    otherFirstName: null,
    otherTimeZone: null,
    roomTimeZone: 'Europe/Paris',
    recipient: { ...people.host, name: '', timeZone: '' },
  }),
  scene('update', 'guest', 'moved', { previous, ...details }),
  scene('update', 'host', 'moved as the host approved', {
    previous,
    proposal: otherProposal,
    by: 'host',
  }),
  scene('update', 'guest', 'moved as the host approved', {
    previous,
    proposal: ownProposal,
    by: 'host',
  }),
  scene('update', 'guest', 'moved as the application approved', {
    previous,
    proposal: ownProposal,
    by: 'application',
  }),
  scene('update', 'guest', 'details', details),
  scene('cancellation', 'guest', 'by the host', { by: 'host', reason }),
  scene('cancellation', 'guest', 'as they declined', { by: 'guest' }),
  scene('cancellation', 'host', 'by the application', { by: 'application', reason }),
  scene('cancellation', 'host', 'said again', {}),
  scene('guest-left', 'host', 'declined', { by: 'guest', reason }),
  scene('guest-left', 'host', 'taken out by the application', { by: 'application' }),
  scene('guest-left', 'host', 'nobody named', { by: 'guest', otherFirstName: null }),
  scene('decline-confirmed', 'guest', '', { reason }),
  scene('decline-confirmed', 'host', ''),
  scene('decline-held', 'guest', '', { reason }),
  scene('decline-noted', 'host', '', { reason }),
  scene('decline-noted', 'guest', 'nobody named', { otherFirstName: null }),
  scene('proposal-to-decide', 'host', '', { proposal: otherProposal }),
  scene('proposal-to-decide', 'guest', 'nobody named', {
    otherFirstName: null,
    proposal: { ...wish, proposedByRecipient: false, note: null },
  }),
  scene('proposal-sent', 'guest', '', { proposal: ownProposal }),
  scene('proposal-sent', 'host', 'nobody named', {
    otherFirstName: null,
    proposal: { ...wish, proposedByRecipient: true, note: null },
  }),
  scene('proposal-declined', 'guest', 'by the host', { proposal: ownProposal, by: 'host' }),
  scene('proposal-declined', 'guest', 'by the application', {
    proposal: ownProposal,
    by: 'application',
  }),
  scene('proposal-expired', 'guest', '', { proposal: ownProposal }),
  ...counterProblems.map((problem) =>
    scene('counter-not-understood', 'guest', problem, { reason: problem }),
  ),
  scene('delivery-trouble', 'host', ''),
  scene('delivery-trouble', 'guest', 'nobody named', { otherFirstName: null }),
  scene('fresh-link', 'guest', ''),
  scene('human-answer', 'guest', 'with the page'),
  scene('human-answer', 'guest', 'with a time', { suggestedStartUtc: wish.startUtc }),
  scene('confirm-answer', 'guest', 'accepted', answerInDoubt('accepted', 'not-authenticated')),
  scene('confirm-answer', 'guest', 'tentative', answerInDoubt('tentative', 'other-address')),
  scene('confirm-answer', 'host', 'declined', answerInDoubt('declined', 'other-address')),
  scene('confirm-answer', 'guest', 'something', answerInDoubt('needs-action', 'other-address')),
  scene('confirm-answer', 'guest', 'another time', wishInDoubt(wish.startUtc)),
  scene('confirm-answer', 'guest', 'another time nobody understood', wishInDoubt(null)),
  scene('reminder', 'guest', 'unanswered', {
    recipient: { ...people.guest, answer: 'needs-action' },
  }),
  scene('reminder', 'host', 'answered', { links: noLinks }),
  scene('answer-reminder', 'guest', 'a day later', {
    recipient: { ...people.guest, answer: 'needs-action' },
  }),
];
