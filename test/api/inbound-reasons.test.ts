import { explainOutcome } from '../../service/api/inbound-reasons.ts';
import { ignoreReasons, refusalReasons } from '../../service/scheduling/decision.ts';
import { inboundOutcomes } from '../../service/scheduling/inbound-outcome.ts';
import { readSources, readText } from '../tidy/sources.ts';

const literals = (text: string) =>
  [...text.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');

/** The members of a union of words. */
function membersOf(path: string, declared: string): string[] {
  const text = readText(path);
  const from = text.indexOf(declared);
  const members = from < 0 ? [] : literals(text.slice(from, text.indexOf(';', from)));
  if (members.length === 0) throw new Error(`${path} declares no ${declared}`);
  return members;
}

/** The reasons that the reader of mail writes down, as its sources spell them. */
function reasonsInSources(): string[] {
  const inbox = readSources('service').filter(({ folder }) => folder === 'inbox');
  const said = inbox.flatMap(({ text }) => [
    ...[...text.matchAll(/\brecord\(([^()]*)\)/g)].flatMap(([, list = '']) =>
      literals(list.slice(list.indexOf(',') + 1)),
    ),
    ...[...text.matchAll(/\b(?:reason|flag): ('[^;,}]*)/g)].flatMap(([, word = '']) =>
      literals(word),
    ),
  ]);
  const parser = membersOf('service/inbox/parser/parse-process.ts', 'readonly reason:');
  return [
    ...said.filter((word) => !parser.includes(word)),
    ...parser.map((word) => `parser-${word}`),
    ...membersOf('service/inbox/who-answers.ts', 'type NobodysWord'),
    ...membersOf('service/inbox/who-answers.ts', 'readonly because:'),
    ...membersOf('service/inbox/interpret-report.ts', 'type BounceClass'),
    ...membersOf('service/calendar/calendar-object.ts', 'type CalendarProblem'),
    ...membersOf('service/mail/mail-reading.ts', 'type KindDetail'),
    ...membersOf('service/mail/mail-reading.ts', 'readonly problem: CalendarProblem'),
    ...membersOf('service/pages/confirm-answer.ts', 'const whyOf'),
    'internal-error',
    'not-understood',
  ].filter((word) => !(inboundOutcomes as readonly string[]).includes(word) || word === 'none');
}

const reasons = [...new Set([...ignoreReasons, ...refusalReasons, ...reasonsInSources()])].sort();
const isSentence = (text: string | null) => text !== null && /^[A-Z].{10,110}\.$/.test(text);

test('the sources are really searched', () => {
  for (const known of ['uid-mismatch', 'forwarded', 'postmaster', 'seen-before', 'confirmed']) {
    expect(reasons).toContain(known);
  }
});

test('every reason that a mail can be given has its sentence', () => {
  expect(reasons.filter((reason) => !isSentence(explainOutcome('parked', reason)))).toEqual([]);
});

test('every outcome without a reason has its sentence', () => {
  const silent = inboundOutcomes.filter((outcome) => !isSentence(explainOutcome(outcome, null)));
  expect(silent).toEqual([]);
});

test('a reason means what its outcome makes of it', () => {
  const sentences = (['parked', 'applied', 'human'] as const).map((outcome) =>
    explainOutcome(outcome, 'not-authenticated'),
  );
  expect(new Set(sentences).size).toBe(3);
  expect(sentences.every(isSentence)).toBe(true);
});

test('nothing is said of an unread mail, or of a reason nobody knows', () => {
  expect(explainOutcome(null, null)).toBeNull();
  expect(explainOutcome('parked', 'constructor')).toBeNull();
});
