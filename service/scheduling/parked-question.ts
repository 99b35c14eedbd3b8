/**
 * A question that waits for its person's word, as it is kept beside the mail: plain JSON with
 * RFC 3339 dates. What is read back is checked field by field, because acting on half a question
 * would be worse than not acting at all.
 */
import type { Counter, Question, Reply } from './command.ts';
import type { Answer } from './room.ts';

type Fields = Readonly<Record<string, unknown>>;

const answers: readonly unknown[] = ['needs-action', 'accepted', 'declined', 'tentative'];
const replyFields = [
  'answer',
  'sequence',
  'stampedAt',
  'receivedAt',
  'startUtc',
  'endUtc',
  'comment',
  'alias',
];
const counterFields = [...replyFields, 'proposedStartUtc', 'proposedEndUtc'];
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The question as plain JSON; throws RangeError when a date is none or beyond the year 9999. */
export function freezeQuestion(question: Question): unknown {
  const frozen: unknown = JSON.parse(JSON.stringify(question));
  thawQuestion(frozen);
  return frozen;
}

/** The question that was frozen; throws RangeError for anything else. */
export function thawQuestion(json: unknown): Question {
  const fields = fieldsOf(json);
  if (fields.do === 'record-reply') {
    expectFields(fields, ['do', 'attendeeId', 'reply']);
    const reply = thawReply(fieldsOf(fields.reply), replyFields);
    return { do: 'record-reply', attendeeId: textIn(fields, 'attendeeId'), reply };
  }
  if (fields.do !== 'counter') throw notAQuestion('do');
  expectFields(fields, ['do', 'attendeeId', 'proposalId', 'counter']);
  return {
    do: 'counter',
    attendeeId: textIn(fields, 'attendeeId'),
    proposalId: textIn(fields, 'proposalId'),
    counter: thawCounter(fieldsOf(fields.counter)),
  };
}

function thawCounter(fields: Fields): Counter {
  return {
    ...thawReply(fields, counterFields),
    proposedStartUtc: dateIn(fields, 'proposedStartUtc'),
    proposedEndUtc: dateIn(fields, 'proposedEndUtc'),
  };
}

function thawReply(fields: Fields, names: readonly string[]): Reply {
  expectFields(fields, names);
  const receivedAt = dateIn(fields, 'receivedAt');
  if (receivedAt === null) throw notAQuestion('receivedAt');
  return {
    answer: answerIn(fields),
    sequence: countIn(fields, 'sequence'),
    stampedAt: dateIn(fields, 'stampedAt'),
    receivedAt,
    startUtc: dateIn(fields, 'startUtc'),
    endUtc: dateIn(fields, 'endUtc'),
    comment: textOrNullIn(fields, 'comment'),
    alias: textOrNullIn(fields, 'alias'),
  };
}

function fieldsOf(json: unknown): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw notAQuestion('not an object');
  }
  return json as Fields;
}

function expectFields(fields: Fields, names: readonly string[]): void {
  const found = Object.keys(fields);
  if (found.length !== names.length || !names.every((name) => Object.hasOwn(fields, name))) {
    throw notAQuestion('other fields');
  }
}

function answerIn(fields: Fields): Answer | null {
  const value = fields.answer;
  if (value !== null && !answers.includes(value)) throw notAQuestion('answer');
  return value as Answer | null;
}

function countIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw notAQuestion(name);
  return value as number;
}

function dateIn(fields: Fields, name: string): Date | null {
  const value = fields[name];
  if (value === null) return null;
  if (typeof value !== 'string' || !instantPattern.test(value)) throw notAQuestion(name);
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== value) throw notAQuestion(name);
  return date;
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw notAQuestion(name);
  return value;
}

function textOrNullIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (value !== null && typeof value !== 'string') throw notAQuestion(name);
  return value;
}

/** Names the field only: what stands in it may be an address. */
function notAQuestion(field: string): RangeError {
  return new RangeError(`this is not a question that was parked: ${field}`);
}

/** The same question, with the address that it proves to be its person's. */
export function withAlias(question: Question, alias: string | null): Question {
  return question.do === 'record-reply'
    ? { ...question, reply: { ...question.reply, alias } }
    : { ...question, counter: { ...question.counter, alias } };
}
