import type { ReceivedMail } from '../transcripts/calendar-client.ts';
import type { Action, Player, Transcript } from '../transcripts/transcript.ts';

type Players = Transcript['players'];

const clients = {
  gmail: 'Google Calendar',
  outlook: 'Outlook',
  apple: 'Apple Calendar',
  thunderbird: 'Thunderbird',
} as const;
const answers = { ACCEPTED: 'Yes', TENTATIVE: 'Maybe', DECLINED: 'No' } as const;
const links = {
  approve: 'approves by the link in the mail',
  decline: 'declines by the link in the mail',
  keep: 'keeps the session by the link in the mail',
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
      const whose =
        action.invitationOf === action.who
          ? ''
          : ` to the invitation of ${name(action.invitationOf)}`;
      const which =
        action.sequence === null ? '' : `, to the invitation with SEQUENCE ${action.sequence}`;
      const said = words(action.saying);
      return `${name(action.who)} answers ${answers[action.answer]} in ${clients[action.client]}${whose}${which}${said}.`;
    }
    case 'counter': {
      const when = `${utc(action.startUtc)}${lengthOf(action.minutes)}`;
      return `${name(action.who)} proposes ${when} in ${clients[action.client]}${words(action.saying)}.`;
    }
    case 'propose':
      return `${name(action.who)} opens the link in the mail and proposes ${utc(action.startUtc)}${words(action.saying)}.`;
    case 'click': {
      const deeds = action.links.map((link) => links[link]);
      if (action.andWho === undefined) {
        return `${name(action.who)} ${deeds.join(' and, at the same moment, ')}.`;
      }
      return `${name(action.who)} and ${name(action.andWho)} act at the same moment; the one ${deeds.join(', the other ')}.`;
    }
    case 'refresh':
      return `${name(action.who)}'s calendar asks for the invitation again.`;
    case 'write':
      return `${name(action.who)} writes by hand: "${action.text}"`;
    case 'same-mail-again':
      return 'The same mail comes in again.';
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

/** One line for a mail: who, subject, METHOD, SEQUENCE, local time. */
export function tellMail(mail: ReceivedMail, players: Players): string {
  const reader = players.find((player) => player.email === mail.to);
  const what = mail.method ? `${mail.method}  SEQUENCE ${mail.sequence}` : 'plain mail';
  const when = mail.ics && reader ? `  ${localTime(mail.ics, reader)}` : '';
  return `to ${(reader?.name ?? mail.to).padEnd(10)} "${mail.subject}"  ${what}${when}`;
}

function localTime(ics: string, { timeZone }: Player): string {
  const [, y, mo, d, h, mi] = /^DTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/m.exec(ics) ?? [];
  const at = new Date(Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi)));
  return `${formatTime(at, timeZone)} ${timeZone}`;
}
