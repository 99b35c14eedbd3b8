import type { MailReading } from '../mail/mail-reading.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import { interpretCalendar } from './interpret-calendar.ts';
import { interpretComplaint, interpretReport } from './interpret-report.ts';
import { type MailContext, type MailPlan, perform, postpone, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';
import { isTheirs } from './who-answers.ts';

/** Turns a mail that was read into a command for the room, or into an outcome with its reason. */
export function interpretMail(reading: MailReading, context: MailContext): MailPlan {
  const { addressee, mailbox } = context;
  // A wrapping only one program opens may hold an answer: somebody should look at it.
  if (reading.kind !== 'human' && reading.kindDetail === 'sealed')
    return record('parked', 'sealed');
  switch (reading.kind) {
    case 'unreadable':
      return record('unreadable', problemOf(reading));
    case 'report':
      return interpretReport(reading, addressee, context.outboxId, context.redirectTo ?? null);
    case 'complaint':
      return interpretComplaint(reading, addressee, context.outboxId, context.redirectTo ?? null);
    case 'automatic':
      return record('automatic', reading.kindDetail);
  }
  if (mailbox === 'postmaster') return record('ignored', 'postmaster');
  if (reading.kind === 'human') return interpretHuman(reading, addressee, context);
  if (!reading.calendar) {
    return record(...judgeProblem(reading), { problem: reading.problemDetail });
  }
  return addressee
    ? interpretCalendar(reading, reading.calendar, addressee, context)
    : record('parked', 'unknown-room');
}

const problemOf = (reading: MailReading) => reading.problem ?? 'not-understood';

/** Broken calendars are unreadable; whole ones that contradict themselves are for a person. */
function judgeProblem(reading: MailReading): [InboundOutcome, string] {
  switch (reading.problem) {
    case 'too-large':
    case 'not-a-calendar':
    case 'truncated':
    case null:
      return ['unreadable', problemOf(reading)];
    default:
      return ['parked', reading.problem];
  }
}

/**
 * Mail a person wrote is kept for the host application and answered with the sender's own link,
 * but only when the sender is the person the address was made for: nobody else is ever written to,
 * and nobody at all because of a mail that may be forged.
 */
function interpretHuman(
  reading: MailReading,
  addressee: Addressee | null,
  { envelope, mailbox, trust, isOurs }: MailContext,
): MailPlan {
  const { from } = reading;
  // Only programs write to where bounces go (RFC 5321 §4.5.5).
  if (mailbox === 'bounce') return record('automatic', 'to-bounce-address');
  if (reading.automatic || envelope.from === '') return record('automatic', reading.kindDetail);
  if (from.some(isOurs)) return record('automatic', 'own-mail');
  const isOwnWord =
    addressee !== null && from.length === 1 && from.every((one) => isTheirs(one, addressee));
  if (!isOwnWord) return record('human', 'unknown-sender');
  if (trust === 'undecided') return postpone();
  // Without a token, only what is proven counts as theirs.
  const isBelieved = mailbox === 'reply' ? trust !== 'failed' : trust === 'proven';
  if (!isBelieved) return record('human', 'not-authenticated');
  const { attendeeId } = addressee;
  const { suggestedStartUtc } = reading;
  return perform(
    { do: 'send-link', attendeeId, because: 'human-mail', suggestedStartUtc },
    { outcome: 'human' },
  );
}
