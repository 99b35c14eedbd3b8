import { isLasting } from './judge-failure.ts';
import {
  addressOf,
  codeIn,
  hashKey,
  isRecord,
  keyOf,
  messageIdOf,
  parseJson,
  recordOf,
  textOf,
  textsOf,
  timeOf,
  wordsOf,
} from './read-fields.ts';
import {
  blankEvent,
  rejectReasons,
  type StatusEvent,
  type StatusWord,
  statusWords,
} from './status-event.ts';

/**
 * Our own words, for mail systems and programs that are none of the known providers: one report or
 * a list of them (openapi.yaml, EmailStatus). Null: at least one is not so, and none is taken.
 */
export function readNormalised(body: string): StatusEvent[] | null {
  const value = parseJson(body);
  const events = (Array.isArray(value) ? value : [value]).map(readReport);
  return events.every((one) => one !== null) ? events : null;
}

function readReport(report: unknown): StatusEvent | null {
  if (!isRecord(report) || !hasRightTypes(report)) return null;
  const status = statusWords.find((word) => word === report.status);
  const rejectReason = rejectReasons.find((word) => word === report.rejectReason) ?? null;
  if (status === undefined || (report.rejectReason !== undefined && rejectReason === null)) {
    return null;
  }
  const { eventId, occurredAt, recipient, messageId, envelopeFrom, remoteId } = report;
  const isFound = [messageId, envelopeFrom, remoteId].some((one) => textOf(one) !== null);
  const isTimed = occurredAt === undefined || timeOf(occurredAt) !== null;
  if (!isFound || !isTimed) return null;
  const words = wordsOf(report.response);
  const code = textOf(report.code) ?? codeIn(words);
  const id = textOf(eventId);
  const hash = () =>
    hashKey(status, occurredAt, recipient, messageId, envelopeFrom, remoteId, code);
  return {
    ...blankEvent,
    provider: 'generic',
    eventKey: id === null ? hash() : keyOf(id),
    status,
    rejectReason,
    lasting: isFailure(status) && isLasting({ told: toldBy(report), code, words }),
    code,
    occurredAt: timeOf(occurredAt),
    recipient: addressOf(recipient),
    messageId: messageIdOf(messageId),
    envelopeFrom: addressOf(envelopeFrom),
    remoteIds: textsOf(remoteId),
    payload: report,
  };
}

const textFields = [
  'eventId',
  'occurredAt',
  'recipient',
  'messageId',
  'envelopeFrom',
  'remoteId',
  'code',
  'response',
];

/** Unknown fields are tolerated; a known one of the wrong type is a mistake somebody should see. */
function hasRightTypes(report: object): boolean {
  const fields = recordOf(report);
  const isText = (name: string) => fields[name] === undefined || typeof fields[name] === 'string';
  const { permanent } = fields;
  return textFields.every(isText) && ['undefined', 'boolean'].includes(typeof permanent);
}

function isFailure(status: StatusWord): boolean {
  return status === 'bounced' || status === 'rejected' || status === 'failed';
}

/** A rejection for its address is final by itself; of the rest the caller may know more. */
function toldBy({ status, rejectReason, permanent }: Record<string, unknown>) {
  if (permanent !== undefined) return permanent ? 'permanent' : 'temporary';
  const ofAddress = ['invalid', 'bounced', 'unsubscribed'].includes(String(rejectReason));
  return status === 'rejected' && ofAddress ? 'address' : 'nothing';
}
