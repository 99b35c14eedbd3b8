import { type Language, readLocale } from '../../service/mail/language.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { pageWords } from '../../service/pages/words/words.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { messageKinds } from '../../service/scheduling/decision.ts';
import type { Role } from '../../service/scheduling/room.ts';
import { isThorough } from '../house/thorough.ts';
import { findLinks, openMail, showEverything } from '../mail/open-mail.ts';
import { secrets } from '../rooms/waist-house.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';
import { findAttendee, parkAnswer, parkWish, sampleReply } from './parked-mail.ts';

const joinUrl = 'https://meet.example/abc?x=1&y=2';
const support = 'help@eye.example';

/** Two people whose last name, address and zone are known at sight. */
const people = {
  host: {
    name: 'Helen Hostcanary',
    email: 'helen@hostcanary.example',
    timeZone: 'Pacific/Chatham',
  },
  guest: {
    name: 'Gil Guestcanary',
    email: 'gil@guestcanary.example',
    timeZone: 'America/Argentina/Ushuaia',
  },
};
/** What the other one must never read. */
const secretOf = { host: /hostcanary|chatham/i, guest: /guestcanary|ushuaia|argentin/i };
const wordsOf = (role: Role) => `I have to travel.\nWrite to ${people[role].email}`;

/** What was seen while rooms lived. */
const seen = {
  kinds: new Set<string>(),
  paths: new Set<string>(),
  mistakes: [] as string[],
  leaks: [] as string[],
  changes: [] as string[],
};

let house: PageHouse;
beforeAll(async () => {
  house = await openPageHouse();
  await house.db.pool.query('update applications set brand = $1', [
    { productName: 'Eye Academy', supportEmail: support },
  ]);
  for (const life of lives) await live(...life);
}, 120_000);
afterAll(() => house.close());

/** One thing that happens in a room. */
type Step = (roomId: string) => Promise<unknown>;

const todo =
  (command: Command): Step =>
  (roomId) =>
    house.apply(roomId, command);

const settings =
  (values: string): Step =>
  () =>
    house.db.pool.query(`update applications set ${values}`);

const wait =
  (...time: Parameters<PageHouse['clock']['advance']>): Step =>
  async () =>
    house.clock.advance(...time);

const reply =
  (role: Role, answer: 'accepted' | 'declined' | 'tentative'): Step =>
  async (roomId) => {
    const attendeeId = await findAttendee(house, roomId, role);
    const comment = wordsOf(role);
    await house.apply(roomId, {
      do: 'record-reply',
      attendeeId,
      reply: sampleReply(house, answer, { comment }),
    });
  };

const toGuest =
  (command: (attendeeId: string) => Command): Step =>
  async (roomId) =>
    house.apply(roomId, command(await findAttendee(house, roomId, 'guest')));

const propose =
  (by: Role): Step =>
  (roomId) =>
    house.apply(roomId, {
      do: 'propose',
      by,
      source: 'page',
      proposalId: house.random.uuid(),
      startUtc: new Date('2027-03-11T16:30:00Z'),
      durationMinutes: 90,
      note: wordsOf(by),
    });

const settle =
  (verdict: 'approve' | 'decline-proposal' | 'expire-proposal', by: Role | 'application'): Step =>
  async (roomId) => {
    const { rows } = await house.db.pool.query<{ id: string }>(
      `select id from pending_proposals where room_id = $1 and status = 'pending'`,
      [roomId],
    );
    const proposalId = rows[0]?.id ?? '';
    await house.apply(
      roomId,
      verdict === 'expire-proposal' ? { do: verdict, proposalId } : { do: verdict, proposalId, by },
    );
  };

const reschedule = todo({
  do: 'reschedule',
  startUtc: new Date('2027-03-12T14:00:00Z'),
  durationMinutes: null,
});
const suggestedStartUtc = new Date('2027-03-11T09:00:00Z');

/** Rooms that together owe every kind of mail, and the languages of their two people. */
const lives: readonly [Language, Language, ...Step[]][] = [
  ['en', 'de', reschedule, todo({ do: 'cancel', reason: wordsOf('host') })],
  [
    'fr',
    'es',
    propose('guest'),
    settle('approve', 'host'),
    todo({ do: 'unbook', reason: wordsOf('guest') }),
  ],
  [
    'it',
    'pt',
    propose('guest'),
    settle('decline-proposal', 'application'),
    propose('host'),
    wait({ minutes: 48 * 60 + 1 }),
    settle('expire-proposal', 'application'),
  ],
  [
    'nl',
    'pl',
    settings('decline_hold_seconds = 600'),
    reply('guest', 'declined'),
    toGuest((attendeeId) => ({ do: 'keep-session', attendeeId })),
    settings('decline_hold_seconds = 0'),
    wait({ minutes: 1 }),
    reply('guest', 'declined'),
  ],
  ['pl', 'nl', reply('host', 'declined')],
  [
    'es',
    'it',
    settings(`reminder_minutes = '{60}', unanswered_reminder_hours = 24`),
    reschedule,
    settings(`reminder_minutes = '{}', unanswered_reminder_hours = null`),
  ],
  [
    'ar',
    'fr',
    settings(`decline_rule = 'soft'`),
    reply('guest', 'declined'),
    settings(`decline_rule = 'strict'`),
  ],
  [
    'de',
    'ar',
    (roomId) => parkAnswer(house, roomId, sampleReply(house, 'accepted')),
    (roomId) => parkWish(house, roomId, {}, { role: 'host' }),
    toGuest((attendeeId) => ({
      do: 'counter',
      attendeeId,
      proposalId: house.random.uuid(),
      counter: { ...sampleReply(house, 'tentative'), proposedStartUtc: null, proposedEndUtc: null },
    })),
    wait({ minutes: 11 }),
    toGuest((attendeeId) => ({
      do: 'send-link',
      attendeeId,
      because: 'expired',
      suggestedStartUtc: null,
    })),
    toGuest((attendeeId) => ({
      do: 'send-link',
      attendeeId,
      because: 'human-mail',
      suggestedStartUtc,
    })),
    toGuest((attendeeId) => ({ do: 'record-undeliverable', attendeeId, reason: 'bounced' })),
  ],
];

