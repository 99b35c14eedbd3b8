import { type MailSink, parseSunk, type SunkMail } from '../house/mail-sink.ts';
import type { Player } from '../transcripts/transcript.ts';
import { dumpDatabase } from './database-dump.ts';
import { apiKey, type WatchedStage } from './watched-stage.ts';

/** One word for each person that is in their last name and in both halves of their address. */
export const canaryOf = (player: Pick<Player, 'key'>) => `canary${player.key}`;

export interface Shown {
  readonly reader: string;
  readonly where: string;
  readonly text: string;
}

const tokenPattern = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** The claims inside the link tokens of a text: whoever has the link can read them. */
function openTokens(text: string): string {
  const tokens = text.match(tokenPattern) ?? [];
  return tokens.flatMap((one) => one.split('.').map(decodeBase64)).join('\n');
}
const decodeBase64 = (part: string) => Buffer.from(part, 'base64url').toString('latin1');

/** Everything of a mail that its reader, or their mail program, can see. */
async function showMail(mail: SunkMail): Promise<string> {
  const parsed = await parseSunk(mail);
  const files = parsed.attachments.map(({ filename, contentType, content }) =>
    [filename, contentType, content.toString('utf8').replace(/\r\n[ \t]/g, '')].join('\n'),
  );
  const heads = [...parsed.headers].map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const seen = [
    mail.envelopeFrom,
    ...mail.envelopeTo,
    mail.raw.toString('latin1'),
    ...heads,
    parsed.subject,
    parsed.text,
    parsed.html || '',
    ...files,
  ].join('\n');
  return `${seen}\n${openTokens(seen)}`;
}

export const linksIn = (text: string) =>
  text.match(
    /https?:\/\/[^\s"<>]+\/(?:reschedule|session|approve|decline|keep|confirm)\?[rt]=[\w.-]+(?:&start=[\w:-]+)?/g,
  ) ?? [];

/** Opens the links of these mails, as their readers. */
export async function openLinks(stage: WatchedStage, mails: readonly SunkMail[]): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const mail of mails) {
    for (const link of linksIn((await parseSunk(mail)).text ?? '')) {
      const answer = await fetch(stage.local(link));
      const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
      shown.push({ reader: mail.envelopeTo[0] ?? '', where: `page ${link}`, text });
    }
  }
  return shown;
}

export async function showAll(sink: MailSink): Promise<Shown[]> {
  return Promise.all(
    sink.mails.map(async (mail) => ({
      reader: mail.envelopeTo[0] ?? '',
      where: `mail ${mail.envelopeFrom}`,
      text: await showMail(mail),
    })),
  );
}

/** What somebody was shown of somebody else: the place, and the words around it. */
export function findLeaks(
  players: readonly Pick<Player, 'key' | 'email'>[],
  shown: readonly Shown[],
): string[] {
  return shown.flatMap(({ reader, where, text }) =>
    players
      .filter((player) => player.email !== reader)
      .flatMap((player) => {
        const at = text.toLowerCase().indexOf(canaryOf(player));
        const around = text.slice(Math.max(at - 80, 0), at + 40);
        return at < 0 ? [] : [`${where} shows ${player.key} to ${reader}: ${around}`];
      }),
  );
}

/** Every token that went out, and the application's key. */
export function collectSecrets(mails: readonly SunkMail[]): string[] {
  const all = mails.flatMap((mail) => {
    const text = `${mail.envelopeFrom}\n${decodeAll(mail.raw)}`;
    const addresses = text.match(/\b[rb]-[a-z2-7]{32}(?=@)/g) ?? [];
    return [...addresses.map((one) => one.slice(2)), ...(text.match(tokenPattern) ?? [])];
  });
  return [...new Set([...all, apiKey])];
}

const decodeAll = (raw: Buffer) =>
  raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');

/** Secrets and people that a log line at info or above or a metric tells of; or any line a secret. */
export async function findTold(stage: WatchedStage, people: readonly string[]): Promise<string[]> {
  const secrets = collectSecrets(stage.sink.mails);
  const told = stage.lines.filter(({ level }) => level !== 'debug' && level !== 'trace');
  if (told.length < 4) throw new Error('hardly anything was logged');
  const metrics = await (await fetch(stage.local(`${stage.service().publicUrl}/metrics`))).text();
  const seen = [...told.map((line) => line.text), metrics].join('\n').toLowerCase();
  const everyLine = stage.lines.map((line) => line.text).join('\n');
  return [
    ...[...secrets, ...people].filter((word) => seen.includes(word.toLowerCase())),
    ...secrets.filter((secret) => everyLine.includes(secret)),
  ];
}

/** Where the database holds a live token. */
export async function findStored(stage: WatchedStage): Promise<string[]> {
  const secrets = collectSecrets(stage.sink.mails);
  // What came in is kept as it came, so the reply address is in its head.
  const cells = await dumpDatabase(stage.database.pool, ['imip_messages.raw']);
  const stored = cells.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
  if (!cells.some(({ place }) => place === 'attendees.email')) throw new Error('an empty dump');
  return stored.map(({ place }) => place);
}
