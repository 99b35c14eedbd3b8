import type { Queryable } from '../db/transaction.ts';
import type { Brand } from '../mail/mail-facts.ts';
import { firstNameOf } from '../mail/mail-view.ts';
import type { Answer, Proposal, Role, Room } from '../scheduling/room.ts';
import { selectRoom } from './select-room-views.ts';
import { type RoomRow, type StoredRoom, toStoredRoom } from './stored-room.ts';

/** Everything a page shows to the person who followed a link; nothing of the other but a name. */
export interface LinkView {
  readonly applicationId: string;
  readonly linkId: string;
  readonly purpose: 'propose' | 'approve' | 'decline' | 'keep' | 'confirm';
  readonly roomId: string;
  readonly attendeeId: string;
  readonly role: Role;
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
  readonly renewedAt: Date | null;
  readonly brand: Brand;
  readonly organizerName: string;
  readonly room: {
    readonly icsUid: string;
    readonly status: Room['status'];
    readonly startUtc: Date;
    readonly durationMinutes: number;
    readonly sessionName: string;
    readonly description: string | null;
    readonly location: string | null;
    readonly joinUrl: string | null;
    readonly icsSequence: number;
  };
  readonly person: {
    readonly name: string;
    /** Null when it is not known. */
    readonly timeZone: string | null;
    readonly locale: string;
    readonly answer: Answer;
    /** False for a guest who left. */
    readonly isStillIn: boolean;
    readonly heldDecline: boolean;
  };
  readonly otherFirstName: string | null;
  /** Where the other person's clock is; only its hours and offset are ever told. */
  readonly otherTimeZone: string | null;
  /** The zone of the application's sessions, for visitors whose own is not known. */
  readonly roomTimeZone: string;
  /** How far ahead a new time must be, in minutes. */
  readonly minimumNoticeMinutes: number;
  /** The proposal an approve or decline link is about. */
  readonly proposal: Proposal | null;
  /** The mail a confirm link is about. */
  readonly inboundMailId: string | null;
  readonly pendingOwnProposal: Pick<Proposal, 'startUtc' | 'durationMinutes'> | null;
  /** Whether the other person asks for another time. */
  readonly isAskedByOther: boolean;
}

interface LinkRow {
  application_id: string;
  id: string;
  purpose: LinkView['purpose'];
  room_id: string;
  attendee_id: string;
  proposal_id: string | null;
  inbound_mail_id: string | null;
  used_at: Date | null;
  expires_at: Date;
  renewed_at: Date | null;
}

/** Finds a link by its token's hash, with the present truth of its room; null when unknown. */
export async function viewLink(q: Queryable, tokenHash: Buffer): Promise<LinkView | null> {
  const links = await q.query<LinkRow>(
    `select application_id, id, purpose, room_id, attendee_id, proposal_id, inbound_mail_id,
       used_at, expires_at, renewed_at
     from magic_links where token_hash = $1`,
    [tokenHash],
  );
  const link = links.rows[0];
  if (!link) return null;
  const { rows } = await q.query<RoomRow>(
    `${selectRoom} where r.application_id = $2 and r.id = $3`,
    [link.proposal_id, link.application_id, link.room_id],
  );
  return rows[0] ? toLinkView(link, toStoredRoom(rows[0])) : null;
}

function toLinkView(link: LinkRow, { room, settings }: StoredRoom): LinkView | null {
  const people = [room.host, ...(room.guest ? [room.guest] : []), ...room.formerGuests];
  const person = people.find((one) => one.id === link.attendee_id);
  if (!person) return null;
  const isStillIn = person.id === room.host.id || person.id === room.guest?.id;
  const other = person.role === 'host' ? room.guest : room.host;
  const pending = room.proposals.filter((one) => one.status === 'pending');
  return {
    applicationId: link.application_id,
    linkId: link.id,
    purpose: link.purpose,
    roomId: link.room_id,
    attendeeId: link.attendee_id,
    role: person.role,
    usedAt: link.used_at,
    expiresAt: link.expires_at,
    renewedAt: link.renewed_at,
    brand: settings.brand,
    organizerName: settings.organizerName,
    room: {
      icsUid: room.icsUid,
      status: room.status,
      startUtc: room.startUtc,
      durationMinutes: room.durationMinutes,
      sessionName: room.sessionName ?? settings.sessionName,
      description: room.description,
      location: room.location,
      joinUrl: room.joinUrl,
      icsSequence: room.icsSequence,
    },
    person: {
      name: person.name,
      timeZone: person.timeZone,
      locale: person.locale ?? settings.defaultLocale,
      answer: person.answer,
      isStillIn,
      heldDecline: person.heldDecline !== null,
    },
    otherFirstName: other && firstNameOf(other.name),
    otherTimeZone: other?.timeZone ?? null,
    roomTimeZone: settings.defaultTimeZone,
    minimumNoticeMinutes: settings.minimumNoticeMinutes,
    proposal: room.proposals.find((one) => one.id === link.proposal_id) ?? null,
    inboundMailId: link.inbound_mail_id,
    pendingOwnProposal: pending.find((one) => one.attendeeId === person.id) ?? null,
    isAskedByOther: pending.some((one) => one.attendeeId !== person.id),
  };
}
