import { pageWords } from '../../service/pages/words/words.ts';
import { playScene } from './golden-mails.ts';
import { ownWords, scenes } from './mail-scenes.ts';
import { measureReading } from './measure-reading.ts';

/**
 * What people read between two patients, many of them in a language that is not their first. Eighth
 * grade is where plain language ends; of a few short sentences the formula makes too much of one
 * long word, so all together are held to less.
 */
const limits = {
  gradeOfOne: 8,
  gradeOfAll: 5,
  sentenceWords: 20,
  mailWords: 80,
  headingLength: 60,
  previewLength: 100,
  titleLength: 45,
};

/** A moment with its zone counts as one word: nobody reads it as prose. */
const momentPattern = /\w+day, \d+ \w+ \d{4}, \d\d:\d\d(?:, [^.?]*\(UTC[+-]\d\d:\d\d\))?/g;

/** The sentences of ours, without names and what the application says. */
function simplify(text: string): string {
  const [session, ...others] = ownWords;
  const own = others.filter((one) => one.endsWith('.'));
  const plain = text.replaceAll(session, 'session').replace(momentPattern, 'Monday');
  return own.reduce((left, one) => left.replaceAll(one, ''), plain);
}

describe('the English mails', () => {
  const mails = scenes.map((scene) => {
    const { content } = playScene(scene, 'en');
    const paragraphs = content.blocks.flatMap((one) => (one.is === 'paragraph' ? [one.text] : []));
    const text = simplify(paragraphs.join('\n'));
    return { name: scene.name, content, text, reading: measureReading(text) };
  });

  it('can be read by whoever has been eight years at school', () => {
    const hard = mails.filter(({ reading }) => reading.grade > limits.gradeOfOne);
    expect(hard.map(({ name, reading }) => `${name}: ${reading.grade}`)).toEqual([]);
    const all = measureReading(mails.map(({ text }) => text).join('\n'));
    expect(all.words).toBeGreaterThan(1_000);
    expect(all.grade).toBeLessThanOrEqual(limits.gradeOfAll);
  });

  it('are short, and so are their sentences, headings and previews', () => {
    const long = mails.filter(
      ({ reading, content }) =>
        reading.longestWords > limits.sentenceWords ||
        reading.words > limits.mailWords ||
        content.heading.length > limits.headingLength ||
        content.preheader.length > limits.previewLength,
    );
    expect(long.map(({ name, reading }) => `${name}: ${reading.longest}`)).toEqual([]);
  });
});

const other = { name: 'Hanna', role: 'host' } as const;

/** What functions among the words are called with; all others speak of the other person. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  pending: ['Monday'],
  notice: ['2 hours'],
  tooSoon: ['2 hours'],
  minutes: [60],
  span: [120],
  noteTooLong: [1_000],
  alias: ['g…@office.example'],
  'settled.approved': ['host', other, 'OphthalmoPro'],
  'settled.declined': ['application', other, 'OphthalmoPro'],
};

/** Every text of a dictionary by its path, functions called. */
function listWords(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value === 'function') {
    const given = samples[path.slice(-2).join('.')] ?? samples[path.at(-1) ?? ''] ?? [other];
    return listWords(value(...given), path);
  }
  return Object.entries(value as object).flatMap(([key, one]) => listWords(one, [...path, key]));
}

describe('the English pages', () => {
  const words = listWords(pageWords('en'));
  const texts = words.map(([, text]) => text);

  it('can be read by whoever has been eight years at school', () => {
    const prose = texts.filter((text) => /[.?!]$/.test(text));
    expect(prose.length).toBeGreaterThan(90);
    const all = measureReading(prose.join('\n'));
    expect(all.grade).toBeLessThanOrEqual(limits.gradeOfAll);
    const hard = words.filter(([, text]) => {
      const { grade, words: count } = measureReading(text);
      return count >= 12 && grade > limits.gradeOfOne;
    });
    expect(hard).toEqual([]);
  });

  it('have short sentences and titles, and no hole where a word belongs', () => {
    const long = words.filter(([path, text]) => {
      const isTitle = path.endsWith('.title');
      const { longestWords } = measureReading(text);
      return longestWords > limits.sentenceWords || (isTitle && text.length > limits.titleLength);
    });
    expect(long).toEqual([]);
    expect(texts.filter((text) => /undefined|null|\[object| {2}|^\s|\s$/.test(text))).toEqual([]);
  });
});
