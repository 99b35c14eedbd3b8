import { hashEffect } from '../../service/inbox/interpret-calendar.ts';
import { interpretMail } from '../../service/inbox/interpret-mail.ts';
import { judgeTrust } from '../../service/inbox/judge-trust.ts';
import { isLooping } from '../../service/inbox/loop-guard.ts';
import type { MailPlan } from '../../service/inbox/mail-plan.ts';
import type { Mailbox } from '../../service/inbox/mailbox.ts';
import { limits } from '../../service/limits.ts';
import { openAddress } from '../../service/links/reply-address.ts';
import { type MailAuthentication, nothingKnown } from '../../service/mail/mail-authentication.ts';
import type { MailReading } from '../../service/mail/mail-reading.ts';
import { readMail } from '../../service/mail/read-mail.ts';
import type { StoredRoom } from '../../service/rooms/stored-room.ts';
import { sameMailbox } from '../../service/scheduling/address.ts';
import type { Command, Question } from '../../service/scheduling/command.ts';
import type { Decision } from '../../service/scheduling/decision.ts';
import {
  type InboundOutcome,
  outcomeOfDecision,
} from '../../service/scheduling/inbound-outcome.ts';
import { freezeQuestion, thawQuestion } from '../../service/scheduling/parked-question.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import type { ReceivedMail } from './calendar-client.ts';
import { centralAddress, type OutgoingMail, strictDomain } from './outgoing-mail.ts';

export interface CoreInboxDeps {
  readonly inboundDomain: string;
  /** Everything that was delivered so far. */
  readonly mailbox: readonly ReceivedMail[];
  present(): StoredRoom;
  apply(command: Command): Decision;
  now(): Date;
  newId(): string;
  isDnsSilent(): boolean;
}

/** A mail that came in, and what it came to. */
interface Kept {
  readonly id: string;
  readonly mail: OutgoingMail;
  readonly receivedAt: Date;
  readonly mailbox: Mailbox;
  /** Whose address it came to. */
  readonly attendeeId: string | null;
  readonly outboxId: string | null;
  /** Null while it waits to be read. */
  outcome: InboundOutcome | null;
  whose: string | null;
  messageId: string | null;
  effectHash: string | null;
  question: unknown;
  alias: string | null;
  settledAt: number;
}

interface Verdict {
  readonly outcome: InboundOutcome;
  readonly reason: string | null;
  readonly question?: unknown;
  readonly alias?: string | null;
}

/** Reads mail as the service does, with lists in place of tables. */
export function createCoreInbox(deps: CoreInboxDeps) {
  const kept: Kept[] = [];
  let settled = 0;

  /** What the mail came to, in the words of the transcripts. */
  async function take(mail: OutgoingMail): Promise<string> {
    const { room } = deps.present();
    const to = openAddress(mail.to, deps.inboundDomain, centralAddress);
    const reply = deps.mailbox.find((one) => one.replyTo === mail.to);
    const bounced = deps.mailbox.find((one) => one.sent?.envelopeFrom === mail.to);
    const owner = (reply ?? bounced)?.to;
    if (to.kind === 'foreign' || to.kind === 'unknown') return 'refused 550';
    if ('token' in to && owner === undefined) return 'refused 550';
    if (isLooping(Buffer.from(mail.raw))) return 'refused 554';
    const one: Kept = {
      id: deps.newId(),
      mail,
      receivedAt: deps.now(),
      mailbox: to.kind,
      attendeeId: peopleOf(room).find(({ email }) => email === owner)?.id ?? null,
      outboxId: bounced ? idOf(bounced.messageId) : null,
      outcome: null,
      whose: null,
      messageId: null,
      effectHash: null,
      question: null,
      alias: null,
      settledAt: 0,
    };
    kept.push(one);
    return read(one);
  }

  async function read(one: Kept): Promise<string> {
    const { room } = deps.present();
    const { mail, receivedAt } = one;
    const envelope = { from: mail.from, to: mail.to };
    const owner = peopleOf(room).find(({ id }) => id === one.attendeeId) ?? null;
    const writer = owner && {
      timeZone: owner.timeZone ?? 'UTC',
      locale: owner.locale ?? 'en',
      sessionStartUtc: room.startUtc,
      receivedAt,
    };
    const reading = await readMail(Buffer.from(mail.raw), envelope, writer);
    const evidence = showEvidence(reading, mail.signedBy, deps.isDnsSilent());
    const waitedMs = deps.now().getTime() - receivedAt.getTime();
    const trust = judgeTrust(evidence, reading.sender);
    const isTooLate = trust === 'undecided' && waitedMs >= limits.authenticationPatienceMs;
    const attendee = owner ?? findNamed(room, reading);
    const plan = interpretMail(reading, {
      inboundMailId: one.id,
      mailbox: one.mailbox,
      addressee: attendee && addresseeOf(deps.present(), attendee),
      envelope,
      receivedAt,
      trust: isTooLate ? 'failed' : trust,
      isOurs: (address) => 'token' in openAddress(address, deps.inboundDomain, centralAddress),
      outboxId: one.outboxId,
      newProposalId: deps.newId(),
    });
    if (plan.waits) return 'waiting';
    const effect =
      reading.calendar && plan.command && plan.command.do !== 'refresh' && attendee
        ? hashEffect(reading.calendar, attendee.id).toString('hex')
        : null;
    const verdict: Verdict =
      attendee && isRepetition(one, attendee.id, reading.messageId, effect)
        ? { outcome: 'duplicate', reason: 'seen-before' }
        : carryOut(plan, attendee);
    settled += 1;
    Object.assign(one, { question: null, alias: null }, verdict, {
      whose: owner || plan.command ? (attendee?.id ?? null) : null,
      messageId: reading.messageId,
      effectHash: effect,
      settledAt: settled,
    });
    return [verdict.outcome, ...(verdict.reason ? [verdict.reason] : [])].join(' ');
  }

  /** The same Message-ID again, or the same content as the last mail that was applied. */
  function isRepetition(
    one: Kept,
    attendeeId: string,
    messageId: string | null,
    effect: string | null,
  ): boolean {
    const theirs = kept.filter((other) => other !== one && other.whose === attendeeId);
    const hadEffect = (other: Kept) =>
      other.outcome !== null && other.outcome !== 'parked' && other.outcome !== 'unreadable';
    const last = theirs
      .filter((other) => other.outcome === 'applied' && other.effectHash !== null)
      .sort((a, b) => a.settledAt - b.settledAt)
      .at(-1);
    return (
      theirs.some((other) => hadEffect(other) && other.messageId === messageId) ||
      (effect !== null && last?.effectHash === effect)
    );
  }

  function carryOut(plan: MailPlan, attendee: Attendee | null): Verdict {
    const { command, outcome, reason } = plan;
    if (!command || !attendee) return { outcome: outcome ?? 'ignored', reason };
    const decision = deps.apply(command);
    const why = whyNot(decision);
    if (command.do === 'ask-confirmation') {
      const isMoot = decision.outcome !== 'changed' && decision.reason !== 'sent-again-lately';
      if (isMoot) return { outcome: outcomeOfDecision(decision), reason: why };
      const question = plan.question && freezeQuestion(plan.question);
      return { outcome: 'parked', reason, question, alias: plan.alias };
    }
    if (outcome) return { outcome, reason: reason ?? why };
    return { outcome: outcomeOfDecision(decision), reason: why ?? reason };
  }

  return {
    take,
    /** Its person says that a parked mail is theirs; whether that changed anything. */
    async confirm(inboundMailId: string): Promise<boolean> {
      const one = kept.find(({ id }) => id === inboundMailId);
      if (one?.outcome !== 'parked' || !one.question) return false;
      const decision = deps.apply(withAlias(thawQuestion(one.question), one.alias));
      const isChanged = decision.outcome === 'changed';
      const outcome = outcomeOfDecision(decision);
      if (!isChanged && outcome === 'parked') return false;
      settled += 1;
      Object.assign(one, { outcome, question: null, settledAt: settled });
      if (!isChanged) return false;
      for (const other of kept) {
        const isSame = one.alias !== null && other.alias === one.alias;
        if (other !== one && isSame && other.outcome === 'parked') await read(other);
      }
      return true;
    },
    /** Mails that wait for DNS are read again. */
    async readWaiting(): Promise<void> {
      for (const one of kept) {
        const waitedMs = deps.now().getTime() - one.receivedAt.getTime();
        if (one.outcome === null && waitedMs >= limits.authenticationRetryMs) await read(one);
      }
    },
  };
}

