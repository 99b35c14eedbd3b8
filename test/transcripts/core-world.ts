import { simpleParser } from 'mailparser';
import { interpretMail } from '../../service/inbox/interpret-mail.ts';
import { openLink } from '../../service/links/open-link.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { readMail } from '../../service/mail/read-mail.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { createMint } from '../../service/mint.ts';
import type { OwedMessage } from '../../service/outbox/outbox-store.ts';
import { freezeMessage } from '../../service/rooms/freeze-message.ts';
import type { StoredRoom } from '../../service/rooms/stored-room.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { createRoom } from '../../service/scheduling/create.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision } from '../../service/scheduling/decision.ts';
import { outcomeOfDecision } from '../../service/scheduling/inbound-outcome.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import { createTestRandom } from '../house/test-random.ts';
import {
  linkIn,
  newest,
  type ReceivedMail,
  receive,
  renameMail,
  writeAnswer,
} from './calendar-client.ts';
import type { Action, Player, Transcript } from './transcript.ts';
import type { Seen, World } from './world.ts';

const secrets = parseSecrets('k1:a-secret-of-the-transcripts-32-bytes');
const home = {
  fromAddress: 'scheduling@parley.example',
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
  sendDeclineCounter: false,
  brand: { productName: null, color: null, logoUrl: null, supportEmail: null },
};

type Told = Partial<Pick<Seen, 'problem' | 'page' | 'inbound'>>;

/**
 * The pure folders alone: rules, calendars, mails and links, with nothing around them but a list of
 * mails that wait. What a transcript leads to here, it must lead to in the whole service.
 */
