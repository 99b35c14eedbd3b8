import { readInvitation } from '../../service/dev/invitation-facts.ts';
import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { CalendarClient, SimulatedReply } from '../../service/dev/simulated-reply.ts';
import type { MailAction, Manner } from './actions.ts';
import { newest, type ReceivedMail } from './calendar-client.ts';
import { writeByHand, writeDeliveryReport, writeVacation } from './machine-mail.ts';
import type { Player } from './transcript.ts';

/** A mail on its way to us. */
export interface OutgoingMail {
  readonly raw: string;
  readonly from: string;
  readonly to: string;
  /** The domain that signs it (DKIM); null: nobody does. */
  readonly signedBy: string | null;
}

/** The address in From of all our mails. */
export const centralAddress = 'scheduling@in.parley.example';

/** Its domain signs all it sends and disowns the rest (DMARC p=reject). */
export const strictDomain = 'strict.example';

/** Answers from another session than the one of the play. */
const anotherUid = '0190a000-0000-7000-8000-00000000beef@in.parley.example';

type Written<Do extends MailAction['do']> = Extract<MailAction, { do: Do }>;

/** Writes what people, their clients, servers and enemies send; knows what was sent before. */
export function createPens(players: ReadonlyMap<string, Player>, mailbox: readonly ReceivedMail[]) {
  const posted: { readonly action: MailAction; readonly mail: OutgoingMail }[] = [];

  const find = (key: string): Player => {
    const player = players.get(key);
    if (!player) throw new Error(`nobody is called ${key}`);
    return player;
  };

  const newestTo = (key: string): ReceivedMail =>
    newest(mailbox, `mail for ${key}`, (mail) => mail.to === find(key).email);

  function invitationFor(key: string, sequence: number | null): ReceivedMail {
    const isIt = (mail: ReceivedMail) =>
      mail.to === find(key).email &&
      mail.method === 'REQUEST' &&
      (sequence === null || mail.sequence === sequence);
    return newest(mailbox, `invitation for ${key}`, isIt);
  }

  function repeat({ earlier, isRenamed, toWhom }: Written<'same-mail-again'>): OutgoingMail {
    const isIt = ({ action }: { readonly action: MailAction }) =>
      earlier === null ||
      (action.do === 'answer' && action.who === earlier.who && action.answer === earlier.answer);
    const last = posted.findLast(isIt)?.mail;
    if (!last) throw new Error('no such mail was sent yet');
    const mail = isRenamed ? { ...last, raw: renameMail(last.raw), signedBy: null } : last;
    return toWhom === null ? mail : { ...mail, to: newestTo(toWhom).replyTo };
  }

  function compose(action: MailAction, now: Date): OutgoingMail {
    const facts = { now, messageId: `<reply-${posted.length + 1}@clients.example>` };
    switch (action.do) {
      case 'same-mail-again':
        return repeat(action);
      case 'own-mail-back': {
        const { sent, replyTo } = newestTo(action.who);
        if (!sent) throw new Error('nobody kept the mail');
        return { raw: sent.raw, from: find(action.who).email, to: replyTo, signedBy: null };
      }
      case 'bounce': {
        const mail = newestTo(action.who);
        const to = mail.sent?.envelopeFrom ?? '';
        const raw = writeDeliveryReport(mail, action.status, to, facts);
        return { raw, from: '', to, signedBy: null };
      }
      case 'vacation': {
        const { replyTo: to, subject } = newestTo(action.who);
        const raw = writeVacation(find(action.who), subject, to, facts);
        return { raw, from: '', to, signedBy: null };
      }
      case 'write': {
        const { replyTo: to } = invitationFor(action.toWhom ?? action.who, null);
        return signed(find(action.who), writeByHand(action.text, find(action.who), to, facts), to);
      }
      default:
        return writeCalendarMail(action, facts);
    }
  }

  type CalendarAction = Written<'answer' | 'counter' | 'refresh' | 'delegate'>;

  function writeCalendarMail(
    action: CalendarAction,
    facts: { readonly now: Date; readonly messageId: string },
  ): OutgoingMail {
    const manner: Partial<Manner> = 'manner' in action ? action.manner : {};
    const who = find(action.who);
    const sender = manner.asAddress ?? who.email;
    const invitation = invitationFor(manner.invitationOf ?? who.key, manner.sequence ?? null);
    const to = manner.isToCentral ? centralAddress : invitation.replyTo;
    const raw = writeReplyMail({
      ...contentOf(action, invitation.ics ?? ''),
      ...quirksOf(manner),
      ...(manner.delegatedBy ? { delegatedFrom: find(manner.delegatedBy).email } : {}),
      ...(action.do === 'delegate' ? { delegatedTo: find(action.toWhom).email } : {}),
      invitation: invitation.ics ?? '',
      from: { name: who.name, address: sender },
      to,
      messageId: facts.messageId,
      stampedAt: manner.stampedAt ?? facts.now,
    });
    if (manner.forgedBy) return { raw, from: find(manner.forgedBy).email, to, signedBy: null };
    const mail = signed({ ...who, email: sender }, raw, to);
    return manner.signedBy ? { ...mail, signedBy: manner.signedBy } : mail;
  }

  return {
    write(action: MailAction, now: Date): OutgoingMail {
      const mail = compose(action, now);
      posted.push({ action, mail });
      return mail;
    },
  };
}

/** A genuine mail: the servers of its sender's domain sign it if they sign at all. */
function signed({ email }: Pick<Player, 'email'>, raw: string, to: string): OutgoingMail {
  return {
    raw,
    from: email,
    to,
    signedBy: email.endsWith(`@${strictDomain}`) ? strictDomain : null,
  };
}

type Content = Pick<
  SimulatedReply,
  'client' | 'method' | 'answer' | 'comment' | 'proposedStartUtc' | 'proposedEndUtc'
>;

function contentOf(
  action: Written<'answer' | 'counter' | 'refresh' | 'delegate'>,
  ics: string,
): Content {
  const client: CalendarClient = 'client' in action ? action.client : 'thunderbird';
  switch (action.do) {
    case 'refresh':
      return { client, method: 'REFRESH' };
    case 'delegate':
      return { client, method: 'REPLY', answer: 'DELEGATED' };
    case 'answer':
      return { client, method: 'REPLY', answer: action.answer, ...commentOf(action.saying) };
    case 'counter': {
      const minutes = action.minutes ?? lengthOf(ics);
      return {
        client,
        method: 'COUNTER',
        answer: 'TENTATIVE',
        proposedStartUtc: action.startUtc,
        proposedEndUtc: new Date(action.startUtc.getTime() + minutes * 60_000),
        ...commentOf(action.saying),
      };
    }
  }
}

const commentOf = (saying: string | null) => (saying ? { comment: saying } : {});

const quirksOf = ({ inNameOf, counts, isAboutAnother }: Partial<Manner>) => ({
  ...(inNameOf ? { attendeeAddress: inNameOf } : {}),
  ...(counts ? { sequence: counts[0], exchangeSequence: counts[1] } : {}),
  ...(isAboutAnother ? { uid: anotherUid } : {}),
});

/** The same mail as some servers deliver it a second time: under a Message-ID of their own. */
const renameMail = (raw: string): string => raw.replace(/^(Message-ID: <)/im, '$1again-');

const lengthOf = (ics: string): number => {
  const { startUtc, endUtc } = readInvitation(ics);
  return (endUtc.getTime() - startUtc.getTime()) / 60_000;
};
