import { type Language, languages } from '../../service/mail/language.ts';
import type { SessionWords } from '../../service/mail/words/mail-words.ts';
import { en } from '../../service/mail/words/sessions/en.ts';
import { mailWords } from '../../service/mail/words/words.ts';
import { pageWords } from '../../service/pages/words/words.ts';

/** The paths of all words of a dictionary, and which of them are functions. */
function listPaths(value: object, path = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const here = `${path}.${key}`;
    if (typeof one === 'object' && one !== null) return listPaths(one, here);
    return [typeof one === 'string' && one.trim() === '' ? `${here} is empty` : here];
  });
}

describe('the words of a language', () => {
  it('do not compile when one is missing, or a language is', () => {
    const { seeSession: _, ...others } = en;
    // @ts-expect-error: a dictionary without one of its words.
    const lacking: SessionWords = others;
    // @ts-expect-error: a table without one of the languages.
    const table: Readonly<Record<Language, string>> = { en: 'English' };
    expect([Object.keys(lacking).length, Object.keys(table).length]).toEqual([
      Object.keys(en).length - 1,
      1,
    ]);
  });

  it.each(languages)('are all there, and none that nobody asks for: %s', (language) => {
    for (const words of [mailWords, pageWords]) {
      expect(new Set(listPaths(words(language)))).toEqual(new Set(listPaths(words('en'))));
    }
  });
});
