import { simpleParser } from 'mailparser';
import { openLink } from '../../service/links/open-link.ts';
import type { LinkClaims } from '../../service/links/purpose.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { createMint } from '../../service/mint.ts';
import type { OwedMessage } from '../../service/outbox/outbox-store.ts';
import { freezeMessage } from '../../service/rooms/freeze-message.ts';
import type { StoredRoom } from '../../service/rooms/stored-room.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { createRoom } from '../../service/scheduling/create.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision } from '../../service/scheduling/decision.ts';
import {
  isReminderKind,
  planReminders,
  type ReminderPlan,
} from '../../service/scheduling/reminders.ts';
import type { Room } from '../../service/scheduling/room.ts';
import { createTestRandom } from '../house/test-random.ts';
import { utc } from './actions.ts';
import { linkIn, nameMail, newest, type ReceivedMail, receive } from './calendar-client.ts';
import { createCoreInbox, peopleOf } from './core-inbox.ts';
import { centralAddress, createPens } from './outgoing-mail.ts';
import type { Action, Player, Transcript } from './transcript.ts';
import type { Seen, World } from './world.ts';

const secrets = parseSecrets('k1:a-secret-of-the-transcripts-32-bytes');
const home = {
  fromAddress: centralAddress,
  inboundDomain: 'in.parley.example',
  publicUrl: 'https://parley.example',
};
const defaults: StoredRoom['settings'] = {
  name: 'Parley',
  sessionName: 'Session',
  organizerName: 'Parley',
  declineRule: 'strict',
  declineHoldSeconds: 0,
  proposalTtlHours: 48,
  reminderMinutes: [],
  unansweredReminderHours: null,
  calendarZones: 'utc',
  defaultTimeZone: 'UTC',
  defaultLocale: 'en',
  allowCounter: true,
  minimumNoticeMinutes: 0,
  sendDeclineCounter: false,
  linkTtlHours: null,
  answerHumanMail: true,
  brand: { productName: null, color: null, logoUrl: null, supportEmail: null },
};

type Link = Extract<Action, { do: 'click' }>['links'][number];
type Told = Partial<Pick<Seen, 'problem' | 'page' | 'inbound'>>;

/**
 * The pure folders alone: rules, calendars, mails and links, with nothing around them but a list of
 * mails that wait. What a transcript leads to here, it must lead to in the whole service.
 */