export const peopleOf = (room: Room): Attendee[] => [
  room.host,
  ...(room.guest ? [room.guest] : []),
  ...room.formerGuests,
];

/** Message-IDs of ours are the outbox's ids. */
const idOf = (messageId: string): string => messageId.replace(/^<|@.*$/g, '');

/** Without a token: the person that the calendar of a mail names, if it is of this room. */
function findNamed(room: Room, { calendar }: MailReading): Attendee | null {
  if (calendar?.uid !== room.icsUid) return null;
  const isNamed = ({ email }: Attendee) =>
    calendar.attendees.some((one) => sameMailbox(one.email ?? one.address, email));
  return peopleOf(room).find(isNamed) ?? null;
}

function addresseeOf({ room, applicationId }: StoredRoom, attendee: Attendee) {
  const { id: attendeeId, role, email, aliases } = attendee;
  const others = peopleOf(room)
    .filter((one) => one.id !== attendeeId)
    .map((one) => one.email);
  const { id: roomId, icsUid } = room;
  const isErased = false;
  return { applicationId, roomId, icsUid, attendeeId, role, email, aliases, others, isErased };
}

/** What checking the mail would show: one domain has a policy, and who signs is known. */
function showEvidence(
  { from, kind }: MailReading,
  signedBy: string | null,
  isDnsSilent: boolean,
): MailAuthentication | null {
  if (kind !== 'calendar' && kind !== 'human') return null;
  if (isDnsSilent) return nothingKnown('temperror');
  const domain = from[0]?.split('@').at(-1) ?? null;
  const aligned = signedBy === domain;
  const isStrict = domain === strictDomain;
  return {
    source: 'checked',
    spf: { result: 'none', domain: null, aligned: false },
    dkim: signedBy ? [{ result: 'pass', domain: signedBy, aligned, isUndersized: false }] : [],
    dmarc: {
      result: isStrict ? (aligned ? 'pass' : 'fail') : 'none',
      policy: isStrict ? 'reject' : null,
      domain,
    },
    arc: { result: 'none', sealer: null },
  };
}

function whyNot(decision: Decision): string | null {
  if (decision.outcome !== 'changed') return decision.reason;
  return decision.deed === 'counter-parked' ? decision.deed : null;
}

/** Whoever confirms a mail confirms the address it came from. */
function withAlias(question: Question, alias: string | null): Question {
  return question.do === 'counter'
    ? { ...question, counter: { ...question.counter, alias } }
    : { ...question, reply: { ...question.reply, alias } };
}
