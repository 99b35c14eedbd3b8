import fc from 'fast-check';
import { languages, readAcceptLanguage, readLocale } from '../../service/mail/language.ts';
import { anyCharacter } from '../house/any-character.ts';
import { isThorough } from '../house/thorough.ts';

const english = { language: 'en', tag: 'en-GB', direction: 'ltr' };
const numRuns = isThorough ? 5_000 : 200;

describe('the language of a person', () => {
  it.each([
    ['en', 'en', 'en-US'],
    ['en-GB', 'en', 'en-GB'],
    ['EN_us', 'en', 'en-US'],
    ['de', 'de', 'de'],
    ['de\n', 'de', 'de'],
    ['de-AT', 'de', 'de-AT'],
    ['de-Latn-CH-1996', 'de', 'de-CH'],
    ['fr-CA', 'fr', 'fr-CA'],
    ['es-419', 'es', 'es'],
    ['pt', 'pt', 'pt-PT'],
    ['pt-BR', 'pt', 'pt-BR'],
    [' it-IT ', 'it', 'it-IT'],
    ['nl-BE-u-nu-arab', 'nl', 'nl-BE'],
    ['pl-u-hc-h12-x-private', 'pl', 'pl'],
    ['ar', 'ar', 'ar-u-nu-latn'],
    ['ar-EG', 'ar', 'ar-EG-u-nu-latn'],
  ])('is that of the tag, and its region decides about clocks: %s', (given, language, tag) => {
    const direction = language === 'ar' ? 'rtl' : 'ltr';
    expect(readLocale(given)).toEqual({ language, tag, direction });
  });

  it.each(['', '*', 'sv', 'zh-Hant-TW', 'english', 'xx', 'de-', '-de', 'de--AT', 'C.UTF-8'])(
    'is English on the 24-hour clock where Parley does not speak it, or it is none: %j',
    (given) => {
      expect(readLocale(given)).toEqual(english);
    },
  );

  it.each(['a', 'de-', '-', '_', '\u0000', '𐍈'])('is found in a text of any length: %j', (unit) => {
    expect(readLocale(unit.repeat(300_000))).toEqual(english);
  });

  it('is one of the nine, with a tag that Intl takes, whatever is given', () => {
    const given = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 300 }),
      fc
        .array(fc.stringMatching(/^[A-Za-z0-9_*-]{0,9}$/), { maxLength: 9 })
        .map((all) => all.join('-')),
      fc.constantFrom('__proto__', 'constructor', 'de-DE-'.repeat(40)),
    );
    fc.assert(
      fc.property(given, (text) => {
        const { language, tag, direction } = readLocale(text);
        expect(languages).toContain(language);
        expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
        expect(direction).toBe(language === 'ar' ? 'rtl' : 'ltr');
      }),
      { numRuns },
    );
  });
});

describe('the language of a browser nobody knows', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.3, fr;q=0.9, de;q=0.7', 'fr'],
    ['sv, da;q=0.9, pl;q=0.1', 'pl'],
    ['it, es', 'it'],
    ['it;q=0.5, es;q=0.5', 'it'],
    ['fr;q=0, de;q=0.2', 'de'],
    ['FR;Q=0.2;level=1,NL; q=0.8', 'nl'],
    ['*, ar;q=0.5', 'ar'],
    ['de;q=abc, pt', 'pt'],
    ['de;q=-1, es;q=0.1', 'es'],
    ['de;q=Infinity, es', 'es'],
    [',,;q=1,ar', 'ar'],
  ])('is the first it wants that Parley speaks: %s', (header, language) => {
    expect(readAcceptLanguage(header).language).toBe(language);
  });

  it.each([undefined, '', '*', '*;q=0.5', 'sv', ';', ',', 'q=1', 'de;q=0'])(
    'is English when it wants none of them: %s',
    (header) => {
      expect(readAcceptLanguage(header)).toEqual({ ...english, tag: 'en-US' });
    },
  );

  it('keeps the region that was asked for', () => {
    expect(readAcceptLanguage('sv, pt-BR;q=0.8, pt;q=0.9').tag).toBe('pt-PT');
    expect(readAcceptLanguage('sv, pt-BR;q=0.9, pt;q=0.8').tag).toBe('pt-BR');
  });

  it('is found in no time in a header of any length, and never after its first 500 characters', () => {
    const noise = 'sv;q=1,'.repeat(200_000);
    expect(readAcceptLanguage(`de,${noise}`).language).toBe('de');
    expect(readAcceptLanguage(`${noise}de`).language).toBe('en');
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 2_000 }), (header) => {
        expect(languages).toContain(readAcceptLanguage(header).language);
      }),
      { numRuns },
    );
  });

  it('is the wanted one of the greatest weight', () => {
    const choice = fc.record({
      language: fc.constantFrom(...languages),
      weight: fc.integer({ min: 1, max: 999 }),
    });
    const choices = fc.uniqueArray(choice, {
      minLength: 1,
      maxLength: 9,
      selector: ({ weight }) => weight,
    });
    fc.assert(
      fc.property(choices, (wanted) => {
        const header = wanted
          .map(({ language, weight }) => `${language};q=0.${String(weight).padStart(3, '0')}`)
          .join(', ');
        const [best] = [...wanted].sort((a, b) => b.weight - a.weight);
        expect(readAcceptLanguage(header).language).toBe(best?.language);
      }),
      { numRuns },
    );
  });
});
