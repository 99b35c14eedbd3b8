import type { components } from '../../openapi/schema.d.ts';
import type { NewRoomFacts } from '../rooms/apply.ts';
import type { RoomCursor, RoomFilters } from '../rooms/room-views.ts';
import { addressKey } from '../scheduling/address.ts';
import type { Person, Wording } from '../scheduling/room.ts';
import { readCursor } from './cursor.ts';
import { createFieldChecks } from './field-checks.ts';

type Schemas = components['schemas'];
type IsTimeZone = (name: string) => boolean;

/** Only what is to change; null takes a text away. */
export interface RoomChange extends Partial<Wording> {
  readonly metadata?: Record<string, unknown>;
}

/** A body that fits the document, as facts; throws a problem naming every field that is wrong. */
export function readNewRoom(body: Schemas['NewRoom'], isTimeZone: IsTimeZone): NewRoomFacts {
  const checks = createFieldChecks(isTimeZone);
  const facts: NewRoomFacts = {
    startUtc: checks.time('startUtc', body.startUtc),
    durationMinutes: body.durationMinutes,
    host: checks.person('host', body.host),
    guest: body.guest ? checks.person('guest', body.guest) : null,
    sessionName: checks.line('sessionName', body.sessionName),
    description: checks.text('description', body.description),
    location: checks.line('location', body.location),
    joinUrl: checks.url('joinUrl', body.joinUrl),
    reference: checks.line('reference', body.reference),
    metadata: checks.metadata('metadata', body.metadata ?? {}),
  };
  checks.done();
  return facts;
}

export function readGuest(body: Schemas['Booking'], isTimeZone: IsTimeZone): Person {
  const checks = createFieldChecks(isTimeZone);
  const guest = checks.person('guest', body.guest);
  checks.done();
  return guest;
}

export function readChange(body: Schemas['RoomChange'], isTimeZone: IsTimeZone): RoomChange {
  const checks = createFieldChecks(isTimeZone);
  const { sessionName, description, location, joinUrl, metadata } = body;
  const change: RoomChange = {
    ...(sessionName !== undefined && { sessionName: checks.line('sessionName', sessionName) }),
    ...(description !== undefined && { description: checks.text('description', description) }),
    ...(location !== undefined && { location: checks.line('location', location) }),
    ...(joinUrl !== undefined && { joinUrl: checks.url('joinUrl', joinUrl) }),
    ...(metadata !== undefined && { metadata: checks.metadata('metadata', metadata) }),
  };
  checks.done();
  return change;
}

/** A text of several lines that may be absent: a reason, a note. */
export function readText(field: string, text: string | undefined): string | null {
  const checks = createFieldChecks(() => true);
  const checked = checks.text(field, text);
  checks.done();
  return checked;
}

/** The list's query, after the document's defaults and coercions were applied to it. */
export interface ListQuery {
  readonly status?: RoomFilters['status'];
  readonly from?: string;
  readonly to?: string;
  readonly reference?: string;
  readonly email?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function readFilters(query: ListQuery): RoomFilters {
  const checks = createFieldChecks(() => true);
  const filters = {
    limit: query.limit,
    ...(query.status !== undefined && { status: query.status }),
    ...(query.from !== undefined && { from: checks.time('query.from', query.from) }),
    ...(query.to !== undefined && { to: checks.time('query.to', query.to) }),
    ...(query.reference !== undefined && { reference: query.reference }),
    ...(query.email !== undefined && {
      emailKey: addressKey(checks.address('query.email', query.email)),
    }),
    ...(query.cursor !== undefined && { cursor: readRoomCursor(query.cursor) }),
  };
  checks.done();
  return filters;
}

/** The place of a room in its list. */
function readRoomCursor(text: string): RoomCursor {
  const { at, id } = readCursor(text);
  return { startUtc: at, id };
}
