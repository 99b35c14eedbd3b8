import {
  commonProblems,
  type FieldError as PlainFieldError,
  type ProblemDocument,
  type ProblemRow,
  writeProblemDocument,
} from '../ops/problem-document.ts';
import type { RefusalReason } from '../scheduling/decision.ts';

/**
 * Every problem a host application can be answered with: its status, its title, and what to do
 * about it when nothing more exact is known. The codes are part of the contract (`ProblemCode` in
 * the OpenAPI document); a test keeps the two equal.
 */
export const problems = {
  ...commonProblems,
  'invalid-request': [
    400,
    'The request is not what the API describes',
    'Compare the request with the OpenAPI document at /openapi.json; errors says what is wrong.',
  ],
  unauthorized: [401, 'A valid API key is needed', 'Send a key as Authorization: Bearer <key>.'],
  forbidden: [403, 'This key may not do that', 'Use a key that has the scope for it.'],
  'not-found': [404, 'There is nothing here', 'Look at the path: /openapi.json lists all.'],
  'unknown-room': [
    404,
    'There is no such room',
    'Look at the id, and whether the key is of the application that made the room.',
  ],
  'unknown-proposal': [
    404,
    'There is no such proposal',
    'Look at the id, and whether the key is of the application that has the room.',
  ],
  'unknown-inbound-mail': [
    404,
    'There is no such mail',
    'Look at the id, and whether the key is of the application that has the room.',
  ],
  'unknown-message': [
    404,
    'There is no such message',
    'Look at the id, and whether the key is of the application that has the room.',
  ],
  'unknown-application': [
    404,
    'There is no such application',
    'Look at the id; the list of applications has all.',
  ],
  'unknown-key': [
    404,
    'There is no such key',
    "Look at the id; the list of the application's keys has all.",
  ],
  'unknown-event': [
    404,
    'There is no such event',
    'Look at the id, and whether the key is of the application that it happened to.',
  ],
  'unknown-webhook-endpoint': [
    404,
    'There is no such endpoint',
    'Look at the id, and whether the key is of the application that made the endpoint.',
  ],
  'method-not-allowed': [
    405,
    'This method is not offered here',
    'The Allow header lists the methods that are.',
  ],
  'already-booked': [409, 'The room is booked already', 'Only an open room can be booked.'],
  'not-booked': [409, 'The room has no guest', 'Book the room first.'],
  'room-cancelled': [
    409,
    'The room is cancelled',
    'A cancelled room stays as it is; create another one.',
  ],
  'proposal-settled': [
    409,
    'The proposal is settled already',
    'Only a pending proposal can be decided.',
  ],
  'not-replayable': [
    409,
    'The mail cannot be read again',
    'Only parked and unreadable mails can; read the mail to see what became of it.',
  ],
  'message-outdated': [
    409,
    'The message holds no more',
    'Only what still holds is sent again; read the newest message of this person.',
  ],
  'message-in-flight': [
    409,
    'The message is still on its way',
    'Wait until its state says what became of it.',
  ],
  'person-erased': [
    409,
    'This person was erased',
    'Nothing is kept of them, and nothing is sent to them.',
  ],
  'room-over': [
    409,
    'The session is over',
    'Only a session that is still to come can be moved by a link.',
  ],
  'key-ended': [409, 'The key has ended', 'It was revoked or has run out; make a new one.'],
  'webhook-endpoint-disabled': [
    409,
    'The endpoint is disabled',
    'Enable it first: PATCH it with enabled true.',
  ],
  'too-many-webhook-endpoints': [
    409,
    'There are as many endpoints as there may be',
    'Delete one that is not needed any more.',
  ],
  'idempotency-key-in-use': [
    409,
    'A request with this idempotency key is still running',
    'Send the same request again after Retry-After to get its answer.',
  ],
  'no-longer-kept': [
    410,
    'This is no longer kept',
    'It was kept for its time; go on with what there is now.',
  ],
  'version-mismatch': [
    412,
    'The room has changed since',
    'Read the room again and decide by its present state.',
  ],
  'body-too-large': [413, 'The body is too large', 'Send at most 100 KiB.'],
  'unsupported-media-type': [
    415,
    'Only application/json is read here',
    'Send Content-Type: application/json, in UTF-8.',
  ],
  'host-is-guest': [
    422,
    'Host and guest are the same person',
    'The two addresses lead to one mailbox; a session needs two people.',
  ],
  'own-proposal': [
    422,
    'Nobody decides about their own proposal',
    'The other person or the application decides.',
  ],
  'counter-not-allowed': [
    422,
    'This application takes no proposals',
    'Its settings say so; move the room instead.',
  ],
  'invalid-address': [422, 'This is not one mail address', 'Give one plain name@domain.'],
  'invalid-name': [422, 'This name cannot be used', 'Give one line of plain text.'],
  'invalid-text': [422, 'This text cannot be used', 'Leave control characters out.'],
  'invalid-url': [422, 'This is not an http or https address', 'Give a full http(s) URL.'],
  'invalid-webhook-url': [
    422,
    'Webhooks cannot be sent to this URL',
    'Give an https URL of a public host, without user, password and fragment.',
  ],
  'invalid-locale': [422, 'This is not a language tag', 'Give a BCP 47 tag such as en-GB.'],
  'unknown-time-zone': [422, 'This is not an IANA time zone', 'Give a name such as Europe/London.'],
  'metadata-too-large': [
    422,
    'The metadata is too large',
    'Keep at most 16 KiB of JSON and 8 levels.',
  ],
  'idempotency-key-reused': [
    422,
    'This idempotency key was used for another request',
    'Use a new key for each change, and the same one only to repeat it.',
  ],
  'too-many-proposals': [
    429,
    'This person asked for new times too often today',
    'Wait as long as Retry-After says, or move the room instead.',
  ],
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof problems;

/** Every refusal of the rules has a public code. */
export const codeOfRefusal: Readonly<Record<RefusalReason, ProblemCode>> = {
  'already-booked': 'already-booked',
  'not-booked': 'not-booked',
  'room-cancelled': 'room-cancelled',
  'host-is-guest': 'host-is-guest',
  'start-in-past': 'start-in-past',
  'duration-not-allowed': 'duration-not-allowed',
  'too-short-notice': 'too-short-notice',
  'time-unchanged': 'time-unchanged',
  'proposal-unknown': 'unknown-proposal',
  'own-proposal': 'own-proposal',
  'counter-not-allowed': 'counter-not-allowed',
  'too-many-proposals': 'too-many-proposals',
};

export type FieldError = PlainFieldError<ProblemCode>;

export interface ProblemFacts {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere behind a route; ends as a problem document, and rolls a transaction back. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly facts: ProblemFacts;

  constructor(code: ProblemCode, facts: ProblemFacts = {}, cause?: unknown) {
    super(facts.detail ?? problems[code][1], { cause });
    this.name = 'ProblemError';
    this.code = code;
    this.facts = facts;
  }
}

/** The problem document of a code. */
export const renderProblem = (
  code: ProblemCode,
  { detail, errors }: ProblemFacts,
  requestId: string,
): ProblemDocument<ProblemCode> =>
  writeProblemDocument(
    code,
    problems[code],
    { ...(detail === undefined ? {} : { detail }), ...(errors === undefined ? {} : { errors }) },
    requestId,
  );
