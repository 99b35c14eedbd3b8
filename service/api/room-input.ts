import type { components } from '../../openapi/schema.d.ts';
import type { NewRoomFacts } from '../rooms/apply.ts';
import type { RoomFilters } from '../rooms/room-views.ts';
import { addressKey } from '../scheduling/address.ts';
import type { Person, Wording } from '../scheduling/room.ts';
import { createFieldChecks } from './field-checks.ts';
import { readListQuery } from './list-query.ts';

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

/** The query of the list of rooms; throws a problem naming each part that cannot be used. */
export function readFilters(query: object): RoomFilters {
  const { email, ...rest } = readListQuery<RoomFilters & { readonly email?: string }>(query);
  if (email === undefined) return rest;
  const checks = createFieldChecks(() => true);
  const emailKey = addressKey(checks.address('query.email', email));
  checks.done();
  return { ...rest, emailKey };
}
