import { type MailSink, parseSunk, type SunkMail } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { bounceMail } from '../inbox/client-mails.ts';
import { createServiceWorld } from '../transcripts/service-world.ts';
import {
  type Action,
  type Player,
  readTranscripts,
  type Transcript,
} from '../transcripts/transcript.ts';
import { perform, type World } from '../transcripts/world.ts';
import { dumpDatabase } from './database-dump.ts';
import { apiKey, openWatchedStage, type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

/** One word for each person that is in their last name and in both halves of their address. */
const canaryOf = (player: Pick<Player, 'key'>) => `canary${player.key}`;

const played = [
  'cancel',
  'decline-hold',
  'guest-declines',
  'human-mail',
  'proposal-by-counter',
  'proposal-by-page',
  'soft-decline',
];

/** Stands for the writer's own reschedule link until it is known. */
const ownLink = '{own link}';

/** The same play by people whose every word gives their own and the others' address away. */
function makeTalkative(transcript: Transcript): Transcript {
  const players = transcript.players.map((player) => {
    const canary = canaryOf(player);
    const [first = ''] = player.name.split(' ');
    const name = `${first} ${canary[0]?.toUpperCase()}${canary.slice(1)}`;
    return { ...player, name, email: `${player.key}.${canary}@mail.${canary}.example` };
  });
  const addresses = players.map((player) => player.email).join(' or ');
  const blab = (text: string | null) =>
    `${text ?? 'Hello.'} Write to ${addresses}! My link: ${ownLink}`;
  const talk = (action: Action): Action => {
    if (action.do === 'propose') return { ...action, saying: `Call ${addresses}` };
    if ('saying' in action) return { ...action, saying: blab(action.saying) };
    if ('reason' in action) return { ...action, reason: blab(action.reason) };
    if ('text' in action) return { ...action, text: blab(action.text) };
    return action;
  };
  const steps = transcript.steps.map((step) => ({ ...step, action: talk(step.action) }));
  return { ...transcript, players, steps };
}

interface Shown {
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

const linksIn = (text: string) =>
  text.match(/https?:\/\/[^\s"<>]+\/(?:reschedule|approve|decline|keep)\?[rt]=[\w.-]+/g) ?? [];

/** Opens the links of these mails, as their readers. */
async function openLinks(stage: WatchedStage, mails: readonly SunkMail[]): Promise<Shown[]> {
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

/** Plays on, quoting real links; after each action everybody opens the links of their new mails. */
function watch(
  world: World,
  stage: WatchedStage,
  players: readonly Player[],
  shown: Shown[],
): World {
  let seen = 0;
  const quoteLink = async (action: Action): Promise<Action> => {
    const writer = players.find((player) => 'who' in action && player.key === action.who);
    const mail = stage.sink.mails.findLast(({ envelopeTo }) => envelopeTo[0] === writer?.email);
    const [link = 'lost'] = mail ? linksIn((await parseSunk(mail)).text ?? '') : [];
    return JSON.parse(JSON.stringify(action).replaceAll(ownLink, link), reviveDates);
  };
  return {
    ...world,
    async play(action) {
      const told = await world.play(await quoteLink(action));
      shown.push(...(await openLinks(stage, stage.sink.mails.slice(seen))));
      seen = stage.sink.mails.length;
      return told;
    },
  };
}

const reviveDates = (key: string, value: unknown) =>
  /^(startUtc|stampedAt)$/.test(key) && typeof value === 'string' ? new Date(value) : value;

/** The newest mail to each person comes back, with a report that names everybody. */
async function bounceLastMails(stage: WatchedStage, players: readonly Player[]): Promise<void> {
  for (const { email } of players) {
    const mail = stage.sink.mails.findLast(({ envelopeTo }) => envelopeTo[0] === email);
    if (!mail) continue;
    const names = players.map((player) => `${player.name} <${player.email}>`).join(', ');
    const raw = bounceMail(email, '5.1.1', '<x@mx.example>').replace('user unknown', names);
    await sendMail(stage.service().smtpPort ?? 0, { raw, from: '', to: mail.envelopeFrom });
  }
  await waitUntilQuiet(stage);
}

async function showAll(sink: MailSink): Promise<Shown[]> {
  return Promise.all(
    sink.mails.map(async (mail) => ({
      reader: mail.envelopeTo[0] ?? '',
      where: `mail ${mail.envelopeFrom}`,
      text: await showMail(mail),
    })),
  );
}

/** What somebody was shown of somebody else: the place, and the words around it. */
function findLeaks(players: readonly Player[], shown: readonly Shown[]): string[] {
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

describe.each(readTranscripts().filter(({ name }) => played.includes(name)))('$name', (written) => {
  const transcript = makeTalkative(written);
  let stage: WatchedStage;
  const pages: Shown[] = [];
  let mails: Shown[] = [];

  beforeAll(async () => {
    stage = await openWatchedStage(transcript);
    const world = createServiceWorld(stage, transcript);
    await perform(transcript, watch(world, stage, transcript.players, pages));
    await bounceLastMails(stage, transcript.players);
    pages.push(...(await openLinks(stage, stage.sink.mails)));
    mails = await showAll(stage.sink);
  });
  afterAll(() => stage.close());

  it('shows nobody the address or last name of another', () => {
    expect(mails.length).toBeGreaterThan(1);
    expect(pages.length).toBeGreaterThan(0);
    expect(findLeaks(transcript.players, [...mails, ...pages])).toEqual([]);
  });

  it('logs, counts and stores no secret, and logs and counts nobody', async () => {
    const secrets = collectSecrets(stage.sink.mails);
    expect(secrets.length).toBeGreaterThan(3);
    const told = stage.lines.filter(({ level }) => level !== 'debug' && level !== 'trace');
    expect(told.length).toBeGreaterThan(3);
    const metrics = await (await fetch(stage.local(`${stage.service().publicUrl}/metrics`))).text();
    const public_ = [...told.map((line) => line.text), metrics].join('\n');
    const people = transcript.players.map(canaryOf);
    const lower = public_.toLowerCase();
    expect([...secrets, ...people].filter((word) => lower.includes(word.toLowerCase()))).toEqual(
      [],
    );
    const everyLine = stage.lines.map((line) => line.text).join('\n');
    expect(secrets.filter((secret) => everyLine.includes(secret))).toEqual([]);
    // What came in is kept as it came, so the reply address is in its head.
    const cells = await dumpDatabase(stage.database.pool, ['imip_messages.raw']);
    const stored = cells.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
    expect(stored.map(({ place }) => place)).toEqual([]);
    expect(cells.some(({ text }) => text.includes(people[0] ?? '?'))).toBe(true);
  });
});

/** Every token that went out, and the application's key. */
function collectSecrets(mails: readonly SunkMail[]): string[] {
  const all = mails.flatMap((mail) => {
    const text = `${mail.envelopeFrom}\n${decodeAll(mail.raw)}`;
    const addresses = text.match(/\b[rb]-[a-z2-7]{32}(?=@)/g) ?? [];
    return [...addresses.map((one) => one.slice(2)), ...(text.match(tokenPattern) ?? [])];
  });
  return [...new Set([...all, apiKey])];
}

const decodeAll = (raw: Buffer) =>
  raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
