import type { LinkView } from '../rooms/link-views.ts';
import type { Proposal } from '../scheduling/room.ts';
import { formerTime, type Notice, presentTime } from './notice.ts';
import { speakTo } from './speech.ts';
import type { Told } from './words/page-words.ts';

/**
 * What a visitor must be told before anything else: the session is off, over or not theirs any
 * more. Null when it is on, so that the link can do its work.
 */
export function tellRoomTruth(view: LinkView, now: Date): Notice | null {
  const { status, startUtc, durationMinutes } = view.room;
  const { words } = speakTo(view);
  const { label } = words;
  if (status === 'cancelled') {
    // Whoever left before is not told when the session would have been.
    const times = view.person.isStillIn ? [formerTime(view)] : [];
    return { ...words.cancelled, times, sign: 'off' };
  }
  if (!view.person.isStillIn) return { ...words.left, sign: 'off' };
  if (startUtc.getTime() + durationMinutes * 60_000 <= now.getTime()) {
    return { ...words.over, times: [presentTime(view, label.tookPlace)], sign: 'past' };
  }
  if (status === 'open') return { ...words.open, times: [presentTime(view, label.isPlannedFor)] };
  return null;
}

/** Whether an approve or decline link still has something to decide. */
export function isUndecided(view: LinkView, now: Date): boolean {
  const { proposal } = view;
  if (proposal === null || tellRoomTruth(view, now) !== null) return false;
  return statusNow(proposal, view, now) === 'pending' && proposal.startUtc > now;
}

/** A pending proposal may be settled in fact before the worker has written it down. */
function statusNow(proposal: Proposal, { room }: LinkView, now: Date): Proposal['status'] {
  if (proposal.status !== 'pending') return proposal.status;
  if (proposal.madeAtSequence !== room.icsSequence) return 'superseded';
  return proposal.expiresAt <= now ? 'expired' : 'pending';
}

/** The truth about a proposal that can no longer be decided. */
export function tellSettled(view: LinkView, now: Date): Notice {
  const truth = tellRoomTruth(view, now);
  if (truth !== null) return truth;
  const times = [presentTime(view, speakTo(view).words.label.takesPlace)];
  return { ...settledWords(view, now), times };
}

function settledWords(view: LinkView, now: Date): Told {
  const { words, other } = speakTo(view);
  const { settled } = words;
  switch (view.proposal && statusNow(view.proposal, view, now)) {
    case 'approved':
      return settled.approved(settledBy(view), other, view.organizerName);
    case 'declined':
      return settled.declined(settledBy(view), other, view.organizerName);
    case 'superseded':
      return settled.superseded;
    case 'expired':
      return settled.expired;
    default:
      return settled.otherwise;
  }
}

function settledBy({ proposal, role }: LinkView) {
  const decidedBy = proposal?.decidedBy ?? null;
  return decidedBy === role ? 'you' : decidedBy;
}
