import { readdirSync, readFileSync } from 'node:fs';

/** A person of the play. */
export interface Player {
  readonly key: string;
  readonly part: 'host' | 'guest' | 'stranger';
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
}

type Client = 'gmail' | 'outlook' | 'apple' | 'thunderbird';

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
  | {
      readonly do: 'answer';
      readonly who: string;
      readonly answer: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';
      readonly client: Client;
      /** Whose invitation is answered: one's own, or a forwarded one. */
      readonly invitationOf: string;
      readonly sequence: number | null;
      readonly stampedAt: Date | null;
      readonly saying: string | null;
    }
  | {
      readonly do: 'counter';
      readonly who: string;
      readonly client: Client;
      readonly startUtc: Date;
      readonly minutes: number | null;
      readonly saying: string | null;
    }
  | {
      readonly do: 'propose';
      readonly who: string;
      readonly startUtc: Date;
      readonly minutes: number | null;
      readonly saying: string | null;
    }
  | {
      readonly do: 'click';
      readonly who: string;
      /** Somebody else who presses at the same moment. */
      readonly andWho?: string;
      readonly links: readonly ('approve' | 'decline' | 'keep')[];
    }
  | { readonly do: 'refresh'; readonly who: string }
  | { readonly do: 'write'; readonly who: string; readonly text: string }
  | { readonly do: 'same-mail-again'; readonly isRenamed: boolean }
  | { readonly do: 'relay'; readonly answers: number | null }
  | { readonly do: 'pass'; readonly minutes: number };

/** What must be seen after an action. Mails are exact: what is not listed must not be sent. */
export interface Expectation {
  readonly mails: readonly string[];
  readonly problem: string | null;
  readonly page: string | null;
  readonly inbound: string | null;
  readonly room: string | null;
  readonly answers: string | null;
  readonly proposals: string | null;
}

export interface Step {
  readonly line: number;
  readonly text: string;
  readonly action: Action;
  /** Usually one; several when either end is right (a race). */
  readonly oneOf: readonly Expectation[];
}

export interface Transcript {
  readonly name: string;
  /** What it shows, as its first lines say. */
  readonly about: string;
  readonly startsAt: Date;
  readonly settings: Readonly<Record<string, string>>;
  readonly players: readonly Player[];
  readonly steps: readonly Step[];
  /** Whether it may rightly end in more than one way. */
  readonly isRace: boolean;
}

const folder = new URL('.', import.meta.url);

/** All transcripts of this folder, by file name. */
export const readTranscripts = (): Transcript[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) =>
      parseTranscript(name.replace(/\.txt$/, ''), readFileSync(new URL(name, folder), 'utf8')),
    );

