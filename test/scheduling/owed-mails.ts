import type { MessageIntent } from '../../service/scheduling/decision.ts';
import type { Taken } from './room-life.ts';

/** Every calendar object that was owed so far, oldest first. */
export function calendarMails(past: readonly Taken[]): readonly MessageIntent[] {
  return past.flatMap(messagesOf).filter((one) => isCalendar(one));
}

export function messagesOf(taken: Taken): readonly MessageIntent[] {
  return taken.decision.outcome === 'refused' ? [] : taken.decision.messages;
}

export function isCalendar(message: MessageIntent): boolean {
  return methodOf(message) !== 'NONE';
}

/** What the mail carries on the wire, told here again on purpose. */
export function methodOf(message: MessageIntent): 'REQUEST' | 'CANCEL' | 'NONE' {
  if (message.kind === 'cancellation') return 'CANCEL';
  return message.kind === 'invitation' || message.kind === 'update' ? 'REQUEST' : 'NONE';
}
