import { readIcs } from '../../service/calendar/read-ics.ts';
import type { Manner } from '../transcripts/actions.ts';
import type { ReceivedMail } from '../transcripts/calendar-client.ts';
import type { Action, Transcript } from '../transcripts/transcript.ts';

type Players = Transcript['players'];

const clients = {
  gmail: 'Google Calendar',
  outlook: 'Outlook with Exchange',
  'outlook-desktop': 'Outlook',
  apple: 'Apple Calendar',
  icloud: 'iCloud',
  thunderbird: 'Thunderbird',
  korganizer: 'KOrganizer',
} as const;
const answers = { ACCEPTED: 'Yes', TENTATIVE: 'Maybe', DECLINED: 'No' } as const;
const links = {
  approve: 'approves by the link in the mail',
  decline: 'declines by the link in the mail',
  keep: 'keeps the session by the link in the mail',
  confirm: 'confirms by the link in the mail that it is their own word',
} as const;

const formatTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    at,
  );

const utc = (at: Date): string => `${formatTime(at, 'UTC')} UTC`;
const lengthOf = (minutes: number | null): string =>
  minutes === null ? '' : `, ${minutes} minutes`;
const words = (saying: string | null): string => (saying === null ? '' : `: "${saying}"`);

/** What an action is, in plain words. */
export function tellAction(action: Action, players: Players): string {
  const name = (key: string | null) => players.find((one) => one.key === key)?.name ?? 'somebody';
  switch (action.do) {
    case 'create': {
      const guest = action.guest ? ` and books ${name(action.guest)} on it` : '';
      return `The application creates a room for ${utc(action.startUtc)}${lengthOf(action.minutes)}${guest}.`;
    }
    case 'book':
      return `The application books ${name(action.guest)}.`;
    case 'reschedule':
      return `The application moves the session to ${utc(action.startUtc)}${lengthOf(action.minutes)}.`;
    case 'unbook':
      return `The application takes the guest out${words(action.reason)}.`;
    case 'cancel':
      return `The application calls the session off${words(action.reason)}.`;
    case 'app-approves':
      return 'The application approves the open proposal.';
    case 'app-declines':
      return 'The application declines the open proposal.';
    case 'answer': {
      const { manner, client, answer, saying } = action;
      return `${tellWho(action.who, manner, name)} answers ${answers[answer]} in ${clients[client]}${tellManner(manner, name)}${words(saying)}.`;
    }
    case 'counter': {
      const { manner, client, saying } = action;
      const when = `${utc(action.startUtc)}${lengthOf(action.minutes)}`;
      return `${tellWho(action.who, manner, name)} proposes ${when} in ${clients[client]}${tellManner(manner, name)}${words(saying)}.`;
    }
    case 'delegate':
      return `${name(action.who)} asks ${name(action.toWhom)} in ${clients[action.client]} to come instead.`;
    case 'propose':
      return `${name(action.who)} opens the link in the mail and proposes ${utc(action.startUtc)}${words(action.saying)}.`;
    case 'take-suggestion':
      return `${name(action.who)} opens the link to the time the mail suggests, and asks for it.`;
    case 'click': {
      const deeds = action.links.map((link) => links[link]);
      if (action.andWho === undefined) {
        return `${name(action.who)} ${deeds.join(' and, at the same moment, ')}.`;
      }
      return `${name(action.who)} and ${name(action.andWho)} act at the same moment; the one ${deeds.join(', the other ')}.`;
    }
    case 'refresh':
      return `${name(action.who)}'s calendar asks for the invitation again.`;
    case 'write': {
      const where = action.toWhom === null ? '' : ` to the address of ${name(action.toWhom)}`;
      return `${name(action.who)} writes by hand${where}: "${action.text}"`;
    }
    case 'vacation':
      return `${name(action.who)}'s mailbox answers by itself that its owner is away.`;
    case 'bounce':
      return `A far server returns our mail to ${name(action.who)}: ${action.status}.`;
    case 'own-mail-back':
      return `Our own mail to ${name(action.who)} comes back to us, as in a loop.`;
    case 'same-mail-again': {
      const { earlier, toWhom, isRenamed } = action;
      const which = earlier
        ? `${name(earlier.who)}'s earlier ${answers[earlier.answer]}`
        : 'The same mail';
      const where = toWhom === null ? '' : `, to the address of ${name(toWhom)}`;
      return `${which} comes in again${where}${isRenamed ? ', under another Message-ID' : ''}.`;
    }
    case 'dns':
      return action.isSilent ? 'DNS does not answer any more.' : 'DNS answers again.';
    case 'relay':
      return action.answers === null
        ? 'The outbound relay works again.'
        : `The outbound relay answers ${action.answers} to everything.`;
    case 'pass':
      return action.minutes >= 120
        ? `${action.minutes / 60} hours pass.`
        : `${action.minutes} minutes pass.`;
  }
}

type Name = (key: string | null) => string;

/** Whoever forges a mail acts; else the one whose answer it is. */
const tellWho = (who: string, { forgedBy }: Manner, name: Name): string =>
  forgedBy === null ? name(who) : `${name(forgedBy)}, who pretends to be ${name(who)},`;

/** What is odd about a mail. */
function tellManner(manner: Manner, name: Name): string {
  const { invitationOf, sequence, counts, asAddress, inNameOf, signedBy } = manner;
  return [
    invitationOf === null ? '' : ` to the invitation of ${name(invitationOf)}`,
    manner.delegatedBy === null ? '' : ', as a delegate',
    sequence === null ? '' : `, to the invitation with SEQUENCE ${sequence}`,
    counts === null ? '' : `, with SEQUENCE ${counts[0]} where Exchange counts ${counts[1]}`,
    asAddress === null ? '' : `, from ${asAddress}`,
    inNameOf === null ? '' : `, in the name of ${inNameOf}`,
    signedBy === null ? '' : `, signed by ${signedBy} alone`,
    manner.isAboutAnother ? ', about a session of somebody else' : '',
    manner.isToCentral ? ', without the address that only they know' : '',
  ].join('');
}

/** One line for a mail: who, subject, METHOD, SEQUENCE, local time. */
export function tellMail(mail: ReceivedMail, players: Players): string {
  const reader = players.find((player) => player.email === mail.to);
  const what = mail.method ? `${mail.method}  SEQUENCE ${mail.sequence}` : 'plain mail';
  const at = mail.ics === null ? null : startOf(mail.ics);
  const when = at && reader ? `  ${formatTime(at, reader.timeZone)} ${reader.timeZone}` : '';
  return `to ${(reader?.name ?? mail.to).padEnd(10)} "${mail.subject}"  ${what}${when}`;
}

/** Null for an object without a time, as a refusal is. */
function startOf(ics: string): Date | null {
  const reading = readIcs(ics);
  return reading.ok ? reading.calendar.start.utc : null;
}
