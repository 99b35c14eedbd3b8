import { readdirSync, readFileSync } from 'node:fs';
import type { ApplicationChange } from '../../service/api/application-store.ts';
import { type Action, parseAction, utc } from './actions.ts';

export type { Action } from './actions.ts';

/** A person of the play. */
export interface Player {
  readonly key: string;
  readonly part: 'host' | 'guest' | 'stranger';
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
}

/** Where a transcript can be played: by the pure core, the service, the service dying all along. */
export type Place = 'core' | 'service' | 'dying';

/** What must be seen after an action. Mails are exact: what is not listed must not be sent. */
export interface Expectation {
  readonly mails: readonly string[];
  /** Words that a mail of this step must show its reader: `helen I have to travel`. */
  readonly reads: readonly string[];
  /** Lines that the calendar object of a mail of this step must have: `gil METHOD:CANCEL`. */
  readonly entries: readonly string[];
  /** What the host application knows of people's own words: `gil I may be late`. */
  readonly comments: readonly string[];
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
  /** As the host application sets them. */
  readonly settings: ApplicationChange;
  readonly players: readonly Player[];
  readonly steps: readonly Step[];
  readonly places: readonly Place[];
  /** Whether it may rightly end in more than one way. */
  readonly isRace: boolean;
}

const folder = new URL('.', import.meta.url);

/** The transcripts of this folder that are played at one place, by file name. */
export const readTranscripts = (place: Place = 'service'): Transcript[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) =>
      parseTranscript(name.replace(/\.txt$/, ''), readFileSync(new URL(name, folder), 'utf8')),
    )
    .filter((transcript) => transcript.places.includes(place));

/**
 * What file `number` of the files `<place>-<number>.test.ts` plays of these transcripts: they are
 * dealt out among all such files, which run side by side, so that none is left out.
 */
export function takeShare(
  transcripts: readonly Transcript[],
  place: Place,
  number: number,
): Transcript[] {
  const isShare = (name: string) => name.startsWith(`${place}-`) && name.endsWith('.test.ts');
  const shares = readdirSync(folder).filter(isShare).length;
  return transcripts.filter((_, index) => index % shares === number - 1);
}

function parseExpectation(lines: readonly string[], where: string): Expectation {
  const known = [
    'mail',
    'reads',
    'entry',
    'comment',
    'problem',
    'page',
    'inbound',
    'room',
    'answers',
    'proposals',
  ];
  const words = lines.map((line) => {
    const [first = '', ...rest] = line.split(' ');
    if (!known.includes(first)) throw new Error(`${where}: unknown expectation "${line}"`);
    return [first, rest.join(' ')] as const;
  });
  const all = (key: string) => words.filter(([first]) => first === key).map(([, rest]) => rest);
  const only = (key: string) => words.find(([first]) => first === key)?.[1] ?? null;
  return {
    mails: all('mail').sort(),
    reads: all('reads').map(unquote),
    entries: all('entry'),
    comments: all('comment').map(unquote),
    problem: only('problem'),
    page: only('page'),
    inbound: only('inbound'),
    room: only('room'),
    answers: only('answers'),
    proposals: only('proposals'),
  };
}

/** A number, a list, a word: what JSON does not know is a word. */
function readValue(text: string): unknown {
  return /^[a-z]/.test(text) && !/^(?:true|false|null)$/.test(text) ? text : JSON.parse(text);
}

const unquote = (text: string): string => text.replaceAll('"', '');

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
export function parseTranscript(name: string, text: string): Transcript {
  let startsAt: Date | null = null;
  const settings: Record<string, unknown> = {};
  const players: Player[] = [];
  let places: Place[] = ['core', 'service', 'dying'];
  const steps: { line: number; text: string; action: Action; expects: string[] }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const where = `${name}.txt:${index + 1}`;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const player = /^(host|guest|stranger) (\w+) "([^"]+)" (\S+) (\S+)$/.exec(line);
    const played = /^plays ((?:core|service|dying)(?: (?:core|service|dying))*)$/.exec(line);
    const setting = /^settings (\w+)=(\S+)$/.exec(line);
    if (line.startsWith('clock ')) startsAt = utc(line.slice(6));
    else if (played?.[1]) places = played[1].split(' ') as Place[];
    else if (setting?.[1] && setting[2]) settings[setting[1]] = readValue(setting[2]);
    else if (player) {
      const [, part, key = '', fullName = '', email = '', timeZone = ''] = player;
      players.push({ key, part: part as Player['part'], name: fullName, email, timeZone });
    } else if (/^\s/.test(line)) steps.at(-1)?.expects.push(line);
    else {
      steps.push({ line: index + 1, text: line, action: understand(line, where), expects: [] });
    }
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
  return { name, about, startsAt, settings, players, places, steps: played, isRace };
}

function understand(line: string, where: string): Action {
  try {
    return parseAction(line);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`);
  }
}
