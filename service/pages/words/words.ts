import type { Language } from '../../mail/language.ts';
import { ar as arForms } from './forms/ar.ts';
import { de as deForms } from './forms/de.ts';
import { en as enForms } from './forms/en.ts';
import { es as esForms } from './forms/es.ts';
import { fr as frForms } from './forms/fr.ts';
import { it as itForms } from './forms/it.ts';
import { nl as nlForms } from './forms/nl.ts';
import { pl as plForms } from './forms/pl.ts';
import { pt as ptForms } from './forms/pt.ts';
import { ar as arNotices } from './notices/ar.ts';
import { de as deNotices } from './notices/de.ts';
import { en as enNotices } from './notices/en.ts';
import { es as esNotices } from './notices/es.ts';
import { fr as frNotices } from './notices/fr.ts';
import { it as itNotices } from './notices/it.ts';
import { nl as nlNotices } from './notices/nl.ts';
import { pl as plNotices } from './notices/pl.ts';
import { pt as ptNotices } from './notices/pt.ts';
import type { PageWords } from './page-words.ts';

const dictionaries: Readonly<Record<Language, PageWords>> = {
  en: { ...enNotices, ...enForms },
  de: { ...deNotices, ...deForms },
  fr: { ...frNotices, ...frForms },
  es: { ...esNotices, ...esForms },
  it: { ...itNotices, ...itForms },
  pt: { ...ptNotices, ...ptForms },
  nl: { ...nlNotices, ...nlForms },
  pl: { ...plNotices, ...plForms },
  ar: { ...arNotices, ...arForms },
};

/** The words of pages in this language. */
export function pageWords(language: Language): PageWords {
  return dictionaries[language];
}