export function openCoreWorld(transcript: Transcript): World {
  const random = createTestRandom();
  const players = new Map(transcript.players.map((player) => [player.key, player]));
  const settings = { ...defaults, ...transcript.settings } as StoredRoom['settings'];
  const mint = createMint(secrets);
  const mailbox: ReceivedMail[] = [];
  const settledProposals: Room['proposals'][number][] = [];
  let now = transcript.startsAt;
  let isRelayAway = false;
  /** What a relay put off goes out when its time has come, not at once. */
  let isPutOff = false;
  let waiting: OwedMessage[] = [];
  let stored: StoredRoom | null = null;
  let isDnsSilent = false;
  /** Which mail a confirm link asks about, by the link's id. */
  const doubts = new Map<string, string>();
  const pens = createPens(players, mailbox);
  const inbox = createCoreInbox({
    inboundDomain: home.inboundDomain,
    mailbox,
    present: () => present(),
    apply: (command) => apply(command),
    now: () => now,
    newId: () => random.uuid(),
    isDnsSilent: () => isDnsSilent,
  });

  const present = (): StoredRoom => {
    if (!stored) throw new Error('the room is created first');
    return stored;
  };

  /** What the waist does: takes the new room over and freezes what it owes. */
  function take(decision: Decision): Decision {
    if (decision.outcome === 'refused') return decision;
    const before = present();
    const known = new Set(decision.room.proposals.map((one) => one.id));
    settledProposals.push(...before.room.proposals.filter((one) => !known.has(one.id)));
    stored = { ...before, room: decision.room, version: before.version + 1, updatedAt: now };
    const reminders = planReminders(before.room, stored.room, settings, now);
    waiting = waiting.filter((one) => !(isReminder(one) && endedBy(reminders, one)));
    for (const intent of [...decision.messages, ...reminders.owed]) {
      const { message, links } = freezeMessage(stored, intent, { mint, home, random, now });
      for (const { id, inboundMailId } of links) if (inboundMailId) doubts.set(id, inboundMailId);
      const isCalendar = message.method !== 'NONE';
      waiting = waiting.filter(
        (one) => !(isCalendar && one.method !== 'NONE' && one.attendeeId === message.attendeeId),
      );
      waiting.push(message);
    }
    return decision;
  }

  const endedBy = ({ endedFor, dueStay }: ReminderPlan, { attendeeId, sendAt }: OwedMessage) =>
    endedFor.includes(attendeeId) && !(dueStay && sendAt <= now);

  /** Whether a reminder that is due says nothing that is so any more. */
  function isInVain(message: OwedMessage): boolean {
    const { room } = present();
    const person = [room.host, room.guest].find((one) => one?.id === message.attendeeId);
    if (!person || room.icsSequence !== message.sequence || room.startUtc <= now) return true;
    const { kind } = message;
    return (
      person.answer === 'declined' || (kind !== 'reminder' && person.answer !== 'needs-action')
    );
  }

  const apply = (command: Command): Decision =>
    take(decide(withSettled(present().room, settledProposals), command, settings, now));

  const refusal = (decision: Decision): Told => ({
    problem: decision.outcome === 'refused' ? decision.reason : null,
  });

  async function deliver(): Promise<Pick<Seen, 'mails' | 'letters'>> {
    const due = waiting.filter(({ sendAt }) => sendAt <= now);
    if (isRelayAway || isPutOff) {
      isPutOff = due.length > 0;
      return { mails: [], letters: [] };
    }
    waiting = waiting.filter((message) => !due.includes(message));
    const lines: string[] = [];
    const letters: Seen['letters'][number][] = [];
    for (const message of due.filter((one) => !(isReminder(one) && isInVain(one)))) {
      const written = await writeMail(message.facts, secrets, { redirectTo: null });
      const { envelopeFrom } = written;
      const sent = { envelopeFrom, raw: written.raw.toString('latin1') };
      const mail = receive(await simpleParser(written.raw), message.attendeeEmail, sent);
      mailbox.push(mail);
      letters.push({ who: keyOf(players, mail.to), text: mail.text, entry: mail.ics });
      lines.push(`${keyOf(players, mail.to)} ${nameMail(mail, message.kind)}`);
    }
    return { mails: lines, letters };
  }

  async function click(action: Extract<Action, { do: 'click' }>): Promise<Told> {
    const told: Seen['page'][] = [];
    for (const [press, path] of action.links.entries()) {
      const email = players.get((press === 1 && action.andWho) || action.who)?.email;
      const has = (mail: ReceivedMail) => mail.to === email && linkIn(mail, path) !== null;
      const url = linkIn(newest(mailbox, `${path} link for ${action.who}`, has), path) ?? '';
      const opened = openLink(new URL(url).searchParams.get('t') ?? '', secrets, now);
      if (opened.state !== 'valid') told.push(opened.state);
      else told.push((await follow(path, opened.claims)) ? 'done' : 'settled');
    }
    return { page: told.length === 1 ? (told[0] ?? null) : null };
  }

  /** Whether pressing the button of a link's page changed anything. */
  async function follow(path: Link, { id, role }: LinkClaims): Promise<boolean> {
    if (path === 'confirm') return inbox.confirm(doubts.get(id) ?? '');
    return apply(commandOf(path, role)).outcome === 'changed';
  }

  function commandOf(path: Exclude<Link, 'confirm'>, role: 'host' | 'guest'): Command {
    const { room } = present();
    const attendee = role === 'host' ? room.host : room.guest;
    if (path === 'keep') return { do: 'keep-session', attendeeId: attendee?.id ?? '' };
    const all = withSettled(room, settledProposals).proposals;
    const proposalId = all.findLast((one) => one.proposedBy !== role)?.id ?? '';
    return { do: path === 'approve' ? 'approve' : 'decline-proposal', proposalId, by: role };
  }

  async function passTime(minutes: number): Promise<Told> {
    now = new Date(now.getTime() + minutes * 60_000);
    for (const { id, expiresAt, status } of present().room.proposals) {
      if (status === 'pending' && expiresAt <= now) {
        apply({ do: 'expire-proposal', proposalId: id });
      }
    }
    for (const { id, heldDecline } of peopleOf(present().room)) {
      if (heldDecline && heldDecline.until <= now) {
        apply({ do: 'act-on-held-decline', attendeeId: id });
      }
    }
    await inbox.readWaiting();
    return {};
  }

  function createAndBook(action: Extract<Action, { do: 'create' }>): Told | Promise<Told> {
    const host = [...players.values()].find((player) => player.part === 'host');
    const id = random.uuid();
    const decision = createRoom(
      {
        id,
        icsUid: `${id}@${home.inboundDomain}`,
        startUtc: action.startUtc,
        durationMinutes: action.minutes,
        host: personOf(host, random.uuid()),
        guest: null,
        sessionName: null,
        description: null,
        location: null,
        joinUrl: null,
      },
      now,
    );
    if (decision.outcome !== 'changed') return refusal(decision);
    stored = {
      applicationId: random.uuid(),
      settings,
      room: decision.room,
      reference: null,
      metadata: {},
      version: 1,
      createdAt: now,
      updatedAt: now,
      replyKeyIds: new Map(),
    };
    return action.guest ? act({ do: 'book', guest: action.guest }) : refusal(decision);
  }

  function ask(who: string, startUtc: Date, minutes: number | null, note: string | null): Told {
    const decision = apply({
      do: 'propose',
      by: players.get(who)?.part === 'host' ? 'host' : 'guest',
      source: 'page',
      proposalId: random.uuid(),
      startUtc,
      durationMinutes: minutes,
      note,
    });
    return { page: decision.outcome === 'changed' ? 'done' : 'settled' };
  }

  async function act(action: Action): Promise<Told> {
    switch (action.do) {
      case 'create':
        return createAndBook(action);
      case 'book':
        return refusal(
          apply({ do: 'book', guest: personOf(players.get(action.guest), random.uuid()) }),
        );
      case 'reschedule':
        return refusal(
          apply({ do: 'reschedule', startUtc: action.startUtc, durationMinutes: action.minutes }),
        );
      case 'unbook':
      case 'cancel':
        return refusal(apply(action));
      case 'app-approves':
      case 'app-declines': {
        const proposalId = present().room.proposals.find((one) => one.status === 'pending')?.id;
        const verb = action.do === 'app-approves' ? 'approve' : 'decline-proposal';
        return refusal(apply({ do: verb, proposalId: proposalId ?? '', by: 'application' }));
      }
      case 'propose':
        return ask(action.who, action.startUtc, action.minutes, action.saying);
      case 'take-suggestion': {
        const email = players.get(action.who)?.email;
        const has = (mail: ReceivedMail) => mail.to === email && mail.suggestion !== null;
        const { suggestion } = newest(mailbox, `suggestion for ${action.who}`, has);
        return ask(action.who, utc(suggestion ?? ''), null, null);
      }
      case 'click':
        return click(action);
      case 'relay':
        isRelayAway = action.answers !== null;
        return {};
      case 'dns':
        isDnsSilent = action.isSilent;
        return {};
      case 'pass':
        isPutOff = false;
        return passTime(action.minutes);
      default:
        return { inbound: await inbox.take(pens.write(action, now)) };
    }
  }

  return {
    async play(action) {
      const told = await act(action);
      const delivered = await deliver();
      const { room } = present();
      const people = [room.host, ...(room.guest ? [room.guest] : [])];
      const at = room.startUtc.toISOString().slice(0, 16).replace('T', ' ');
      return {
        problem: null,
        page: null,
        inbound: null,
        ...told,
        ...delivered,
        comments: people.flatMap(({ email, comment }) =>
          comment === null ? [] : [`${keyOf(players, email)} ${comment}`],
        ),
        room: `${room.status} ${room.icsSequence} at ${at}`,
        answers: people.map((one) => `${keyOf(players, one.email)}=${one.answer}`).join(' '),
        proposals: withSettled(room, settledProposals)
          .proposals.map((one) => one.status)
          .join(' '),
      };
    },
    async close() {},
  };
}

const keyOf = (players: ReadonlyMap<string, Player>, email: string): string =>
  [...players.values()].find((player) => player.email === email)?.key ?? email;

function withSettled(room: Room, settled: Room['proposals']): Room {
  const known = new Set(room.proposals.map((one) => one.id));
  const all = [...settled.filter((one) => !known.has(one.id)), ...room.proposals];
  return { ...room, proposals: all.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function personOf(player: Player | undefined, attendeeId: string) {
  if (!player) throw new Error('the transcript names a person it does not introduce');
  const { name, email, timeZone } = player;
  return { attendeeId, name, email, timeZone, locale: null };
}

const isReminder = ({ kind }: OwedMessage): boolean => isReminderKind(kind);
