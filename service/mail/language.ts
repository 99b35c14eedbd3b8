/** The languages people are written to; their words stand in `words/`. */
export const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ar'] as const;
export type Language = (typeof languages)[number];

/** How one person is written to. */
export interface ReaderLocale {
  readonly language: Language;
  /** BCP 47 tag for Intl: the person's own region decides between `3:00 PM` and `15:00`. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
}

/**
 * The language of a BCP 47 tag, with its region kept for dates and clocks. English for languages
 * Parley does not speak, and then the 24-hour clock, which is the safer guess.
 */
export function readLocale(locale: string): ReaderLocale {
  const { language, region } = parse(locale);
  const spoken = languages.find((one) => one === language);
  if (spoken === undefined) return { language: 'en', tag: 'en-GB', direction: 'ltr' };
  const tag = region === undefined ? (plainTags[spoken] ?? spoken) : `${spoken}-${region}`;
  if (spoken === 'ar') return { language: spoken, tag: `${tag}-u-nu-latn`, direction: 'rtl' };
  return { language: spoken, tag, direction: 'ltr' };
}

/**
 * The first language of an `Accept-Language` header that Parley speaks (RFC 9110 §12.5.4), for
 * pages whose reader is not known; English when there is none.
 */
export function readAcceptLanguage(header: string | undefined): ReaderLocale {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, index) => ({ ...readChoice(part), index }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  const known = wanted.find(({ tag }) => languages.some((one) => one === parse(tag).language));
  return readLocale(known?.tag ?? 'en');
}

/** Where CLDR's own default region is not the one meant. */
const plainTags: Readonly<Partial<Record<Language, string>>> = { en: 'en-US', pt: 'pt-PT' };

function parse(tag: string): { language: string; region: string | undefined } {
  try {
    const { language, region } = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    return { language, region: /^[A-Z]{2}$/.test(region ?? '') ? region : undefined };
  } catch {
    return { language: '', region: undefined };
  }
}

function readChoice(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((one) => one.trim());
  const quality = parameters.find((one) => /^q=/i.test(one))?.slice(2);
  const weight = quality === undefined ? 1 : Number(quality);
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
