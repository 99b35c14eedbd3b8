/**
 * The waist: the only place where a room changes. A door opens the transaction, so its own
 * bookkeeping commits together with the room, its history, its events and the mail it owes.
 */
import type { Queryable, Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import { supersedeProposalMails, supersedeReminders } from '../outbox/outbox-store.ts';
import type { Clock, Random } from '../ports.ts';
import type { Command } from '../scheduling/command.ts';
import { createRoom } from '../scheduling/create.ts';
import { decide } from '../scheduling/decide.ts';
import type { Decision } from '../scheduling/decision.ts';
import { planReminders } from '../scheduling/reminders.ts';
import type { Person, Role, Room, Wording } from '../scheduling/room.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { storeAttendees } from './attendee-store.ts';
import type { Cause } from './cause.ts';
import { type Erased, erasePerson } from './erase-person.ts';
import type { MailHome, Mint } from './freeze-message.ts';
import { recordHistory } from './history-store.ts';
import { type ImportedRoom, type ImportOutcome, importRooms } from './import-room.ts';
import { type MadeLink, makeLink } from './make-link.ts';
import { makeReachable } from './make-reachable.ts';
import { oweIntents } from './owe-intents.ts';
import { readInvitation } from './present-invitation.ts';
import { storeProposals } from './proposal-store.ts';
import { type Resent, resendMessage } from './resend-message.ts';
import { changedPeople, changedProposals, withNewPeople } from './room-differences.ts';
import { eventsOf } from './room-events.ts';
import { insertRoom, lockRoom, type RoomRef, updateRoom } from './room-store.ts';
import { setMetadata } from './set-metadata.ts';
import { readSettings } from './settings-views.ts';
import type { StoredRoom } from './stored-room.ts';

export { forgetLinks, forgetRooms } from './forget-rooms-store.ts';
export { recordHistory } from './history-store.ts';
export { raiseSequences } from './restore-store.ts';

export interface WaistDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mint: Mint;
  readonly home: MailHome;
}

export interface NewRoomFacts extends Wording {
  readonly startUtc: Date;
  readonly durationMinutes: number;
  readonly host: Person;
  /** With a guest the room is booked at once. */
  readonly guest: Person | null;
  readonly reference: string | null;
  readonly metadata: Record<string, unknown>;
}

export type Applied = Decision | { readonly outcome: 'unknown-room' };

export interface Waist {
  /** Creates a room, and books it when there is a guest; a refusal stores nothing. */
  create(
    tx: Tx,
    applicationId: string,
    facts: NewRoomFacts,
    cause: Cause,
  ): Promise<{ readonly decision: Decision; readonly roomId: string }>;
  /** Locks the room, decides, and stores every difference the decision makes. */
  apply(tx: Tx, ref: RoomRef, command: Command, cause: Cause): Promise<Applied>;
  /** Stores the application's own notes, which no rule reads; the same ones change nothing. */
  setMetadata(tx: Tx, ref: RoomRef, metadata: Record<string, unknown>, cause: Cause): Promise<void>;
  /** Brings in rooms that people have in their calendars already; nobody is mailed. */
  import(
    tx: Tx,
    applicationId: string,
    rooms: readonly ImportedRoom[],
    cause: Cause,
  ): Promise<ImportOutcome[]>;
  /** How one person's session stands: the facts of their present REQUEST; null: they have none. */
  readInvitation(q: Queryable, ref: RoomRef, attendeeId: string): Promise<MailFacts | null>;
  /** Makes a reschedule link for one person of a booked room. */
  makeLink(tx: Tx, ref: RoomRef, role: Role, cause: Cause): Promise<MadeLink>;
  /** Owes a message again, as a new one. */
  resend(tx: Tx, applicationId: string, messageId: string, cause: Cause): Promise<Resent>;
  /** Tries mail to an unreachable person again; false when there is no such one. */
  makeReachable(tx: Tx, ref: RoomRef, attendeeId: string, cause: Cause): Promise<boolean>;
  /** Forgets a person in all rooms of an application; nobody of that address is no fault. */
  erase(tx: Tx, applicationId: string, email: string, cause: Cause): Promise<Erased>;
}

export function createWaist(deps: WaistDeps): Waist {
  return {
    create: (tx, applicationId, facts, cause) => create(deps, tx, applicationId, facts, cause),
    apply: (tx, ref, command, cause) => apply(deps, tx, ref, command, cause),
    setMetadata: (tx, ref, metadata, cause) => setMetadata(deps, tx, ref, metadata, cause),
    import: (tx, applicationId, rooms, cause) => importRooms(deps, tx, applicationId, rooms, cause),
    readInvitation: (q, ref, attendeeId) => readInvitation(deps, q, ref, attendeeId),
    makeLink: (tx, ref, role, cause) => makeLink(deps, tx, ref, role, cause),
    resend: (tx, applicationId, id, cause) => resendMessage(deps, tx, applicationId, id, cause),
    makeReachable: (tx, ref, attendeeId, cause) => makeReachable(deps, tx, ref, attendeeId, cause),
    erase: (tx, applicationId, email, cause) =>
      erasePerson(
        { ...deps, apply: (...args) => apply(deps, ...args) },
        tx,
        applicationId,
        email,
        cause,
      ),
  };
}

