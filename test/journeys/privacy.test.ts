import { parseSunk } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { isThorough } from '../house/thorough.ts';
import { bounceMail } from '../inbox/client-mails.ts';
import { createServiceWorld } from '../transcripts/service-world.ts';
import {
  type Action,
  type Player,
  readTranscripts,
  type Transcript,
} from '../transcripts/transcript.ts';
import { perform, type World } from '../transcripts/world.ts';
import { calendarMail, declined, headOf, icsOf, presentTimes } from './hostile-mails.ts';
import { bookRoom, callApi, deliver, type LiveRoom } from './live-room.ts';
import {
  canaryOf,
  collectSecrets,
  findLeaks,
  findStored,
  findTold,
  linksIn,
  openLinks,
  type Shown,
  showAll,
} from './privacy.ts';
import { openWatchedStage, type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

const played = [
  'decline-hold',
  'guest-declines',
  'human-mail',
  'proposal-by-counter',
  ...(isThorough ? ['cancel', 'proposal-by-page', 'soft-decline'] : []),
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
    expect(collectSecrets(stage.sink.mails).length).toBeGreaterThan(3);
    const people = transcript.players.map(canaryOf);
    expect(await findTold(stage, people)).toEqual([]);
    expect(await findStored(stage)).toEqual([]);
  });
});

describe('mail in doubt, a letter with a time in it, and what the host application sees of both', () => {
  const person = (key: string, first: string) => {
    const canary = canaryOf({ key });
    return { key, name: `${first} ${canary}`, email: `${key}.${canary}@mail.${canary}.example` };
  };
  const [helen, gil, mallory] = [person('h', 'Helen'), person('g', 'Gil'), person('m', 'Mallory')];
  const people = [helen, gil, mallory];
  const asFacts = ({ name, email }: { name: string; email: string }) => ({ name, email });
  const everybody = people.map(({ email }) => email).join(' or ');
  const comment = [...presentTimes, `COMMENT:Call ${everybody}`];
  const pages: Shown[] = [];
  let stage: WatchedStage;
  let room: LiveRoom;

  const declines = (who: string, from: string) =>
    calendarMail(from, icsOf({ uid: room.icsUid, attendee: declined(who), more: comment }));

  beforeAll(async () => {
    stage = await openWatchedStage({ startsAt: new Date('2027-03-01T09:00:00Z'), settings: {} });
    room = await bookRoom(stage, { host: asFacts(helen), guest: asFacts(gil) });
    const [own] = linksIn(room.guest.text);
    const letter = `Can we do March 11 at 3pm? Write to ${everybody} or ${own}`;
    const to = { gil: room.guest.replyTo, helen: room.host.replyTo };
    const fates = [
      await deliver(stage, {
        raw: declines(`work-${gil.email}`, gil.email),
        from: gil.email,
        to: to.gil,
      }),
      await deliver(stage, {
        raw: declines(helen.email, mallory.email),
        from: mallory.email,
        to: to.helen,
      }),
      await deliver(stage, {
        raw: `${headOf(gil.email)}\r\n${letter}`,
        from: gil.email,
        to: to.gil,
      }),
    ];
    expect(fates).toEqual([
      { outcome: 'parked alias-unconfirmed', mailed: [gil.email] },
      { outcome: 'parked forwarded', mailed: [helen.email] },
      { outcome: 'human', mailed: [gil.email] },
    ]);
    pages.push(...(await openLinks(stage, stage.sink.mails)));
    await confirm(stage, gil.email);
    pages.push(...(await openLinks(stage, stage.sink.mails)));
  });
  afterAll(() => stage.close());

  /** Presses the button of the newest question to this person. */
  async function confirm({ sink }: WatchedStage, email: string): Promise<void> {
    const questions = await Promise.all(
      sink.mails.filter(({ envelopeTo }) => envelopeTo[0] === email).map((mail) => parseSunk(mail)),
    );
    const link = questions
      .flatMap((mail) => linksIn(mail.text ?? ''))
      .find((one) => /confirm/.test(one));
    const token = new URL(link ?? '').searchParams.get('t') ?? '';
    const body = new URLSearchParams(stage.fill('/confirm', { t: token }));
    const answer = await fetch(stage.local(`${stage.service().publicUrl}/confirm`), {
      method: 'POST',
      body,
    });
    const where = 'page after /confirm';
    pages.push({ reader: email, where, text: await answer.text() });
    await waitUntilQuiet(stage);
  }

  it('show nobody the address or last name of another, before and after they confirm it', async () => {
    const links = pages.map(({ where }) => where).join('\n');
    expect(links).toMatch(/\/confirm\?t=/);
    expect(links).toMatch(/\/reschedule\?r=\S+&start=2027-03-11T/);
    const mails = await showAll(stage.sink);
    expect(mails.filter(({ reader }) => reader === helen.email).length).toBeGreaterThan(2);
    expect(findLeaks(people, [...mails, ...pages])).toEqual([]);
  });

  it('leave no secret in logs, metrics, database and what the host application is shown', async () => {
    expect(await findTold(stage, people.map(canaryOf))).toEqual([]);
    expect(await findStored(stage)).toEqual([]);
    const list = await callApi(stage, 'GET', '/v1/inbound-mails');
    const { data } = (await list.clone().json()) as { data: { id: string }[] };
    expect(data).toHaveLength(3);
    const paths = data.flatMap(({ id }) => [
      `/v1/inbound-mails/${id}`,
      `/v1/inbound-mails/${id}/raw`,
    ]);
    const answers = await Promise.all(paths.map((path) => callApi(stage, 'GET', path)));
    const texts = await Promise.all([list, ...answers].map((answer) => answer.text()));
    expect([list, ...answers].map(({ status }) => status)).toEqual(Array(7).fill(200));
    // The letter quotes a link of its writer's own; what is told of it is only that it was there.
    expect(texts.some((text) => text.includes('Can we do March 11'))).toBe(true);
    const secrets = collectSecrets(stage.sink.mails);
    expect(secrets.filter((secret) => texts.join('\n').includes(secret))).toEqual([]);
  });
});
