import { addressKey } from '../scheduling/address.ts';
import type { Attendee, Room } from '../scheduling/room.ts';
import type { AttendeeRow } from './attendee-store.ts';
import type { Mint } from './freeze-message.ts';
import type { StoredRoom } from './stored-room.ts';

const peopleOf = (room: Room): Attendee[] => [
  room.host,
  ...(room.guest ? [room.guest] : []),
  ...room.formerGuests,
];

/** Who is new in a room or not as before. Rooms are immutable: an unchanged person is the same. */
export function changedPeople(before: Room | null, after: StoredRoom, mint: Mint): AttendeeRow[] {
  const known = new Set(before ? peopleOf(before) : []);
  return peopleOf(after.room)
    .filter((attendee) => !known.has(attendee))
    .map((attendee) => {
      const replyKeyId = after.replyKeyIds.get(attendee.id) ?? mint.signingKeyId;
      return {
        attendee,
        emailKey: addressKey(attendee.email),
        replyKeyId,
        replyHash: mint.hashReplyToken(attendee.id, replyKeyId),
      };
    });
}

/** Proposals that are new or were settled. */
export function changedProposals(before: Room | null, after: Room): Room['proposals'] {
  const known = new Set(before?.proposals);
  return after.proposals.filter((proposal) => !known.has(proposal));
}

/** Which secret each person's reply address is derived with; who is new gets the present one. */
export function withNewPeople(
  keyIds: ReadonlyMap<string, string>,
  room: Room,
  signingKeyId: string,
): ReadonlyMap<string, string> {
  return new Map(peopleOf(room).map(({ id }) => [id, keyIds.get(id) ?? signingKeyId]));
}
