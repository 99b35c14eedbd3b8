import type { Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import { viewMessage } from '../outbox/message-views.ts';
import { type OwedMessage, owe } from '../outbox/outbox-store.ts';
import {
  lockMessage,
  type OutboxRow,
  readStanding,
  type Standing,
} from '../outbox/resend-store.ts';
import type { Clock, Random } from '../ports.ts';
import { findPresent } from '../scheduling/people.ts';
import type { Room } from '../scheduling/room.ts';
import { nextStamp, wholeSecond } from '../scheduling/stamp.ts';
import { endOf } from '../scheduling/times.ts';
import type { Cause } from './cause.ts';
import type { MailHome, Mint } from './freeze-message.ts';
import { reachAgain } from './reach-again.ts';
import { recordChange } from './record-change.ts';
import { lockRoom, stampRoom } from './room-store.ts';

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
  const stampedAt = nextStamp(stored.room, now);
  const { nextRevision: revision } = standing;
  const sequence = sequenceAgain(row, standing, stored.room);
  await stampRoom(tx, { ...ref, sequence }, { stampedAt, revision, now });
  const again = freezeAgain(deps, row, { sequence, revision, stampedAt, now });
  await owe(tx, [again]);
  await reachAgain(deps, tx, stored, row.attendeeId, now);
  const { id, proposalId } = row;
  const change = { deed: 'sent-again', proposalId, detail: { messageId: id }, occurredAt: now };
  await recordChange(tx, ref, change, { ...cause, outboxId: again.id }, deps.random);
  return { messageId: again.id };
}

type Refusal = Extract<Resent, { readonly refused: unknown }>['refused'];

/** Why a message is not sent again; null when it is. */
function refusalOf(
  { state, settledAt, kind, attendeeId }: OutboxRow,
  { isErased, isNewest }: Standing,
  room: Room,
  now: Date,
): Refusal | null {
  if (isErased) return 'person-erased';
  const isDoubtful = state === 'unknown' && settledAt === null;
  if (isDoubtful || state === 'waiting' || state === 'sending') return 'message-in-flight';
  if (state === 'superseded' || !isNewest) return 'message-outdated';
  if (kind === 'cancellation') return null;
  if (endOf(room) <= now) return 'message-outdated';
  // Who declined, or was only told in words, has an invitation for the last calendar mail.
  const isInvitation = kind === 'invitation' || kind === 'update';
  const isInvited = room.status === 'booked' && findPresent(room, attendeeId) !== null;
  return isInvitation && !isInvited ? 'message-outdated' : null;
}

/**
 * The same SEQUENCE as before; after a restore the raised one of the room, since calendars may have
 * objects that lie between the two.
 */
function sequenceAgain(
  { method, sequence }: OutboxRow,
  { sequenceFloor }: Standing,
  room: Room,
): number {
  return method !== 'NONE' && sequence < sequenceFloor ? room.icsSequence : sequence;
}

function freezeAgain(
  { random, mint, home }: ResendDeps,
  row: OutboxRow,
  given: { sequence: number; revision: number; stampedAt: Date; now: Date },
): OwedMessage {
  const { sequence, revision, stampedAt, now } = given;
  const id = random.uuid();
  const messageId = `<${id}@${home.inboundDomain}>`;
  const date = wholeSecond(now).toISOString();
  const facts: MailFacts = {
    ...row.facts,
    messageId,
    date,
    sequence,
    stampedAt: stampedAt.toISOString(),
    outboxId: id,
    bounceKeyId: mint.signingKeyId,
  };
  const bounceHash = mint.hashBounceToken(id, mint.signingKeyId);
  const times = { sendAt: now, createdAt: now };
  const { state: _state, settledAt: _settledAt, ...same } = row;
  return { ...same, ...times, id, sequence, revision, facts, messageId, bounceHash };
}