/** The facts of all mails this room owed, and nothing has been sent of. */
async function listFacts(roomId: string): Promise<readonly MailFacts[]> {
  const { rows } = await house.db.pool.query<{ facts: MailFacts }>(
    'select facts from messages where room_id = $1 order by room_version, id',
    [roomId],
  );
  return rows.map(({ facts }) => facts);
}

/** Every row that belongs to a room. */
async function readState(roomId: string): Promise<unknown> {
  const tables = ['attendees', 'pending_proposals', 'messages', 'room_history', 'magic_links'];
  const found: unknown[] = [];
  for (const table of [...tables, 'imip_messages', 'events', 'rooms']) {
    const key = table === 'rooms' ? 'id' : 'room_id';
    const { rows } = await house.db.pool.query(
      `select to_jsonb(t) as row from ${table} t where t.${key} = $1 order by 1`,
      [roomId],
    );
    found.push({ table, rows });
  }
  return found;
}

/**
 * Opens everything that can be opened in a mail, by looking only (HEAD) as well. What an old mail
 * offers may have expired.
 */
async function openAll(facts: MailFacts, isOld = false): Promise<void> {
  const { raw } = await writeMail(facts, secrets, { redirectTo: null });
  const opened = await openMail(raw);
  const { language } = readLocale(facts.recipient.locale);
  const other = facts.recipient.role === 'host' ? 'guest' : 'host';
  noteLeak(`${facts.kind} in ${language}`, showEverything(raw, opened), other);
  if (opened.text.includes('mailto:')) seen.mistakes.push(`${facts.kind}: mailto in the text`);
  for (const link of findLinks(opened)) {
    if (link === joinUrl || link === `mailto:${support}`) continue;
    const { origin, pathname, search } = new URL(link);
    const path = `${pathname}${search}`;
    const page = await house.http.get(path).set('Accept-Language', 'sv');
    const isRight =
      origin === facts.publicUrl &&
      (page.status === 200 || (isOld && page.status === 410)) &&
      page.text.includes(`<html lang="${language}"`) &&
      !page.text.includes(pageWords(language).unknown.title);
    if (!isRight) seen.mistakes.push(`${facts.kind}: ${link} is ${page.status}`);
    noteLeak(`${pathname} in ${language}`, page.text, other);
    seen.paths.add(pathname);
    if (isOld) continue;
    const head = await house.http.head(path);
    if (head.status !== 200 || head.text) seen.mistakes.push(`HEAD ${link} is ${head.status}`);
  }
  // A minute allows so many visits and no more.
  house.clock.advance({ seconds: 20 });
}

function noteLeak(where: string, shown: string, other: Role): void {
  // Every zone is on offer in the form; one that is chosen or named first has an attribute.
  const text = shown.replace(/<option>[^<]*<\/option>/g, '');
  const at = text.search(secretOf[other]);
  if (at >= 0) seen.leaks.push(`${where}: ${text.slice(Math.max(at - 60, 0), at + 60)}`);
}

async function live(hostLocale: Language, guestLocale: Language, ...steps: Step[]): Promise<void> {
  const roomId = await house.create({
    host: { ...people.host, locale: hostLocale },
    guest: { ...people.guest, locale: guestLocale },
    joinUrl,
    description: 'Bring your notes.',
  });
  let opened = 0;
  for (const step of [async () => {}, ...steps]) {
    await step(roomId);
    const before = JSON.stringify(await readState(roomId));
    const facts = await listFacts(roomId);
    for (const one of facts.slice(opened)) {
      await openAll(one);
      seen.kinds.add(one.kind);
    }
    opened = facts.length;
    const after = JSON.stringify(await readState(roomId));
    if (after !== before) seen.changes.push(`${before} became ${after}`);
  }
  // An old link that has nothing left to do is told so (link-states.test.ts); here, each of them.
  if (isThorough) for (const one of await listFacts(roomId)) await openAll(one, true);
}

describe('the links of mails', () => {
  it('are opened for every kind that the rules can owe', () => {
    expect([...seen.kinds].sort()).toEqual([...messageKinds].sort());
    const paths = ['/approve', '/confirm', '/decline', '/keep', '/reschedule', '/session'];
    expect([...seen.paths].sort()).toEqual(paths);
  });

  it('lead to a page in the reader’s language, or to the application’s support', () => {
    expect(seen.mistakes).toEqual([]);
  });

  it('change nothing when they are followed', () => {
    expect(seen.changes).toEqual([]);
  });
});

test('mails and their pages show nobody the other’s last name, address or zone', () => {
  expect(seen.leaks).toEqual([]);
});
