import { oneOf } from './pattern.ts';
import { type Language, languages } from './wish-words.ts';

/** Words that hardly any letter in the language does without. */
const common: Readonly<Record<Language, string>> = {
  en: `can could we the is would how about on at to do you for what it please works me my i hi
    thanks this meet move`,
  de: `können könnten kann könnte wir der die das den ist am um uhr und ich für bitte passt mir es
    auch geht hallo danke lieber treffen verschieben`,
  fr: `nous pouvons pourrions est le la à je vous pour possible merci on peut serait heures plutôt
    bonjour c'est décaler`,
  es: 'podemos el la las a para es que por gracias puede hola mejor podríamos lo sería',
  it: 'possiamo il alle alla per è va bene grazie ciao potremmo mi spostare meglio',
  pt: 'podemos o às a para é que obrigado obrigada pode olá na poderíamos seria melhor',
  nl: 'kunnen we om de het is voor graag bedankt kan ik uur op lukt zullen hallo naar',
};

/**
 * The language to read a letter in: the one of the writer's locale, unless its words are English,
 * which is what people write to a service in. A locale nobody here reads counts as English.
 */
export function guessLanguage(text: string, locale: string): Language {
  const tag = locale.slice(0, 2).toLowerCase();
  const own = languages.find((language) => language === tag) ?? 'en';
  if (own === 'en') return own;
  return countCommon(text, 'en') > countCommon(text, own) ? 'en' : own;
}

function countCommon(text: string, language: Language): number {
  const words = common[language].split(/\s+/);
  return words.filter((word) => oneOf(word).test(text)).length;
}
