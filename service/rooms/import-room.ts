import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { newAttendee } from '../scheduling/create.ts';
import type { Answer, Attendee, Person, Role, Room, Wording } from '../scheduling/room.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import type { Cause } from './cause.ts';
import type { Mint } from './freeze-message.ts';
import {
  findRoomsByUid,
  insertImportedPeople,
  insertImportedRooms,
  recordImports,
} from './import-store.ts';
import { changedPeople, withNewPeople } from './room-differences.ts';
import { eventsOf } from './room-events.ts';
import { type ApplicationSettings, readSettings } from './settings-views.ts';
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
 * Stores rooms under the UIDs and SEQUENCEs that their people know, and tells what became of each,
 * in their order. Nobody is mailed; one whose UID the application has already stays as it is.
 */
export async function importRooms(
  deps: ImportDeps,
  tx: Tx,
  applicationId: string,
  imported: readonly ImportedRoom[],
  cause: Cause,
): Promise<ImportOutcome[]> {
  const icsUids = imported.map((one) => one.icsUid);
  const known = await findRoomsByUid(tx, applicationId, icsUids);
  const settings = await readSettings(tx, applicationId);
  const stored: StoredRoom[] = [];
  const outcomes = imported.map((one): ImportOutcome => {
    const there = known.get(one.icsUid);
    if (there !== undefined) return { status: 'exists', roomId: there };
    const made = toStored(deps, applicationId, settings, one);
    known.set(one.icsUid, made.room.id);
    stored.push(made);
    return { status: 'imported', roomId: made.room.id };
  });
  if (stored.length === 0) return outcomes;
  await insertImportedRooms(tx, applicationId, stored);
  const people = stored.flatMap((one) =>
    changedPeople(null, one, deps.mint).map((row) => ({ ...row, roomId: one.room.id })),
  );
  await insertImportedPeople(tx, applicationId, people);
  await recordImports(tx, applicationId, stored, cause);
  const event = { type: 'room.created', proposalId: null, attendeeId: null };
  const events = stored.flatMap((one) => eventsOf(one, [event], cause, deps.random));
  await recordEvents(tx, events);
  return outcomes;
}

function toStored(
  deps: ImportDeps,
  applicationId: string,
  settings: ApplicationSettings,
  imported: ImportedRoom,
): StoredRoom {
  const now = deps.clock.now();
  const room = toRoom(deps, imported, now);
  return {
    applicationId,
    settings,
    room,
    reference: imported.reference,
    metadata: imported.metadata,
    version: 1,
    createdAt: now,
    updatedAt: now,
    replyKeyIds: withNewPeople(new Map(), room, deps.mint.signingKeyId),
  };
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
    // People hold the event already, so that the next change is an update to them. A SEQUENCE above
    // 0 says that it was sent before, to a guest who has left since: it must not be said again.
    announced: guest !== null || icsSequence > 0,
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
