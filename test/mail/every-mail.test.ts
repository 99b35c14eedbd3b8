import { type Language, languages } from '../../service/mail/language.ts';
import { messageKinds } from '../../service/scheduling/decision.ts';
import { isThorough } from '../house/thorough.ts';
import { playScene } from './golden-mails.ts';
import { lintMail } from './lint-mail.ts';
import { ownWords, type Scene, scenes } from './mail-scenes.ts';
import { listTexts } from './mail-texts.ts';

type Played = ReturnType<typeof playScene>;

const withoutLinks = (text: string) => text.replace(/(?:https?:\/\/|mailto:)\S+/g, '');
const withoutOwnWords = (text: string) =>
  ownWords.reduce((left, word) => left.replaceAll(word, ''), withoutLinks(text));

/** Everything of a mail that is made of words, one text each. */
function wordsOf({ content, text, calendar }: Played): readonly string[] {
  const entry = calendar === null ? [] : [calendar.summary, calendar.description ?? ''];
  return [...listTexts(content), ...entry, text];
}

/** A scene is looked at many times and written once. */
const written = new Map<string, Played>();
function play(scene: Scene, language: Language): Played {
  const key = `${language} ${scene.name}`;
  const played = written.get(key) ?? playScene(scene, language);
  written.set(key, played);
  return played;
}

const englishSentences = new Map<Scene, ReadonlySet<string>>();
function englishOf(scene: Scene): ReadonlySet<string> {
  const known = englishSentences.get(scene);
  const sentences = known ?? new Set(wordsOf(play(scene, 'en')).flatMap(toSentences));
  englishSentences.set(scene, sentences);
  return sentences;
}

/** What each scene of a language has wrong. */
const faults = (language: Language, find: (played: Played) => string[]) =>
  scenes.flatMap((scene) => find(play(scene, language)).map((fault) => `${scene.name}: ${fault}`));

/** English words that are words in no other of the languages. */
const english = /\b(?:the|your|you|this|please|answer|and|what|with|not)\b/i;

it('every kind of mail is looked at', () => {
  expect([...new Set(scenes.map((scene) => scene.kind))]).toEqual(
    expect.arrayContaining([...messageKinds]),
  );
  expect(new Set(scenes.map((scene) => scene.name)).size).toBe(scenes.length);
});

describe.each(languages)('every mail in %s', (language) => {
  it('has no hole where a word belongs', () => {
    const hole = /undefined|\bnull\b|NaN|\[object|\$\{|\{\w*\}|<%|=>|%s/;
    const gap = /\S {2,}\S|[ \u00a0](?:[.,;]|$)|^ |\(\)|„“|“”|«»|\.\.|[,.:;!?،؟](?=[,.;؟])/m;
    const found = faults(language, (played) => [
      ...wordsOf(played).filter((text) => hole.test(text)),
      ...listTexts(played.content).filter((text) => gap.test(withoutLinks(text))),
    ]);
    expect(found).toEqual([]);
  });

  it('has a subject that inboxes show whole, and a preview beside it', () => {
    const found = faults(language, ({ content: { subject, preheader, heading } }) => {
      const mistakes: string[] = [];
      if (subject.length > subjectLength) mistakes.push(`${subject.length}: ${subject}`);
      if (!subject.includes('Ophthalmo Practice Session')) mistakes.push(subject);
      if (/\S+ \S+/.test(preheader) === false) mistakes.push(`preview: ${preheader}`);
      if (subject.includes(preheader) || heading.trim() === '') mistakes.push(heading);
      return mistakes;
    });
    expect(found).toEqual([]);
  });

  it('says the same as text and as HTML, below 40 kB', () => {
    const found = faults(language, ({ content, text, html }) => {
      const page = readPage(html);
      const plain = flatten(text.replace(/^> /gm, ''));
      const { subject, preheader, heading, ...body } = content;
      const missing = listTexts(body)
        .map(flatten)
        .filter((one) => !plain.includes(one));
      const unseen = listTexts({ ...body, preheader, heading })
        .map(flatten)
        .filter((one) => !page.includes(one));
      const isLarge = Buffer.byteLength(html) >= 40_000 ? [`${html.length} characters`] : [];
      return [...missing, ...unseen, ...isLarge, ...(html.includes(subject) ? [] : [subject])];
    });
    expect(found).toEqual([]);
  });

  if (language !== 'en') {
    it('has nothing of the English one in it but names, numbers and what people wrote', () => {
      const found = scenes.flatMap((scene) => {
        const ofEnglish = englishOf(scene);
        const sentences = wordsOf(play(scene, language)).flatMap(toSentences);
        return sentences
          .filter((one) => ofEnglish.has(one) || english.test(one))
          .map((one) => `${scene.name}: ${one}`);
      });
      expect(found).toEqual([]);
    });
  }

  it('is laid out in its direction, and keeps names from turning it round', () => {
    const isArabic = language === 'ar';
    const found = faults(language, (played) => {
      const { html, content, calendar, view } = played;
      const start = `lang="${language}" dir="${isArabic ? 'rtl' : 'ltr'}"`;
      const mistakes = html.slice(0, 200).includes(start) ? [] : [html.slice(0, 200)];
      const isolates = /[\u2066-\u2069]/g;
      if (!isArabic) return [...mistakes, ...wordsOf(played).filter((text) => isolates.test(text))];
      // The title alone needs none: names stand at its ends, and calendars take controls out.
      const sentences = [...listTexts(content), calendar?.summary ?? '']
        .filter((text) => /[\u0600-\u06ff]/.test(text) && text !== view.said.title)
        .map((text) => text.replace(/\u2068[^\u2068\u2069]*\u2069/g, ''));
      return [...mistakes, ...sentences.filter((text) => /Hanna|Gina|Ophthalmo/.test(text))];
    });
    expect(found).toEqual([]);
  });
});

/** Each kind once is enough for the markup, and each language when there is time. */
const linted = languages.filter((one) => isThorough || ['en', 'de', 'ar'].includes(one));
const lintedScenes = scenes.filter(
  ({ kind }, index) => isThorough || scenes.findIndex((one) => one.kind === kind) === index,
);

it.each(linted)('every kind of mail in %s passes the lint of mail programs', (language) => {
  const found = lintedScenes.flatMap((scene) =>
    lintMail(play(scene, language).html).map((issue) => `${scene.name}: ${issue}`),
  );
  // How long a subject may be is said above; half of it is the application's name of the session.
  expect(found.filter((issue) => !issue.includes('subject-too-long'))).toEqual([]);
});

/** Phones show some 40 characters and desks some 70; the session's name comes first. */
const subjectLength = 78;

const flatten = (text: string) => text.replace(/\s+/g, ' ').trim();

function readPage(html: string): string {
  const markup = html.slice(html.indexOf('<body'));
  const text = markup
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<br>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&#34;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  return flatten(text);
}

/** Sentences of at least two words, without what stays the same in every language. */
function toSentences(text: string): readonly string[] {
  return withoutOwnWords(text)
    .replace(/\d[\d:–\s]*\d(?: UTC)?|\(?UTC[+-][\d:]+\)?/g, '')
    .split(/[.:?!\n—>]+/)
    .map((one) => one.trim())
    .filter((one) => /\p{L}{2,}\P{L}+\p{L}{2,}/u.test(one));
}
