import type { IgnoreReason, RefusalReason } from '../scheduling/decision.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';

/** What an outcome means by itself, for whoever looks after the rooms. */
const outcomes: Readonly<Record<InboundOutcome, string>> = {
  applied: 'It was understood and carried out.',
  duplicate: 'The same was said before, so nothing was done again.',
  superseded: 'A newer answer of the same person had come in already.',
  stale: 'It is about an earlier time of the session.',
  ignored: 'It asks for nothing that is done.',
  parked: 'It was understood but not applied; somebody should look at it.',
  human: 'A person wrote it by hand; it was answered with their own reschedule link.',
  automatic: 'A program wrote it, so nobody is answered.',
  bounce: 'It reports that a mail of ours was not delivered.',
  complaint: 'Its recipient called a mail of ours spam.',
  unreadable: 'It could not be taken apart.',
};

/** Why the rules did nothing about a mail. */
const decided: Readonly<Record<IgnoreReason | RefusalReason, string>> = {
  'same-time': 'The session is at that time already.',
  'same-wording': 'The session says just that already.',
  'room-open': 'The session has no guest any more.',
  'room-cancelled': 'The session is cancelled; mail about it changes nothing.',
  'session-over': 'The session is over.',
  'no-longer-invited': 'This person is no longer invited to the session.',
  'not-an-answer': 'It says neither yes, nor no, nor maybe.',
  'duplicate-answer': 'The same answer was recorded before.',
  'superseded-answer': 'A newer answer of the same person had come in already.',
  'stale-answer':
    'It answers an earlier time; the present invitation goes out again, once in ten minutes.',
  'impossible-sequence': 'It answers a later invitation than any that was sent.',
  'sent-again-lately': 'The same mail was sent to this person a short while ago.',
  'not-answered-here': 'This application answers no mail written by hand.',
  'proposal-settled': 'The proposed time was decided already.',
  'duplicate-proposal': 'The same time is proposed already and waits for the other person.',
  'nothing-held': 'There was nothing to call off.',
  'not-due-yet': 'It is not time for it yet.',
  'already-known': 'It was known before.',
  unreachable: 'Mail to this person came back, so they could not be asked about it.',
  'already-booked': 'The session has a guest already.',
  'not-booked': 'The session has no guest.',
  'host-is-guest': 'Host and guest are the same person.',
  'start-in-past': 'The time it asks for is over.',
  'duration-not-allowed': 'A session lasts 30, 60 or 90 minutes; it asks for another length.',
  'too-short-notice': 'The time it asks for is sooner than this application allows.',
  'time-unchanged': 'The time it asks for is the present one.',
  'proposal-unknown': 'There is no such proposal.',
  'own-proposal': 'Nobody decides about their own proposal.',
  'counter-not-allowed': 'This application takes no proposals by mail.',
  'too-many-proposals': 'This person asked for new times too often that day.',
};

/** What the reader of mail says; a test keeps it whole. */
const read: Readonly<Record<string, string>> = {
  'person-erased': 'This person was erased; what they write is neither read nor kept.',
  // Whose word it is.
  'not-authenticated':
    'Nothing proves that it comes from where it says, so it waits for the person it names.',
  undecided: 'DNS did not say whether it comes from where it says.',
  'alias-unconfirmed':
    'It answers for another address of this person, which they have not confirmed to be theirs.',
  'someone-else': 'It is somebody else’s answer; the invitation was probably forwarded.',
  'sent-by-another': 'Somebody else sent it in this person’s name.',
  forwarded: 'It is in this person’s name, but somebody else sent it.',
  delegated: 'It hands the invitation over to somebody else, which a session does not allow.',
  'no-attendee': 'It does not say whose answer it is.',
  'attendee-repeated': 'It holds several answers of the same person that differ.',
  'no-sender': 'It does not say who sent it.',
  'ambiguous-from': 'It names several senders.',
  'unknown-sender': 'It is not from the person this address was made for, so nobody was answered.',
  confirmed: 'The person confirmed by link that it is theirs.',
  'unknown-room': 'It is about no session that is known here.',
  // What it asks for.
  'counter-parked':
    'The new time it asks for cannot be used; its sender was mailed a link instead.',
  'refused-by-calendar':
    'The calendar program could not do what the invitation asked, so nobody answered.',
  'uid-mismatch': 'It is about another event than the session its address was made for.',
  'method-not-for-organizers': 'It is an invitation or a publication, no answer to one.',
  recurrence: 'It is about one of a series of events; a session is always a single one.',
  'seen-before': 'The same mail, or one that says the same, came in before.',
  // What is wrong with it.
  'too-large': 'Its calendar part is too large.',
  'not-a-calendar': 'Its calendar part is no calendar.',
  truncated: 'Its calendar part breaks off.',
  'several-calendars': 'It holds several calendars.',
  'several-events': 'Its calendar holds several events.',
  conflict: 'Its calendar says two different things in one place.',
  'parts-differ': 'Its calendar parts contradict each other.',
  'methods-differ': 'The mail and its calendar part disagree about what it is.',
  'no-method': 'Its calendar does not say what it is.',
  'no-uid': 'Its calendar does not say which event it is about.',
  'no-event': 'Its calendar holds no event.',
  'not-understood': 'It could not be taken apart.',
  sealed: 'It is encrypted, or in a wrapping that only one program opens.',
  'parser-timeout': 'Reading it took too long, several times.',
  'parser-crash': 'Reading it broke the reader, several times.',
  'parser-error': 'Reading it went wrong, several times.',
  'internal-error': 'Carrying it out went wrong on our side, several times.',
  // Machines.
  postmaster: 'It was written to the postmaster.',
  'own-mail': 'It is a mail of this service itself.',
  'to-bounce-address': 'It was written to where only delivery reports go.',
  receipt: 'It only tells that a mail of ours was read or deleted.',
  vacation: 'It is an automatic answer of somebody who is away.',
  challenge: 'It asks the sender of a mail to prove to be human, which no service does.',
  list: 'It came over a mailing list.',
  // Reports.
  permanent: 'A mail of ours will never arrive: the address does not work.',
  temporary: 'A mail of ours was delayed or refused for now; it may arrive yet.',
  none: 'It is a report that does not say what happened.',
  delivered: 'It reports that a mail of ours arrived.',
  'message-unknown': 'It does not say which mail of ours it is about.',
  'other-recipient':
    'It is about another address than this person’s, to which a mail of ours went on.',
};

const reasons: ReadonlyMap<string, string> = new Map(Object.entries({ ...decided, ...read }));

/** Where the outcome changes what a reason means. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['applied not-authenticated', 'It was carried out, though nothing proves where it comes from.'],
  ['human not-authenticated', 'Nothing proves where it comes from, so nobody was answered.'],
  ['human sent-again-lately', 'A person wrote it by hand; they were answered that day already.'],
  ['human not-answered-here', 'A person wrote it by hand; this application answers no such mail.'],
  ['human undecided', 'DNS did not say where it comes from, so nobody was answered.'],
]);

/**
 * Outcome and reason in one plain sentence; null while the mail is unread, and for a reason this
 * version has no words for.
 */
export function explainOutcome(
  outcome: InboundOutcome | null,
  reason: string | null,
): string | null {
  if (outcome === null) return null;
  if (reason === null) return outcomes[outcome];
  return exceptions.get(`${outcome} ${reason}`) ?? reasons.get(reason) ?? null;
}
