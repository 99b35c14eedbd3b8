import { languages } from '../../service/mail/language.ts';
import { messageKinds } from '../../service/scheduling/decision.ts';
import { pageScenes } from '../pages/page-scenes.ts';
import { factsOf, mailScenes } from './mail-scenes.ts';
import { listShots, mainPages } from './shots.ts';
import { writeIndex } from './write-index.ts';

const shots = listShots({ only: '', isQuick: false });
const scenesOf = (kind: 'page' | 'mail') =>
  new Set(shots.filter((shot) => shot.kind === kind).map(({ scene }) => scene));

describe('the gallery', () => {
  it('shows every page in every state, and every kind of mail', () => {
    expect([...scenesOf('page')]).toEqual(pageScenes.map(({ name }) => name));
    expect([...scenesOf('mail')]).toEqual(mailScenes.map(({ name }) => name));
    expect(new Set(mailScenes.map(({ kind }) => kind))).toEqual(new Set(messageKinds));
    expect(mainPages.filter((name) => !scenesOf('page').has(name))).toEqual([]);
  });

  it('shows each of them light and dark, small and large, from both sides', () => {
    for (const kind of ['page', 'mail'] as const)
      for (const scene of scenesOf(kind))
        for (const language of ['en', 'ar']) {
          const found = shots.filter(
            (shot) => shot.kind === kind && shot.scene === scene && shot.language === language,
          );
          const looks = found.map(({ scheme, width }) => `${scheme} ${width < 500}`);
          expect(new Set(looks).size).toBe(4);
        }
  });

  it('shows every mail and the main pages in every language', () => {
    for (const scene of [...mainPages, ...scenesOf('mail')]) {
      const found = shots.filter((shot) => shot.scene === scene);
      expect(new Set(found.map(({ language }) => language))).toEqual(new Set(languages));
    }
    const [first] = mailScenes;
    expect(first && factsOf(first, 'pl').recipient.locale).toBe('pl-PL');
  });

  it('has a file of its own for each picture, and an index that names them all', () => {
    const files = shots.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
    const caption = { subject: '<b>Moved</b>', preheader: 'Soon', files: ['.eml'] };
    const index = writeIndex(shots, new Map(shots.map(({ path }) => [path, caption])));
    expect(files.filter((file) => !index.includes(`src="${file}"`))).toEqual([]);
    expect(index).toContain('&lt;b&gt;Moved&lt;/b&gt;');
    expect(index).not.toMatch(/<script|https?:/);
  });

  it('can be cut down to a word, and to one language', () => {
    const some = listShots({ only: 'mail reminder', isQuick: true });
    expect(new Set(some.map(({ scene, language }) => `${scene} ${language}`))).toEqual(
      new Set(['reminder en', 'reminder-unanswered en']),
    );
  });
});
