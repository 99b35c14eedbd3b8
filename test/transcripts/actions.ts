import type { CalendarClient } from '../../service/dev/simulated-reply.ts';

type Answered = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';

/** How a mail of a calendar client differs from what that client would write by itself. */
export interface Manner {
  /** Who really sends it, unsigned, when that is not whom its From header names. */
  readonly forgedBy: string | null;
  /** Another address of its writer, in From and on the ATTENDEE line. */
  readonly asAddress: string | null;
  /** Another address on the ATTENDEE line alone. */
  readonly inNameOf: string | null;
  /** The domain whose DKIM signature it carries, when that is not the sender's own. */
  readonly signedBy: string | null;
  /** Whose invitation is answered, and to whose address: one's own, or a forwarded one. */
  readonly invitationOf: string | null;
  /** In whose place its writer comes. */
  readonly delegatedBy: string | null;
  /** Answers an earlier invitation, the one with this SEQUENCE. */
  readonly sequence: number | null;
  /** SEQUENCE as it is written, and what Exchange counts by itself. */
  readonly counts: readonly [written: number, own: number] | null;
  readonly stampedAt: Date | null;
  /** The UID of another session, as from another room or application. */
  readonly isAboutAnother: boolean;
  /** To the address in From of our mails, which everybody knows. */
  readonly isToCentral: boolean;
}

/** A mail somebody's client, hand, server or enemy sends us. */
export type MailAction =
  | {
      readonly do: 'answer';
      readonly who: string;
      readonly answer: Answered;
      readonly client: CalendarClient;
      readonly saying: string | null;
      readonly manner: Manner;
    }
  | {
      readonly do: 'counter';
      readonly who: string;
      readonly client: CalendarClient;
      readonly startUtc: Date;
      readonly minutes: number | null;
      readonly saying: string | null;
      readonly manner: Manner;
    }
  | {
      readonly do: 'delegate';
      readonly who: string;
      readonly toWhom: string;
      readonly client: CalendarClient;
    }
  | { readonly do: 'refresh'; readonly who: string }
  | {
      readonly do: 'write';
      readonly who: string;
      readonly text: string;
      /** Whose address it goes to: one's own, or another one that got around. */
      readonly toWhom: string | null;
    }
  | { readonly do: 'vacation'; readonly who: string }
  | { readonly do: 'bounce'; readonly who: string; readonly status: string }
  | { readonly do: 'own-mail-back'; readonly who: string }
  | {
      /** The last mail, or the last such answer of somebody, byte for byte. */
      readonly do: 'same-mail-again';
      readonly earlier: { readonly who: string; readonly answer: Answered } | null;
      readonly isRenamed: boolean;
      /** To this person's address instead. */
      readonly toWhom: string | null;
    };

/** One thing somebody does. */
export type Action =
  | {
      readonly do: 'create';
      readonly startUtc: Date;
      readonly minutes: number;
      readonly guest: string | null;
    }
  | { readonly do: 'book'; readonly guest: string }
  | { readonly do: 'reschedule'; readonly startUtc: Date; readonly minutes: number | null }
  | { readonly do: 'unbook' | 'cancel'; readonly reason: string | null }
  | { readonly do: 'app-approves' | 'app-declines' }
  | MailAction
  | {
      readonly do: 'propose';
      readonly who: string;
      readonly startUtc: Date;
      readonly minutes: number | null;
      readonly saying: string | null;
    }
  | { readonly do: 'take-suggestion'; readonly who: string }
  | {
      readonly do: 'click';
      readonly who: string;
      /** Somebody else who presses at the same moment. */
      readonly andWho?: string;
      readonly links: readonly ('approve' | 'decline' | 'keep' | 'confirm')[];
    }
  | { readonly do: 'relay'; readonly answers: number | null }
  | { readonly do: 'dns'; readonly isSilent: boolean }
  | { readonly do: 'pass'; readonly minutes: number };

