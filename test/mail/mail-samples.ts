import { parseSecrets } from '../../service/links/secrets.ts';
import type { FrozenLink, MailFacts } from '../../service/mail/mail-facts.ts';
import { linksOf } from '../../service/mail/message-kinds.ts';
import type { MessageKind } from '../../service/scheduling/decision.ts';

export const secrets = parseSecrets('k1:a-secret-for-tests-of-at-least-32-bytes');

/** The facts of an ordinary mail to the guest, with the links its kind has. */
export function sampleFacts(kind: MessageKind, changes: Partial<MailFacts> = {}): MailFacts {
  return {
    kind,
    wordingVersion: 2,
    messageId: '<m-1@in.parley.example>',
    inReplyTo: null,
    date: '2027-02-20T09:00:00Z',
    fromAddress: 'scheduling@parley.example',
    inboundDomain: 'in.parley.example',
    publicUrl: 'https://parley.example',
    application: {
      organizerName: 'OphthalmoPro',
      brand: { productName: null, color: '#0f766e', logoUrl: null, supportEmail: null },
    },
    recipient: sampleGuest,
    otherFirstName: 'Hanna',
    sessionName: 'Ophthalmo Practice Session',
    description: null,
    location: null,
    joinUrl: 'https://meet.example/abc',
    icsUid: 'room-1@parley.example',
    sequence: 0,
    stampedAt: '2027-02-20T09:00:00Z',
    startUtc: '2027-03-02T14:00:00Z',
    durationMinutes: 60,
    previous: null,
    proposal: null,
    reason: null,
    allowCounter: true,
    links: sampleLinks(kind),
    outboxId: '0192f0c1-2f3a-7000-8000-0000000000aa',
    bounceKeyId: 'k1',
    ...changes,
  };
}

export const sampleGuest: MailFacts['recipient'] = {
  attendeeId: '0192f0c1-2f3a-7000-8000-000000000001',
  role: 'guest',
  name: 'Gina Gast',
  email: 'gina@example.net',
  timeZone: 'Europe/Berlin',
  locale: 'en-GB',
  answer: 'needs-action',
  replyKeyId: 'k1',
};

function sampleLinks(kind: MessageKind): readonly FrozenLink[] {
  return linksOf(kind).map((purpose, index) => ({
    id: `0192f0c1-2f3a-7000-8000-00000000010${index}`,
    purpose,
    keyId: 'k1',
    issuedAt: '2027-02-20T09:00:00Z',
    expiresAt: '2027-02-22T09:00:00Z',
  }));
}
