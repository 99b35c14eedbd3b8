import type { LinkView } from '../rooms/link-views.ts';
import type { Proposal } from '../scheduling/room.ts';
import { type Notice, presentTime } from './notice.ts';

/**
 * What a visitor must be told before anything else: the session is off, over or not theirs any
 * more. Null when it is on, so that the link can do its work.
 */
export function tellRoomTruth(view: LinkView, now: Date): Notice | null {
  const { status, startUtc, durationMinutes } = view.room;
  if (status === 'cancelled') {
    // Whoever left before is not told when the session would have been.
    const times = view.person.isStillIn ? [presentTime(view, 'It was planned for')] : [];
    return {
      title: 'This session was cancelled',
      paragraphs: ['It does not take place, and nothing can be changed any more.'],
      times,
    };
  }
  if (!view.person.isStillIn) {
    return {
      title: 'You are no longer part of this session',
      paragraphs: ['Your place was given back, so there is nothing left to do here.'],
    };
  }
  if (startUtc.getTime() + durationMinutes * 60_000 <= now.getTime()) {
    return {
      title: 'This session is over',
      paragraphs: ['Its time has passed, so nothing can be changed any more.'],
      times: [presentTime(view, 'It took place')],
    };
  }
  if (status === 'open') {
    return {
      title: 'Nobody has booked this session',
      paragraphs: ['There is nobody to agree a new time with at the moment.'],
      times: [presentTime(view, 'Planned for')],
    };
  }
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
  const { title, text } = settledWords(view, now);
  return {
    title,
    paragraphs: [text],
    times: [presentTime(view, 'The session takes place')],
  };
}

function settledWords(view: LinkView, now: Date): { title: string; text: string } {
  const by = settledBy(view);
  switch (view.proposal && statusNow(view.proposal, view, now)) {
    case 'approved':
      return {
        title: 'This request was already approved',
        text: `The new time was approved${by}. Nothing else needs to be done.`,
      };
    case 'declined':
      return {
        title: 'This request was already declined',
        text: `The new time was declined${by}. The session stays as it is.`,
      };
    case 'superseded':
      return {
        title: 'This request is out of date',
        text: 'A newer request or another change took its place, so it can no longer be decided.',
      };
    case 'expired':
      return {
        title: 'This request has expired',
        text: 'Nobody answered in time. The session stays as it is.',
      };
    default:
      return {
        title: 'This request can no longer be decided',
        text: 'The proposed time has passed or the session has moved on. It stays as it is.',
      };
  }
}

function settledBy(view: LinkView): string {
  const decidedBy = view.proposal?.decidedBy ?? null;
  if (decidedBy === null) return '';
  if (decidedBy === view.role) return ' by you';
  if (decidedBy === 'application') return ` through ${view.organizerName}`;
  return view.otherFirstName === null ? '' : ` by ${view.otherFirstName}`;
}