const utc = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00Z`);
const quoted = (text: string | undefined): string | null => text ?? null;
const number = (text: string | undefined): number | null => (text ? Number(text) : null);

const time = '(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)';
const client = '(gmail|outlook|apple|thunderbird)';
const said = '(?: saying "([^"]*)")?';

/** Each form a line can take, and what it means. */
const forms: readonly [string, (part: (string | undefined)[]) => Action][] = [
  [
    `app creates room at ${time} for (\\d+)(?: with (\\w+))?`,
    ([at, minutes, guest]) => ({
      do: 'create',
      startUtc: utc(at ?? ''),
      minutes: Number(minutes),
      guest: guest ?? null,
    }),
  ],
  ['app books (\\w+)', ([guest]) => ({ do: 'book', guest: guest ?? '' })],
  [
    `app reschedules to ${time}(?: for (\\d+))?`,
    ([at, minutes]) => ({ do: 'reschedule', startUtc: utc(at ?? ''), minutes: number(minutes) }),
  ],
  ['app unbooks(?: because "([^"]*)")?', ([reason]) => ({ do: 'unbook', reason: quoted(reason) })],
  ['app cancels(?: because "([^"]*)")?', ([reason]) => ({ do: 'cancel', reason: quoted(reason) })],
  ['app approves', () => ({ do: 'app-approves' })],
  ['app declines', () => ({ do: 'app-declines' })],
  [
    `(\\w+) answers (ACCEPTED|TENTATIVE|DECLINED) from ${client}(?: with the invitation of (\\w+))?` +
      `(?: to sequence (\\d+))?(?: stamped ${time})?${said}`,
    ([who, answer, from, owner, sequence, stamped, saying]) => ({
      do: 'answer',
      who: who ?? '',
      answer: answer as 'ACCEPTED',
      client: from as Client,
      invitationOf: owner ?? who ?? '',
      sequence: number(sequence),
      stampedAt: stamped ? utc(stamped) : null,
      saying: quoted(saying),
    }),
  ],
  [
    `(\\w+) proposes ${time}(?: for (\\d+))? on the page${said}`,
    ([who, at, minutes, saying]) => ({
      do: 'propose',
      who: who ?? '',
      startUtc: utc(at ?? ''),
      minutes: number(minutes),
      saying: quoted(saying),
    }),
  ],
  [
    `(\\w+) proposes ${time}(?: for (\\d+))? from ${client}${said}`,
    ([who, at, minutes, from, saying]) => ({
      do: 'counter',
      who: who ?? '',
      client: from as Client,
      startUtc: utc(at ?? ''),
      minutes: number(minutes),
      saying: quoted(saying),
    }),
  ],
  ['(\\w+) approves by link', ([who]) => ({ do: 'click', who: who ?? '', links: ['approve'] })],
  ['(\\w+) declines by link', ([who]) => ({ do: 'click', who: who ?? '', links: ['decline'] })],
  [
    '(\\w+) keeps the session by link',
    ([who]) => ({ do: 'click', who: who ?? '', links: ['keep'] }),
  ],
  [
    '(\\w+) approves twice at once',
    ([who]) => ({ do: 'click', who: who ?? '', links: ['approve', 'approve'] }),
  ],
  [
    '(\\w+) approves and declines at once',
    ([who]) => ({ do: 'click', who: who ?? '', links: ['approve', 'decline'] }),
  ],
  [
    '(\\w+) and (\\w+) approve at once',
    ([who, andWho]) => ({
      do: 'click',
      who: who ?? '',
      andWho: andWho ?? '',
      links: ['approve', 'approve'],
    }),
  ],
  ['(\\w+) asks for a refresh', ([who]) => ({ do: 'refresh', who: who ?? '' })],
  ['(\\w+) writes "([^"]*)"', ([who, text]) => ({ do: 'write', who: who ?? '', text: text ?? '' })],
  ['the same mail comes again', () => ({ do: 'same-mail-again', isRenamed: false })],
  [
    'the same mail comes again under another Message-ID',
    () => ({ do: 'same-mail-again', isRenamed: true }),
  ],
  ['relay answers (\\d+)', ([code]) => ({ do: 'relay', answers: Number(code) })],
  ['relay recovers', () => ({ do: 'relay', answers: null })],
  ['time passes (\\d+) minutes', ([minutes]) => ({ do: 'pass', minutes: Number(minutes) })],
  ['time passes (\\d+) hours', ([hours]) => ({ do: 'pass', minutes: Number(hours) * 60 })],
];

function parseAction(text: string, where: string): Action {
  for (const [form, make] of forms) {
    const match = new RegExp(`^${form}$`).exec(text);
    if (match) return make(match.slice(1));
  }
  throw new Error(`${where}: nobody understands "${text}"`);
}

function parseExpectation(lines: readonly string[], where: string): Expectation {
  const known = ['mail', 'problem', 'page', 'inbound', 'room', 'answers', 'proposals'];
  const words = lines.map((line) => {
    const [first = '', ...rest] = line.split(' ');
    if (!known.includes(first)) throw new Error(`${where}: unknown expectation "${line}"`);
    return [first, rest.join(' ')] as const;
  });
  const only = (key: string) => words.find(([first]) => first === key)?.[1] ?? null;
  return {
    mails: words
      .filter(([first]) => first === 'mail')
      .map(([, rest]) => rest)
      .sort(),
    problem: only('problem'),
    page: only('page'),
    inbound: only('inbound'),
    room: only('room'),
    answers: only('answers'),
    proposals: only('proposals'),
  };
}

function parseAlternatives(lines: readonly string[], where: string): Expectation[] {
  if (lines[0]?.trim() !== 'one of') {
    return [
      parseExpectation(
        lines.map((line) => line.trim()),
        where,
      ),
    ];
  }
  const blocks: string[][] = [[]];
  for (const line of lines.slice(1)) {
    if (line.trim() === 'or') blocks.push([]);
    else blocks.at(-1)?.push(line.trim());
  }
  return blocks.map((block) => parseExpectation(block, where));
}

/** Parses a transcript; throws, with file and line, at anything it does not understand. */
function parseTranscript(name: string, text: string): Transcript {
  let startsAt: Date | null = null;
  const settings: Record<string, string> = {};
  const players: Player[] = [];
  const steps: { line: number; text: string; action: Action; expects: string[] }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const where = `${name}.txt:${index + 1}`;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const player = /^(host|guest|stranger) (\w+) "([^"]+)" (\S+) (\S+)$/.exec(line);
    const setting = /^settings (\w+)=(\S+)$/.exec(line);
    if (line.startsWith('clock ')) startsAt = utc(line.slice(6));
    else if (setting?.[1] && setting[2]) settings[setting[1]] = setting[2];
    else if (player) {
      const [, part, key = '', fullName = '', email = '', timeZone = ''] = player;
      players.push({ key, part: part as Player['part'], name: fullName, email, timeZone });
    } else if (/^\s/.test(line)) steps.at(-1)?.expects.push(line);
    else steps.push({ line: index + 1, text: line, action: parseAction(line, where), expects: [] });
  }
  if (!startsAt) throw new Error(`${name}.txt: no clock`);
  const about = text
    .split('\n')
    .filter((line) => line.startsWith('# '))
    .map((line) => line.slice(2))
    .join(' ');
  const played = steps.map(({ expects, ...step }) => ({
    ...step,
    oneOf: parseAlternatives(expects, `${name}.txt:${step.line}`),
  }));
  const isRace = played.some((step) => step.oneOf.length > 1);
  return { name, about, startsAt, settings, players, steps: played, isRace };
}
