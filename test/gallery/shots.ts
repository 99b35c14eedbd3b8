import { languages } from '../../service/mail/language.ts';
import { pageScenes } from '../pages/page-scenes.ts';
import { mailScenes } from './mail-scenes.ts';

type Language = (typeof languages)[number];
type Scheme = 'light' | 'dark';

/** A page or a mail in one language: what is opened once and then pictured. */
export interface Sight {
  readonly kind: 'page' | 'mail';
  readonly scene: string;
  readonly language: Language;
  /** Where its files lie in the gallery, without an ending. */
  readonly path: string;
}

/** One picture. */
export interface Shot extends Sight {
  readonly scheme: Scheme;
  readonly width: number;
  readonly file: string;
}

export interface Wish {
  /** Only scenes with this word in their name; all of them when it is empty. */
  readonly only: string;
  /** English only. */
  readonly isQuick: boolean;
}

/** A telephone, and a screen; a mail program leaves less room than a window. */
const widths = { page: [320, 1280], mail: [320, 700] } as const;
/** One language for each direction shows everything. */
const both: readonly Language[] = ['en', 'ar'];

/** These show whether the words of a language fit; of a mail all do. */
export const mainPages: readonly string[] = [
  'form of the guest',
  'approve',
  'session with all details',
  'proposed',
  'expired',
];

/** Every picture there is to take. */
export function listShots({ only, isQuick }: Wish): readonly Shot[] {
  const pages = pageScenes.map(({ name }) => ({ kind: 'page', scene: name }) as const);
  const mails = mailScenes.map(({ name }) => ({ kind: 'mail', scene: name }) as const);
  return [...pages, ...mails]
    .filter(({ kind, scene }) => `${kind} ${scene}`.includes(only))
    .flatMap((one) =>
      languages
        .filter((language) => !isQuick || language === 'en')
        .flatMap((language) => takeAll({ ...one, language, path: pathOf(one, language) })),
    );
}

function takeAll(sight: Sight): Shot[] {
  const { kind, scene, language, path } = sight;
  const shot = (scheme: Scheme, width: number): Shot => ({
    ...sight,
    scheme,
    width,
    file: `${path}-${scheme}-${width}.png`,
  });
  if (both.includes(language)) {
    return widths[kind].flatMap((width) => [shot('light', width), shot('dark', width)]);
  }
  return kind === 'mail' || mainPages.includes(scene) ? [shot('light', 320)] : [];
}

function pathOf({ kind, scene }: Pick<Sight, 'kind' | 'scene'>, language: Language): string {
  const name = scene.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${kind}s/${name}-${language}`;
}
