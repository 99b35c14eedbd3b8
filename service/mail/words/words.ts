import type { Language } from '../language.ts';
import { ar as arAnswers } from './answers/ar.ts';
import { de as deAnswers } from './answers/de.ts';
import { en as enAnswers } from './answers/en.ts';
import { es as esAnswers } from './answers/es.ts';
import { fr as frAnswers } from './answers/fr.ts';
import { it as itAnswers } from './answers/it.ts';
import { nl as nlAnswers } from './answers/nl.ts';
import { pl as plAnswers } from './answers/pl.ts';
import { pt as ptAnswers } from './answers/pt.ts';
import type { MailWords } from './mail-words.ts';
import { ar as arSessions } from './sessions/ar.ts';
import { de as deSessions } from './sessions/de.ts';
import { en as enSessions } from './sessions/en.ts';
import { es as esSessions } from './sessions/es.ts';
import { fr as frSessions } from './sessions/fr.ts';
import { it as itSessions } from './sessions/it.ts';
import { nl as nlSessions } from './sessions/nl.ts';
import { pl as plSessions } from './sessions/pl.ts';
import { pt as ptSessions } from './sessions/pt.ts';

const dictionaries: Readonly<Record<Language, MailWords>> = {
  en: { ...enSessions, ...enAnswers },
  de: { ...deSessions, ...deAnswers },
  fr: { ...frSessions, ...frAnswers },
  es: { ...esSessions, ...esAnswers },
  it: { ...itSessions, ...itAnswers },
  pt: { ...ptSessions, ...ptAnswers },
  nl: { ...nlSessions, ...nlAnswers },
  pl: { ...plSessions, ...plAnswers },
  ar: { ...arSessions, ...arAnswers },
};

/** The words of mails in this language. */
export function mailWords(language: Language): MailWords {
  return dictionaries[language];
}
