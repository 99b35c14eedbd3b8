import type { Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import { viewMessage } from '../outbox/message-views.ts';
import { type OwedMessage, owe } from '../outbox/outbox-store.ts';
import { lockMessage, type OutboxRow, readStanding } from '../outbox/resend-store.ts';
import type { Clock, Random } from '../ports.ts';
import type { Room } from '../scheduling/room.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { markReachable } from './attendee-store.ts';
import type { Cause } from './cause.ts';
import type { MailHome, Mint } from './freeze-message.ts';
import { recordHistory } from './history-store.ts';
import { makeEvent } from './room-events.ts';
import { lockRoom, stampRoom } from './room-store.ts';
import { viewRoom } from './room-views.ts';

export type Resent =
  | { readonly messageId: string }
  | {
      readonly refused:
        | 'unknown-message'
        | 'message-outdated'
        | 'message-in-flight'
        | 'person-erased';
    };

export interface ResendDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mint: Mint;
  readonly home: MailHome;
}

/**
 * Owes a message again as a new one: the same SEQUENCE, the next revision, a later DTSTAMP
 * (rules.md, SEQUENCE). Only what still holds goes out again.
 */
export async function resendMessage(
  deps: ResendDeps,
  tx: Tx,
  applicationId: string,
  messageId: string,
  cause: Cause,
): Promise<Resent> {
  // Not locked before the room is: every command locks in that order.
  const roomId = (await viewMessage(tx, applicationId, messageId))?.roomId;
  if (roomId === undefined) return { refused: 'unknown-message' };
  const ref = { applicationId, roomId };
  const stored = await lockRoom(tx, ref, null);
  const row = await lockMessage(tx, applicationId, messageId);
  if (stored === null || row === null) return { refused: 'unknown-message' };
  const now = deps.clock.now();
  const standing = await readStanding(tx, row);
  const refused = refusalOf(row, standing, stored.room, now);
  if (refused !== null) return { refused };
  const stampedAt = laterStamp(stored.room.stampedAt, now);
  const { nextRevision: revision } = standing;
  await stampRoom(tx, row, { stampedAt, revision, now });
  await markReachable(tx, ref, row.attendeeId);
  const again = freezeAgain(deps, row, revision, stampedAt, now);
  await owe(tx, [again]);
  await tellOf(deps, tx, row, now, { ...cause, outboxId: again.id });
  return { messageId: again.id };
}

type Refusal = Extract<Resent, { readonly refused: unknown }>['refused'];

/** Why a message is not sent again; null when it is. */
function refusalOf(
  { state, settledAt, kind }: OutboxRow,
  { isErased, isNewest }: Awaited<ReturnType<typeof readStanding>>,
  room: Room,
  now: Date,
): Refusal | null {
  if (isErased) return 'person-erased';
  const isDoubtful = state === 'unknown' && settledAt === null;
  if (isDoubtful || state === 'waiting' || state === 'sending') return 'message-in-flight';
  if (state === 'superseded' || !isNewest) return 'message-outdated';
  const end = room.startUtc.getTime() + room.durationMinutes * 60_000;
  return end <= now.getTime() && kind !== 'cancellation' ? 'message-outdated' : null;
}

async function tellOf(
  { random }: ResendDeps,
  tx: Tx,
  { applicationId, roomId, id, proposalId }: OutboxRow,
  now: Date,
  cause: Cause,
): Promise<void> {
  const room = await viewRoom(tx, applicationId, roomId);
  if (room === null) throw new Error(`room ${roomId} was just locked`);
  const { version, icsSequence } = room;
  const entry = { version, icsSequence, why: null, proposalId, detail: { messageId: id } };
  const told = { ...entry, occurredAt: now, deed: 'sent-again' };
  await recordHistory(tx, { applicationId, roomId }, told, cause);
  const facts = { applicationId, type: 'room.changed', occurredAt: now, room, cause };
  await recordEvents(tx, [makeEvent(facts, random)]);
}

/** Whole seconds, as calendars have them, and always after the last one. */
function laterStamp(last: Date | null, now: Date): Date {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return new Date(last === null ? second : Math.max(second, last.getTime() + 1000));
}

function freezeAgain(
  { random, mint, home }: ResendDeps,
  row: OutboxRow,
  revision: number,
  stampedAt: Date,
  now: Date,
): OwedMessage {
  const id = random.uuid();
  const messageId = `<${id}@${home.inboundDomain}>`;
  const date = new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString();
  const facts: MailFacts = {
    ...row.facts,
    messageId,
    date,
    stampedAt: stampedAt.toISOString(),
    outboxId: id,
    bounceKeyId: mint.signingKeyId,
  };
  const bounceHash = mint.hashBounceToken(id, mint.signingKeyId);
  const times = { sendAt: now, createdAt: now };
  const { state: _state, settledAt: _settledAt, ...same } = row;
  return { ...same, ...times, id, revision, facts, messageId, bounceHash };
}