export function openCoreWorld(transcript: Transcript): World {
  const random = createTestRandom();
  const players = new Map(transcript.players.map((player) => [player.key, player]));
  const settings = { ...defaults, ...readSettings(transcript.settings) };
  const mint = createMint(secrets);
  const mailbox: ReceivedMail[] = [];
  const settledProposals: Room['proposals'][number][] = [];
  let now = transcript.startsAt;
  let isRelayAway = false;
  /** What a relay put off goes out when its time has come, not at once. */
  let isPutOff = false;
  let waiting: OwedMessage[] = [];
  let stored: StoredRoom | null = null;
  let last: { raw: string; from: string; to: string } | null = null;
  let sent = 0;

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
    for (const intent of decision.messages) {
      const { message } = freezeMessage(stored, intent, { mint, home, random, now });
      const isCalendar = message.method !== 'NONE';
      waiting = waiting.filter(
        (one) => !(isCalendar && one.method !== 'NONE' && one.attendeeId === message.attendeeId),
      );
      waiting.push(message);
    }
    return decision;
  }

  const apply = (command: Command): Decision =>
    take(decide(withSettled(present().room, settledProposals), command, settings, now));

  const refusal = (decision: Decision): Told => ({
    problem: decision.outcome === 'refused' ? decision.reason : null,
  });

  async function deliver(): Promise<string[]> {
    if (isRelayAway || isPutOff) {
      isPutOff = waiting.length > 0;
      return [];
    }
    const lines: string[] = [];
    for (const message of waiting.splice(0)) {
      const written = await writeMail(message.facts, secrets, { redirectTo: null });
      const mail = receive(await simpleParser(written.raw), message.attendeeEmail);
      mailbox.push(mail);
      const what = mail.method ? `${mail.method} ${mail.sequence}` : message.kind;
      lines.push(`${keyOf(players, message.attendeeEmail)} ${what}`);
    }
    return lines;
  }

  async function comesIn(mail: { raw: string; from: string; to: string }): Promise<Told> {
    last = mail;
    const { room } = present();
    const attendee = peopleOf(room).find((one) => replyAddressOf(one, mailbox) === mail.to);
    if (!attendee) return { inbound: 'refused at RCPT' };
    const reading = await readMail(Buffer.from(mail.raw), { from: mail.from, to: mail.to });
    const plan = interpretMail(reading, {
      addressee: {
        roomId: room.id,
        icsUid: room.icsUid,
        attendeeId: attendee.id,
        role: attendee.role,
        name: attendee.name,
        email: attendee.email,
      },
      envelope: { from: mail.from, to: mail.to },
      receivedAt: now,
      outboxId: null,
      newProposalId: random.uuid(),
    });
    if (!plan.command) return { inbound: words(plan.outcome, plan.reason) };
    const decision = apply(plan.command);
    const why = decision.outcome === 'changed' ? null : decision.reason;
    return { inbound: words(plan.outcome ?? outcomeOfDecision(decision), plan.reason ?? why) };
  }

  function click(action: Extract<Action, { do: 'click' }>): Told {
    const told = action.links.map((path, press) => {
      const email = players.get((press === 1 && action.andWho) || action.who)?.email;
      const has = (mail: ReceivedMail) => mail.to === email && linkIn(mail, path) !== null;
      const url = linkIn(newest(mailbox, `${path} link for ${action.who}`, has), path) ?? '';
      const opened = openLink(new URL(url).searchParams.get('t') ?? '', secrets, now);
      if (opened.state !== 'valid') return opened.state;
      return apply(commandOf(path, opened.claims.role)).outcome === 'changed' ? 'done' : 'settled';
    });
    return { page: told.length === 1 ? (told[0] ?? null) : null };
  }

  function commandOf(path: 'approve' | 'decline' | 'keep', role: 'host' | 'guest'): Command {
    const { room } = present();
    const attendee = role === 'host' ? room.host : room.guest;
    if (path === 'keep') return { do: 'keep-session', attendeeId: attendee?.id ?? '' };
    const all = withSettled(room, settledProposals).proposals;
    const proposalId = all.findLast((one) => one.proposedBy !== role)?.id ?? '';
    return { do: path === 'approve' ? 'approve' : 'decline-proposal', proposalId, by: role };
  }

  function passTime(minutes: number): void {
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
  }

  function createAndBook(action: Extract<Action, { do: 'create' }>): Told {
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
    return action.guest ? (act({ do: 'book', guest: action.guest }) as Told) : refusal(decision);
  }

  function act(action: Action): Told | Promise<Told> {
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
      case 'propose': {
        const decision = apply({
          do: 'propose',
          by: players.get(action.who)?.part === 'host' ? 'host' : 'guest',
          source: 'page',
          proposalId: random.uuid(),
          startUtc: action.startUtc,
          durationMinutes: action.minutes,
          note: action.saying,
        });
        return { page: decision.outcome === 'changed' ? 'done' : 'settled' };
      }
      case 'click':
        return click(action);
      case 'answer':
      case 'counter':
      case 'refresh':
      case 'write': {
        sent += 1;
        const facts = { now, messageId: `<reply-${sent}@clients.example>` };
        return comesIn(writeAnswer(action, players, mailbox, facts));
      }
      case 'same-mail-again':
        if (!last) throw new Error('no mail was sent yet');
        return comesIn(action.isRenamed ? { ...last, raw: renameMail(last.raw) } : last);
      case 'relay':
        isRelayAway = action.answers !== null;
        return {};
      case 'pass':
        isPutOff = false;
        passTime(action.minutes);
        return {};
    }
  }

  return {
    async play(action) {
      const told = await act(action);
      const mails = await deliver();
      const { room } = present();
      const people = [room.host, ...(room.guest ? [room.guest] : [])];
      const at = room.startUtc.toISOString().slice(0, 16).replace('T', ' ');
      return {
        problem: null,
        page: null,
        inbound: null,
        ...told,
        mails,
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

const words = (outcome: string | null, reason: string | null): string =>
  [outcome ?? 'none', ...(reason ? [reason] : [])].join(' ');

const peopleOf = (room: Room): Attendee[] => [
  room.host,
  ...(room.guest ? [room.guest] : []),
  ...room.formerGuests,
];

const replyAddressOf = (attendee: Attendee, mailbox: readonly ReceivedMail[]): string | null =>
  mailbox.find((mail) => mail.to === attendee.email)?.replyTo ?? null;

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

function readSettings(settings: Transcript['settings']): Partial<StoredRoom['settings']> {
  return {
    ...(settings.declineRule ? { declineRule: settings.declineRule as 'soft' } : {}),
    ...(settings.declineHoldSeconds
      ? { declineHoldSeconds: Number(settings.declineHoldSeconds) }
      : {}),
  };
}