async function apply(
  deps: WaistDeps,
  tx: Tx,
  ref: RoomRef,
  command: Command,
  cause: Cause,
  at: Date | null = null,
): Promise<Applied> {
  const before = await lockRoom(tx, ref, 'proposalId' in command ? command.proposalId : null);
  if (!before) return { outcome: 'unknown-room' };
  // Read after the wait for the lock, so that one room's decisions are in the order of their times.
  const now = at ?? deps.clock.now();
  const decision = decide(before.room, command, before.settings, now);
  const isRefused = decision.outcome === 'refused';
  if (isRefused || (decision.outcome === 'ignored' && decision.room === before.room)) {
    await recordRefusal(tx, before, { command, why: decision.reason, cause, now });
    return decision;
  }
  const after = {
    ...before,
    room: decision.room,
    version: before.version + 1,
    updatedAt: now,
    replyKeyIds: withNewPeople(before.replyKeyIds, decision.room, deps.mint.signingKeyId),
  };
  await updateRoom(tx, after);
  await storeDecision(deps, tx, before.room, after, decision, cause);
  return decision;
}

async function create(
  deps: WaistDeps,
  tx: Tx,
  applicationId: string,
  facts: NewRoomFacts,
  cause: Cause,
): Promise<{ decision: Decision; roomId: string }> {
  const now = deps.clock.now();
  const roomId = deps.random.uuid();
  const withId = (person: Person) => ({ ...person, attendeeId: deps.random.uuid() });
  const guest = facts.guest && withId(facts.guest);
  const created = createRoom(
    {
      ...facts,
      id: roomId,
      icsUid: `${roomId}@${deps.home.inboundDomain}`,
      host: withId(facts.host),
      guest,
    },
    now,
  );
  if (created.outcome !== 'changed') return { decision: created, roomId };
  const settings = await readSettings(tx, applicationId);
  const stored: StoredRoom = {
    applicationId,
    settings,
    room: created.room,
    reference: facts.reference,
    metadata: facts.metadata,
    version: 1,
    createdAt: now,
    updatedAt: now,
    replyKeyIds: withNewPeople(new Map(), created.room, deps.mint.signingKeyId),
  };
  await insertRoom(tx, stored);
  await storeDecision(deps, tx, null, stored, created, cause);
  if (!guest) return { decision: created, roomId };
  // At the very moment the room was made: a start it was let in with cannot have passed since.
  const ref = { applicationId, roomId };
  const booked = await apply(deps, tx, ref, { do: 'book', guest }, cause, now);
  if (booked.outcome === 'unknown-room') throw new Error(`room ${roomId} was just inserted`);
  return { decision: booked, roomId };
}

/** Stores all that a decision changes but the room's own row. */
async function storeDecision(
  deps: WaistDeps,
  tx: Tx,
  before: Room | null,
  after: StoredRoom,
  decision: Exclude<Decision, { outcome: 'refused' }>,
  cause: Cause,
): Promise<void> {
  const ref = { applicationId: after.applicationId, roomId: after.room.id };
  const now = after.updatedAt;
  const proposals = changedProposals(before, after.room);
  const settled = proposals.filter((one) => one.status !== 'pending').map((one) => one.id);
  await storeAttendees(tx, ref, changedPeople(before, after, deps.mint));
  await storeProposals(tx, ref, proposals);
  await supersedeProposalMails(tx, ref, settled, now);
  const reminders = planReminders(before, after.room, after.settings, now);
  await supersedeReminders(tx, ref, reminders, now);
  await oweIntents(deps, tx, after, [...decision.messages, ...reminders.owed]);
  const changed = decision.outcome === 'changed';
  await recordHistory(
    tx,
    ref,
    {
      occurredAt: now,
      deed: changed ? decision.deed : 'ignored',
      version: after.version,
      icsSequence: after.room.icsSequence,
      why: changed ? decision.why : decision.reason,
      proposalId: proposals.find((one) => one.status !== 'superseded')?.id ?? null,
      detail: { startUtc: after.room.startUtc, durationMinutes: after.room.durationMinutes },
    },
    cause,
  );
  await recordEvents(tx, changed ? eventsOf(after, decision.events, cause, deps.random) : []);
}

/**
 * A command that came by link and changed nothing is part of the room's story too; one that came
 * by mail is told by the inbound mail's own outcome, one from the API by its answer.
 */
async function recordRefusal(
  tx: Tx,
  { room, applicationId, version }: StoredRoom,
  { command, why, cause, now }: { command: Command; why: string; cause: Cause; now: Date },
): Promise<void> {
  if (cause.channel !== 'link') return;
  const named = 'proposalId' in command ? command.proposalId : null;
  const proposalId = room.proposals.find((one) => one.id === named)?.id ?? null;
  const entry = { deed: 'ignored', version, icsSequence: room.icsSequence, why };
  await recordHistory(
    tx,
    { applicationId, roomId: room.id },
    { ...entry, occurredAt: now, proposalId, detail: { command: command.do } },
    cause,
  );
}
