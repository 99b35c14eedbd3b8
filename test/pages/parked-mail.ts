import type { Counter, DoubtReason, Question, Reply } from '../../service/scheduling/command.ts';
import { freezeQuestion } from '../../service/scheduling/parked-question.ts';
import type { Answer } from '../../service/scheduling/room.ts';
import type { PageHouse } from './page-house.ts';

type Role = 'host' | 'guest';

export interface Parked {
  readonly mailId: string;
  readonly attendeeId: string;
  /** Makes the link that was mailed; only the first mail of a day is asked about. */
  token(): Promise<string>;
}

interface ParkOptions {
  readonly role?: Role;
  readonly because?: DoubtReason;
  readonly alias?: string | null;
}

/** A reply of this very moment to the present invitation. */
export function sampleReply(house: PageHouse, answer: Answer, changes: Partial<Reply> = {}): Reply {
  return {
    answer,
    sequence: 0,
    stampedAt: house.clock.now(),
    receivedAt: house.clock.now(),
    startUtc: null,
    endUtc: null,
    comment: null,
    alias: null,
    ...changes,
  };
}

/** Parks an answer in this person's name, as the reader of mail does, and asks them about it. */
export function parkAnswer(
  house: PageHouse,
  roomId: string,
  reply: Reply,
  options: ParkOptions = {},
): Promise<Parked> {
  return park(house, roomId, options, (attendeeId) => ({ do: 'record-reply', attendeeId, reply }));
}

/** Parks a wish for another time. */
export function parkWish(
  house: PageHouse,
  roomId: string,
  wish: Partial<Counter>,
  options: ParkOptions = {},
): Promise<Parked> {
  const counter = {
    ...sampleReply(house, 'tentative'),
    proposedStartUtc: new Date('2027-03-11T16:30:00Z'),
    proposedEndUtc: new Date('2027-03-11T18:00:00Z'),
    ...wish,
  };
  const proposalId = house.random.uuid();
  return park(house, roomId, options, (attendeeId) => ({
    do: 'counter',
    attendeeId,
    proposalId,
    counter,
  }));
}

async function park(
  house: PageHouse,
  roomId: string,
  { role = 'guest', because = 'not-authenticated', alias = null }: ParkOptions,
  ask: (attendeeId: string) => Question,
): Promise<Parked> {
  const attendeeId = await findAttendee(house, roomId, role);
  const mailId = house.random.uuid();
  const question = ask(attendeeId);
  await house.db.pool.query(
    `insert into imip_messages (id, application_id, room_id, attendee_id, source, received_at,
       envelope_from, envelope_to, raw, raw_hash, read_at, kind, outcome, reason, question, alias)
     values ($1, $2, $3, $4, 'smtp', $5, 'x@else.example', 'reply@in.parley.example', '\\x00',
       sha256('\\x00'), $5, 'calendar', 'parked', $6, $7, $8)`,
    [
      mailId,
      house.applicationId,
      roomId,
      attendeeId,
      house.clock.now(),
      because === 'not-authenticated' ? because : 'alias-unconfirmed',
      JSON.stringify(freezeQuestion(question)),
      alias,
    ],
  );
  await house.apply(roomId, {
    do: 'ask-confirmation',
    attendeeId,
    inboundMailId: mailId,
    because,
    question,
  });
  return { mailId, attendeeId, token: () => house.token(roomId, role, 'confirm') };
}

/** A mail of the same person and the same moment that came a second later and was applied. */
export async function storeApplied(house: PageHouse, mailId: string): Promise<void> {
  await house.db.pool.query(
    `insert into imip_messages (id, application_id, room_id, attendee_id, source, received_at,
       envelope_from, envelope_to, raw, raw_hash, read_at, kind, outcome, detail, effect_hash)
     select $2, application_id, room_id, attendee_id, source, received_at + interval '1 second',
       envelope_from, envelope_to, raw, raw_hash, read_at, kind, 'applied', detail, raw_hash
     from imip_messages where id = $1`,
    [mailId, house.random.uuid()],
  );
}

/** What became of an inbound mail. */
export async function findMail(house: PageHouse, mailId: string) {
  const { rows } = await house.db.pool.query<{
    outcome: string | null;
    reason: string | null;
    confirmed: boolean;
    unread: boolean;
    replays: number;
  }>(
    `select outcome, reason, confirmed_at is not null as confirmed, read_at is null as unread,
       replays
     from imip_messages where id = $1`,
    [mailId],
  );
  return rows[0];
}

/** The id of the person who has this role now. */
export async function findAttendee(house: PageHouse, roomId: string, role: Role): Promise<string> {
  const { rows } = await house.db.pool.query<{ host_id: string; guest_id: string }>(
    'select host_id, guest_id from rooms where id = $1',
    [roomId],
  );
  return rows[0]?.[`${role}_id`] ?? '';
}
