import type { ReadAttendee, ReadTime } from '../../calendar/calendar-object.ts';
import { type CalendarFinding, found, notFound } from '../calendar-finding.ts';
import { findTypedComment } from '../typed-comment.ts';
import { type GlobalObject, readGlobalObjectId } from './global-object-id.ts';
import { attributeIds, readTnef, type TnefMessage } from './tnef.ts';
import {
  keys,
  readTnefAttribute,
  readTnefBinary,
  readTnefFlag,
  readTnefNumber,
  readTnefSender,
  readTnefText,
  readTnefTime,
} from './tnef-values.ts';

/** Message classes of an answer ([MS-OXOCAL] §2.2.7), newer and older; a form's name may follow. */
const answerClass =
  /^IPM\.(?:Schedule\.Meeting\.Resp\.(Pos|Neg|Tent)|Microsoft Schedule\.MtgResp(P|N|A))(?:\.|$)/i;
const partstats: ReadonlyMap<string, string> = new Map([
  ['pos', 'ACCEPTED'],
  ['p', 'ACCEPTED'],
  ['neg', 'DECLINED'],
  ['n', 'DECLINED'],
  ['tent', 'TENTATIVE'],
  ['a', 'TENTATIVE'],
]);
const missing: ReadTime = { utc: null, problem: 'missing' };

/**
 * Reads a meeting answer wrapped in TNEF (`winmail.dat`) as the REPLY or COUNTER it stands for
 * ([MS-OXCICAL] §2.1.3.1.1). It follows the published formats and was never held against one
 * captured live, so everything that decides must be certain: the class, the event, who answers.
 * Null when the bytes hold no meeting answer, or none that can be taken apart. `from` are the
 * senders of the mail: Outlook may leave the sender to the head. `text` is the mail's own.
 */
export function readTnefAnswer(
  bytes: Buffer,
  from: readonly string[],
  text: string,
): CalendarFinding | null {
  const message = readTnef(bytes);
  if (message === null) return null;
  const classes = [
    readTnefAttribute(message, attributeIds.messageClass),
    readTnefText(message, keys.messageClass),
  ].filter((one) => one !== null);
  const answers = new Set(classes.map(partstatOf));
  const [partstat = null] = answers;
  if (answers.size > 1) return doubtful('two message classes');
  return partstat === null ? null : readAnswer(message, partstat, from, text);
}

function partstatOf(messageClass: string): string | null {
  const match = answerClass.exec(messageClass);
  return partstats.get((match?.[1] ?? match?.[2] ?? '').toLowerCase()) ?? null;
}

function readAnswer(
  message: TnefMessage,
  partstat: string,
  from: readonly string[],
  text: string,
): CalendarFinding {
  const event = readEvent(message);
  if (event === null) return doubtful('it does not say which event');
  const attendee = readAttendee(message, partstat, from);
  if (attendee === null) return doubtful('it does not say whose');
  const proposed = readTnefTime(message, keys.proposedStart);
  const flag = readTnefFlag(message, keys.isProposal);
  // A new time beside an answer makes it a wish: never taken for the answer alone.
  if (flag === null && proposed.utc !== null) return doubtful('perhaps a proposal');
  const planned = [keys.startWhole, keys.endWhole].map((key) => readTnefTime(message, key));
  const [start = missing, end = missing] = planned;
  const isCounter = flag === true;
  return found({
    method: isCounter ? 'COUNTER' : 'REPLY',
    uid: event.uid,
    sequence: Math.max(readTnefNumber(message, keys.sequence) ?? 0, 0),
    stampedAt: readTnefTime(message, keys.criticalChange).utc,
    attendees: [attendee],
    comment: findTypedComment(readBody(message) ?? text),
    start: isCounter ? proposed : start,
    end: isCounter ? readTnefTime(message, keys.proposedEnd) : end,
    originalStart: isCounter ? start : missing,
    originalEnd: isCounter ? end : missing,
    hasRecurrenceId: event.isInstance,
    organizer: null,
    requestStatus: null,
    prodId: 'TNEF',
  });
}

/** Both IDs, where there are both, must name one event; the clean one lacks the date. */
function readEvent(message: TnefMessage): GlobalObject | null {
  const events = [keys.globalId, keys.cleanGlobalId].flatMap((key) => {
    const bytes = readTnefBinary(message, key);
    return bytes === null ? [] : [readGlobalObjectId(bytes)];
  });
  const [first = null] = events;
  if (first === null || events.some((event) => event?.uid !== first.uid)) return null;
  return { uid: first.uid, isInstance: events.some((event) => event?.isInstance === true) };
}

function readAttendee(
  message: TnefMessage,
  partstat: string,
  from: readonly string[],
): ReadAttendee | null {
  const sender = readTnefSender(message);
  const address = sender.attendee ?? (from.length === 1 ? from[0] : undefined);
  if (address === undefined) return null;
  const silent = { email: null, delegatedTo: null, delegatedFrom: null, comment: null };
  return { address, partstat, sentBy: sender.sentBy, ...silent };
}

function readBody(message: TnefMessage): string | null {
  return readTnefText(message, keys.body) ?? readTnefAttribute(message, attributeIds.body);
}

function doubtful(why: string): CalendarFinding {
  return notFound('not-a-calendar', `a meeting answer in winmail.dat (TNEF): ${why}`);
}
