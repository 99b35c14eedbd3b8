import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { newAttendee } from '../scheduling/create.ts';
import type { Answer, Attendee, Person, Role, Room, Wording } from '../scheduling/room.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { storeAttendees } from './attendee-store.ts';
import type { Cause } from './cause.ts';
import type { Mint } from './freeze-message.ts';
import { recordHistory } from './history-store.ts';
import { changedPeople, withNewPeople } from './room-differences.ts';
import { eventsOf } from './room-events.ts';
import { findRoomByUid, insertRoom } from './room-store.ts';
import { readSettings } from './settings-views.ts';
import type { StoredRoom } from './stored-room.ts';

/** A room as another system kept it; its people hold its event in their calendars. */
export interface ImportedRoom extends Wording {
  readonly icsUid: string;
  readonly icsSequence: number;
  readonly status: Room['status'];
  readonly startUtc: Date;
  readonly durationMinutes: Room['durationMinutes'];
  readonly host: Person & { readonly answer: Answer };
  readonly guest: (Person & { readonly answer: Answer }) | null;
  readonly reference: string | null;
  readonly metadata: Record<string, unknown>;
}

export interface ImportOutcome {
  readonly status: 'imported' | 'exists';
  readonly roomId: string;
}

interface ImportDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mint: Mint;
}

/**
 * Stores a room under the UID and SEQUENCE that its people know. Nobody is mailed; one whose UID
 * the application has already stays as it is.
 */
export async function importRoom(
  deps: ImportDeps,
  tx: Tx,
  applicationId: string,
  imported: ImportedRoom,
  cause: Cause,
): Promise<ImportOutcome> {
  const known = await findRoomByUid(tx, applicationId, imported.icsUid);
  if (known !== null) return { status: 'exists', roomId: known };
  const now = deps.clock.now();
  const room = toRoom(deps, imported, now);
  const stored: StoredRoom = {
    applicationId,
    settings: await readSettings(tx, applicationId),
    room,
    reference: imported.reference,
    metadata: imported.metadata,
    version: 1,
    createdAt: now,
    updatedAt: now,
    replyKeyIds: withNewPeople(new Map(), room, deps.mint.signingKeyId),
  };
  const ref = { applicationId, roomId: room.id };
  await insertRoom(tx, stored);
  await storeAttendees(tx, ref, changedPeople(null, stored, deps.mint));
  const { icsSequence, durationMinutes, startUtc } = room;
  const detail = { startUtc, durationMinutes };
  const entry = { version: 1, icsSequence, why: null, proposalId: null, detail };
  await recordHistory(tx, ref, { ...entry, occurredAt: now, deed: 'imported' }, cause);
  const event = { type: 'room.created', proposalId: null, attendeeId: null };
  await recordEvents(tx, eventsOf(stored, [event], cause, deps.random));
  return { status: 'imported', roomId: room.id };
}

function toRoom({ random }: ImportDeps, imported: ImportedRoom, now: Date): Room {
  const { icsUid, icsSequence, status, startUtc, durationMinutes, host, guest } = imported;
  const isCancelled = status === 'cancelled';
  const attend = (role: Role, person: Person & { answer: Answer }): Attendee => ({
    ...newAttendee(random.uuid(), role, person),
    answer: person.answer,
    invitedSequence: guest === null ? null : icsSequence,
  });
  return {
    id: random.uuid(),
    icsUid,
    status,
    icsSequence,
    majorSequence: icsSequence,
    revision: 0,
    // People hold the event already, so that the next change is an update to them.
    announced: guest !== null,
    stampedAt: null,
    // Who asked them, and when, is not known: nobody is reminded before the next change.
    askedAt: null,
    startUtc,
    durationMinutes,
    host: attend('host', host),
    guest: guest && attend('guest', guest),
    formerGuests: [],
    proposals: [],
    cancelledAt: isCancelled ? now : null,
    cancelledBecause: null,
    sessionName: imported.sessionName,
    description: imported.description,
    location: imported.location,
    joinUrl: imported.joinUrl,
  };
}