/** Reads `2027-03-10 14:00`, in UTC. */
export const utc = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00Z`);

const number = (text: string | undefined): number | null => (text ? Number(text) : null);

const time = '(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const client = '(gmail|outlook-desktop|outlook|apple|icloud|thunderbird|korganizer)';
const answer = '(ACCEPTED|TENTATIVE|DECLINED)';
const said = '(?: saying "([^"]*)")?';

/** The person's own words stand beside the manner: every writer has some. */
type Tail = Manner & { readonly saying: string | null };

const plainly: Tail = {
  forgedBy: null,
  asAddress: null,
  inNameOf: null,
  signedBy: null,
  invitationOf: null,
  delegatedBy: null,
  sequence: null,
  counts: null,
  stampedAt: null,
  isAboutAnother: false,
  isToCentral: false,
  saying: null,
};

/** What may follow `answers … from gmail`, in any order. */
const phrases: readonly [string, (...part: string[]) => Partial<Tail>][] = [
  [' with the invitation of (\\w+)', (invitationOf) => ({ invitationOf })],
  [' without the invitation', () => ({ isToCentral: true })],
  [' about another session', () => ({ isAboutAnother: true })],
  [' as (\\S+@\\S+)', (asAddress) => ({ asAddress })],
  [' in the name of (\\S+@\\S+)', (inNameOf) => ({ inNameOf })],
  [' in the place of (\\w+)', (delegatedBy) => ({ delegatedBy, invitationOf: delegatedBy })],
  [' signed by (\\S+)', (signedBy) => ({ signedBy })],
  [' to sequence (\\d+)', (text) => ({ sequence: Number(text) })],
  [
    ' with SEQUENCE (\\d+) and Exchange counting (\\d+)',
    (written, own) => ({ counts: [Number(written), Number(own)] }),
  ],
  [` stamped ${time}`, (text = '') => ({ stampedAt: utc(text) })],
  [' saying "([^"]*)"', (saying) => ({ saying })],
];

function readTail(tail: string, forgedBy: string | null) {
  let read: Tail = { ...plainly, forgedBy };
  let rest = tail;
  while (rest !== '') {
    const found = phrases
      .map(([form, make]) => ({ match: new RegExp(`^${form}(?= |$)`).exec(rest), make }))
      .find(({ match }) => match !== null);
    if (!found?.match) throw new Error(`nobody understands "${rest.trim()}"`);
    read = { ...read, ...found.make(...found.match.slice(1)) };
    rest = rest.slice(found.match[0].length);
  }
  const { saying, ...manner } = read;
  return { saying, manner };
}

type Parts = readonly (string | undefined)[];

const readAnswer = ([who = '', what, from, tail = '']: Parts, forgedBy: string | null): Action => ({
  do: 'answer',
  who,
  answer: what as Answered,
  client: from as CalendarClient,
  ...readTail(tail, forgedBy),
});

const readCounter = (
  [who = '', at = '', minutes, from, tail = '']: Parts,
  forgedBy: string | null,
): Action => ({
  do: 'counter',
  who,
  client: from as CalendarClient,
  startUtc: utc(at),
  minutes: number(minutes),
  ...readTail(tail, forgedBy),
});

const again = (
  part: Partial<Extract<Action, { do: 'same-mail-again' }>>,
): Extract<Action, { do: 'same-mail-again' }> => ({
  do: 'same-mail-again',
  earlier: null,
  isRenamed: false,
  toWhom: null,
  ...part,
});

/** Each form a line can take, and what it means. */
const forms: readonly [string, (part: Parts) => Action][] = [
  [
    `app creates room at ${time} for (\\d+)(?: with (\\w+))?`,
    ([at = '', minutes, guest]) => ({
      do: 'create',
      startUtc: utc(at),
      minutes: Number(minutes),
      guest: guest ?? null,
    }),
  ],
  ['app books (\\w+)', ([guest = '']) => ({ do: 'book', guest })],
  [
    `app reschedules to ${time}(?: for (\\d+))?`,
    ([at = '', minutes]) => ({ do: 'reschedule', startUtc: utc(at), minutes: number(minutes) }),
  ],
  ['app unbooks(?: because "([^"]*)")?', ([reason = null]) => ({ do: 'unbook', reason })],
  ['app cancels(?: because "([^"]*)")?', ([reason = null]) => ({ do: 'cancel', reason })],
  ['app approves', () => ({ do: 'app-approves' })],
  ['app declines', () => ({ do: 'app-declines' })],
  [`(\\w+) answers ${answer} from ${client}(.*)`, (part) => readAnswer(part, null)],
  [
    `(\\w+) forges ${answer} of (\\w+) from ${client}(.*)`,
    ([forger = '', what, who, ...rest]) => readAnswer([who, what, ...rest], forger),
  ],
  [
    `(\\w+) proposes ${time}(?: for (\\d+))? on the page${said}`,
    ([who = '', at = '', minutes, saying = null]) => ({
      do: 'propose',
      who,
      startUtc: utc(at),
      minutes: number(minutes),
      saying,
    }),
  ],
  [`(\\w+) proposes ${time}(?: for (\\d+))? from ${client}(.*)`, (part) => readCounter(part, null)],
  [
    `(\\w+) forges a proposal of (\\w+) for ${time} from ${client}(.*)`,
    ([forger = '', who, at, ...rest]) => readCounter([who, at, undefined, ...rest], forger),
  ],
  [
    `(\\w+) delegates to (\\w+) from ${client}`,
    ([who = '', toWhom = '', from]) => ({
      do: 'delegate',
      who,
      toWhom,
      client: from as CalendarClient,
    }),
  ],
  ['(\\w+) takes the suggested time by link', ([who = '']) => ({ do: 'take-suggestion', who })],
  ['(\\w+) approves by link', ([who = '']) => ({ do: 'click', who, links: ['approve'] })],
  ['(\\w+) declines by link', ([who = '']) => ({ do: 'click', who, links: ['decline'] })],
  ['(\\w+) keeps the session by link', ([who = '']) => ({ do: 'click', who, links: ['keep'] })],
  ['(\\w+) confirms by link', ([who = '']) => ({ do: 'click', who, links: ['confirm'] })],
  [
    '(\\w+) confirms twice at once',
    ([who = '']) => ({ do: 'click', who, links: ['confirm', 'confirm'] }),
  ],
  [
    '(\\w+) approves twice at once',
    ([who = '']) => ({ do: 'click', who, links: ['approve', 'approve'] }),
  ],
  [
    '(\\w+) approves and declines at once',
    ([who = '']) => ({ do: 'click', who, links: ['approve', 'decline'] }),
  ],
  [
    '(\\w+) and (\\w+) approve at once',
    ([who = '', andWho = '']) => ({ do: 'click', who, andWho, links: ['approve', 'approve'] }),
  ],
  ['(\\w+) asks for a refresh', ([who = '']) => ({ do: 'refresh', who })],
  [
    '(\\w+) writes "([^"]*)"(?: to the address of (\\w+))?',
    ([who = '', text = '', toWhom = null]) => ({ do: 'write', who, text, toWhom }),
  ],
  ["(\\w+)'s mailbox answers that its owner is away", ([who = '']) => ({ do: 'vacation', who })],
  [
    'the mail to (\\w+) bounces (\\d\\.\\d+\\.\\d+)',
    ([who = '', status = '']) => ({ do: 'bounce', who, status }),
  ],
  ['our own mail to (\\w+) comes back', ([who = '']) => ({ do: 'own-mail-back', who })],
  ['the same mail comes again', () => again({})],
  ['the same mail comes again under another Message-ID', () => again({ isRenamed: true })],
  [
    `(\\w+)'s ${answer} comes again( under another Message-ID)?(?: to the address of (\\w+))?`,
    ([who = '', what, renamed, toWhom = null]) => ({
      ...again({ earlier: { who, answer: what as Answered }, toWhom }),
      isRenamed: renamed !== undefined,
    }),
  ],
  ['relay answers (\\d+)', ([code]) => ({ do: 'relay', answers: Number(code) })],
  ['relay recovers', () => ({ do: 'relay', answers: null })],
  ['DNS is silent', () => ({ do: 'dns', isSilent: true })],
  ['DNS answers again', () => ({ do: 'dns', isSilent: false })],
  ['time passes (\\d+) minutes', ([minutes]) => ({ do: 'pass', minutes: Number(minutes) })],
  ['time passes (\\d+) hours', ([hours]) => ({ do: 'pass', minutes: Number(hours) * 60 })],
];

/** What a line of a transcript means; throws at anything it does not understand. */
export function parseAction(text: string): Action {
  for (const [form, make] of forms) {
    const match = new RegExp(`^${form}$`).exec(text);
    if (match) return make(match.slice(1));
  }
  throw new Error(`nobody understands "${text}"`);
}
