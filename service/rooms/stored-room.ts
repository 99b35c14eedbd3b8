import type { Attendee, Proposal, Room } from '../scheduling/room.ts';
import type { ApplicationSettings } from './settings-views.ts';

/** A room as the database holds it: what the rules decide on, and what they need not know. */
export interface StoredRoom {
  readonly applicationId: string;
  readonly settings: ApplicationSettings;
  readonly room: Room;
  readonly reference: string | null;
  readonly metadata: Record<string, unknown>;
  /** Raised by every stored change; the ETag, and the order of what is owed. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Which secret each attendee's reply address was derived with. */
  readonly replyKeyIds: ReadonlyMap<string, string>;
}

/** A row of rooms, its attendees and proposals as JSON: what `selectRoom` reads. */
export interface RoomRow {
  application_id: string;
  id: string;
  reference: string | null;
  ics_uid: string;
  ics_sequence: number;
  major_sequence: number;
  revision: number;
  announced: boolean;
  stamped_at: Date | null;
  asked_at: Date | null;
  status: Room['status'];
  start_utc: Date;
  duration_minutes: Room['durationMinutes'];
  session_name: string | null;
  description: string | null;
  location: string | null;
  join_url: string | null;
  metadata: Record<string, unknown>;
  host_id: string;
  guest_id: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  cancelled_at: Date | null;
  cancelled_because: string | null;
  settings: ApplicationSettings;
  attendees: AttendeeJson[];
  proposals: ProposalJson[];
}

interface AttendeeJson {
  id: string;
  role: Attendee['role'];
  name: string;
  email: string;
  time_zone: string | null;
  locale: string | null;
  answer: Attendee['answer'];
  comment: string | null;
  reachable: boolean;
  invited_sequence: number | null;
  last_reply_sequence: number | null;
  last_reply_at: string | null;
  last_reply_answer: Attendee['answer'] | null;
  resent_at: string | null;
  link_sent_at: string | null;
  human_answered_at: string | null;
  held_decline_until: string | null;
  held_decline_comment: string | null;
  aliases: string[];
  confirm_asked_at: string | null;
  proposals_since: string | null;
  proposals_count: number;
  reply_key_id: string;
}

export interface ProposalJson {
  id: string;
  attendee_id: string;
  proposed_by: Proposal['proposedBy'];
  source: Proposal['source'];
  start_utc: string;
  duration_minutes: Proposal['durationMinutes'];
  note: string | null;
  status: Proposal['status'];
  made_at_sequence: number;
  created_at: string;
  expires_at: string;
  decided_at: string | null;
  decided_by: Proposal['decidedBy'];
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function toAttendee(json: AttendeeJson): Attendee {
  const { last_reply_sequence, last_reply_at, last_reply_answer } = json;
  return {
    id: json.id,
    role: json.role,
    name: json.name,
    email: json.email,
    timeZone: json.time_zone,
    locale: json.locale,
    answer: json.answer,
    comment: json.comment,
    reachable: json.reachable,
    invitedSequence: json.invited_sequence,
    lastReply:
      last_reply_sequence === null || last_reply_at === null || last_reply_answer === null
        ? null
        : {
            sequence: last_reply_sequence,
            at: new Date(last_reply_at),
            answer: last_reply_answer,
          },
    resentAt: dateOf(json.resent_at),
    linkSentAt: dateOf(json.link_sent_at),
    humanAnsweredAt: dateOf(json.human_answered_at),
    heldDecline:
      json.held_decline_until === null
        ? null
        : { until: new Date(json.held_decline_until), comment: json.held_decline_comment },
    aliases: json.aliases,
    confirmAskedAt: dateOf(json.confirm_asked_at),
    proposalsMade:
      json.proposals_since === null
        ? null
        : { since: new Date(json.proposals_since), count: json.proposals_count },
  };
}

export function toProposal(json: ProposalJson): Proposal {
  return {
    id: json.id,
    attendeeId: json.attendee_id,
    proposedBy: json.proposed_by,
    source: json.source,
    startUtc: new Date(json.start_utc),
    durationMinutes: json.duration_minutes,
    note: json.note,
    status: json.status,
    madeAtSequence: json.made_at_sequence,
    createdAt: new Date(json.created_at),
    expiresAt: new Date(json.expires_at),
    decidedAt: dateOf(json.decided_at),
    decidedBy: json.decided_by,
  };
}

export function toStoredRoom(row: RoomRow): StoredRoom {
  const people = row.attendees.map(toAttendee);
  const host = people.find((person) => person.id === row.host_id);
  if (!host) throw new Error(`room ${row.id} has no host`);
  return {
    applicationId: row.application_id,
    settings: row.settings,
    reference: row.reference,
    metadata: row.metadata,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    replyKeyIds: new Map(row.attendees.map((json) => [json.id, json.reply_key_id])),
    room: {
      id: row.id,
      icsUid: row.ics_uid,
      status: row.status,
      icsSequence: row.ics_sequence,
      majorSequence: row.major_sequence,
      revision: row.revision,
      announced: row.announced,
      stampedAt: row.stamped_at,
      askedAt: row.asked_at,
      startUtc: row.start_utc,
      durationMinutes: row.duration_minutes,
      sessionName: row.session_name,
      description: row.description,
      location: row.location,
      joinUrl: row.join_url,
      host,
      guest: people.find((person) => person.id === row.guest_id) ?? null,
      formerGuests: people.filter((one) => one.role === 'guest' && one.id !== row.guest_id),
      proposals: row.proposals.map(toProposal),
      cancelledAt: row.cancelled_at,
      cancelledBecause: row.cancelled_because,
    },
  };
}
