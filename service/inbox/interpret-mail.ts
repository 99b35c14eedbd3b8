import type { MailReading } from '../mail/mail-reading.ts';
import { sameMailbox } from '../scheduling/address.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import { interpretCalendar } from './interpret-calendar.ts';
import { interpretReport } from './interpret-report.ts';
import { type MailContext, type MailPlan, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';

/** Turns a mail that was read into a command for the room, or into an outcome with its reason. */
export function interpretMail(reading: MailReading, context: MailContext): MailPlan {
  const { addressee } = context;
  if (reading.kind === 'unreadable') return record('unreadable', problemOf(reading));
  if (!addressee) return record('ignored', 'postmaster');
  switch (reading.kind) {
    case 'calendar':
      return reading.calendar
        ? interpretCalendar(reading, reading.calendar, addressee, context)
        : record(...judgeProblem(reading), { problem: reading.problemDetail });
    case 'report':
      return interpretReport(reading, addressee, context.outboxId);
    case 'complaint':
      return record('complaint', null);
    case 'automatic':
      return record('automatic', null);
    case 'human':
      return interpretHuman(reading, addressee, context);
  }
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
 * but only when the sender is the person the address was made for: nobody else is ever written to.
 */
function interpretHuman(
  reading: MailReading,
  addressee: Addressee,
  { envelope, outboxId }: MailContext,
): MailPlan {
  const [sender] = reading.from;
  // Only programs write to where bounces go (RFC 5321 §4.5.5).
  if (outboxId !== null) return record('automatic', 'to-bounce-address');
  if (reading.automatic || envelope.from === '') return record('automatic', null);
  if (sender === undefined || reading.from.length > 1 || !sameMailbox(sender, addressee.email)) {
    return record('human', 'unknown-sender');
  }
  return {
    command: { do: 'send-link', attendeeId: addressee.attendeeId, because: 'human-mail' },
    outcome: 'human',
    reason: null,
    detail: null,
  };
}
