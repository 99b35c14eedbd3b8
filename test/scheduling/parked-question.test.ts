import fc from 'fast-check';
import type { Question } from '../../service/scheduling/command.ts';
import { freezeQuestion, thawQuestion } from '../../service/scheduling/parked-question.ts';
import { anyCharacter } from '../house/any-character.ts';
import { counterFrom, replyFrom } from './sample-room.ts';

const date = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});
const dateOrNull = fc.option(date);
const replyFields = {
  answer: fc.constantFrom('accepted', 'tentative', 'declined', 'needs-action', null),
  sequence: fc.nat(),
  stampedAt: dateOrNull,
  receivedAt: date,
  startUtc: dateOrNull,
  endUtc: dateOrNull,
  comment: fc.option(fc.string({ unit: anyCharacter })),
  alias: fc.option(fc.emailAddress()),
} as const;

const questions: fc.Arbitrary<Question> = fc.oneof(
  fc.record({
    do: fc.constant('record-reply' as const),
    attendeeId: fc.uuid(),
    reply: fc.record(replyFields),
  }),
  fc.record({
    do: fc.constant('counter' as const),
    attendeeId: fc.uuid(),
    proposalId: fc.uuid(),
    counter: fc.record({
      ...replyFields,
      proposedStartUtc: dateOrNull,
      proposedEndUtc: dateOrNull,
    }),
  }),
);

test('a question comes back from the database exactly as it was parked', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const stored: unknown = JSON.parse(JSON.stringify(freezeQuestion(question)));
      expect(thawQuestion(stored)).toEqual(question);
    }),
    { numRuns: 200 },
  );
});

/** The frozen question, with one field of its reply or counter set to something else. */
function spoiled(question: Question, field: string, value: unknown): unknown {
  const frozen = freezeQuestion(question) as Record<string, Record<string, unknown>>;
  const inner = question.do === 'counter' ? 'counter' : 'reply';
  return { ...frozen, [inner]: { ...frozen[inner], [field]: value } };
}

test.each([
  ['answer', 'delegated'],
  ['sequence', -1],
  ['sequence', 1.5],
  ['sequence', '1'],
  ['receivedAt', null],
  ['stampedAt', '2026-03-02'],
  ['stampedAt', '2026-02-31T00:00:00.000Z'],
  ['stampedAt', 1_772_000_000],
  ['startUtc', '2026-03-02T09:00:00+01:00'],
  ['comment', 7],
  ['alias', ['a']],
  ['isAdmin', true],
  ['proposedStartUtc', undefined],
])('a question whose %s is %p is not acted on', (field, value) => {
  const question = field === 'proposedStartUtc' ? counterFrom('guest-1') : replyFrom('guest-1');
  const stored: unknown = JSON.parse(JSON.stringify(spoiled(question, field, value)));
  expect(() => thawQuestion(stored)).toThrow(RangeError);
});

test.each([null, 'record-reply', [], {}, { do: 'cancel', reason: null }])(
  'what is no question is not acted on: %j',
  (stored) => {
    expect(() => thawQuestion(stored)).toThrow(RangeError);
  },
);

test('one of another shape is not acted on, and its error names no address', () => {
  const frozen = freezeQuestion(replyFrom('guest-1')) as object;
  expect(() => thawQuestion({ ...frozen, attendeeId: '' })).toThrow('attendeeId');
  expect(() => thawQuestion({ ...frozen, more: 1 })).toThrow('other fields');
  expect(() => thawQuestion({ ...frozen, do: 'counter' })).toThrow(RangeError);
  const secret = spoiled(replyFrom('guest-1'), 'alias', { of: 'eve@example.test' });
  expect(() => thawQuestion(secret)).toThrow(/^(?!.*eve@)/);
});

test('a date that cannot be told is not parked', () => {
  const never = replyFrom('guest-1', { receivedAt: new Date(Number.NaN) });
  expect(() => freezeQuestion(never)).toThrow(RangeError);
  const far = replyFrom('guest-1', { receivedAt: new Date('+012026-03-02T09:00:00Z') });
  expect(() => freezeQuestion(far)).toThrow(RangeError);
});
