import { beginsWithPlace } from './day-names.ts';
import { oneOf, pattern } from './pattern.ts';

/**
 * The words around a time that decide whether it is wished for: in English, German, French,
 * Spanish, Italian, Portuguese and Dutch. All of it errs on the side of not understanding.
 */

export const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'] as const;
export type Language = (typeof languages)[number];

const negative: Readonly<Record<Language, string>> = {
  en: [
    "not|no|never|neither|nor|cannot|cant|dont|wont|can't|\\p{L}+n't|unable|unavailable|except",
    'avoid|unless|impossible|conflicts?|clash(?:es)?|cancel(?:led)?|missed|travell?ing',
    "(?:i'?m|i am|we are|fully|already|very) (?:busy|booked|away|out|off|tied up)",
    "(?:i|we|you)(?: have|'ve)(?: got)? (?:an?|another|my) (?!slot|window|gap|free|opening)\\p{L}+",
  ].join('|'),
  de: [
    'nicht|kein(?:e|en|er|em)?|nie|nein|unmöglich|verhindert|belegt|beschäftigt|absagen',
    'habe ich (?:einen?|schon|bereits)|ich habe (?:einen?|schon|bereits)',
  ].join('|'),
  fr: "pas|ne|n'\\p{L}+|jamais|impossible|non|indisponible|occupée?|annuler|j'ai (?:une?|déjà)",
  es: 'no|nunca|imposible|tampoco|ocupad[oa]|cancelar|tengo (?:una?|otr[oa]|ya)',
  it: 'no|non|mai|impossibile|occupat[oa]|annullare|ho (?:una?|già)',
  pt: 'não|nao|nunca|impossível|ocupad[oa]|cancelar|tenho (?:uma?|outr[oa]|já)',
  nl: 'niet|geen|nooit|onmogelijk|bezet|nee|annuleren|heb ik (?:een|al)|ik heb (?:een|al)',
};

const bounds: Readonly<Record<Language, string>> = {
  en: 'after|before|until|till?|by|since|past|between|earliest|latest|(?:later|earlier) than',
  de: 'nach|vor|bis|ab|seit|zwischen|frühestens|spätestens',
  fr: "après|avant|jusqu'à|jusqu'|dès|à partir de|depuis|entre",
  es: 'después del?|antes del?|hasta|a partir del?|entre',
  it: 'dopo|prima(?: di)?|fino|entro|tra|fra',
  pt: 'após|depois das?|antes das?|até|a partir das?|entre',
  nl: 'na|voor|tot|vanaf|tussen|sinds',
};

const articles = "(?:\\s+(?:the|den|dem|der|les?|las?|los|el|alle|all'|l'|às?|as|o|de))?";

/** What decides in one language whether a time is wished for. */
export interface WishWords {
  /** Said of a time that does not suit, or of one that is taken. */
  readonly negations: RegExp;
  /** Not this time, but some time on one side of it. */
  readonly bounds: RegExp;
  /** The same, as the last words before a time. */
  readonly boundsBefore: RegExp;
}

/** The deciding words of one language, together with those of English, which everybody mixes in. */
export function wishWordsOf(language: Language): WishWords {
  // In Portuguese `no` is `on the`.
  const english = language === 'pt' ? negative.en.replace('|no|', '|') : negative.en;
  const own = language === 'en' ? '' : `|${negative[language]}`;
  const ownBounds = language === 'en' ? '' : `|${bounds[language]}`;
  return {
    negations: oneOf(english + own),
    bounds: oneOf(bounds.en + ownBounds),
    boundsBefore: new RegExp(`(?<!\\p{L})(?:${bounds.en}${ownBounds})${articles}\\s*$`, 'iu'),
  };
}

/** Opens a question, so that what was ruled out before it is no longer meant. */
export const asks =
  /^[\s,–—-]*(?:(?:and|but|so|und|aber|also|et|mais|pero|y|ma|e|mas|maar|en|or|oder|please|bitte)[\s,]+)?(?:can|could|would|how about|what about|may|shall|might|let'?s|is|are you|do you|können|könnten|kann|könnte|wie wäre|geht|ginge|passt|wäre|pouvons|pourrions|peut|pourrait|est-ce|podemos|podríamos|puede|qué tal|possiamo|potremmo|poderíamos|podemos|pode|kunnen|zullen|kan)(?![\p{L}])/iu;

/** Said of the time just named, in a sentence of its own. */
export const takesBack = oneOf(
  'that|this|it|das|dies|es|cela|ça|eso|esto|ciò|questo|isso|dat|no|nein|non|não|nee',
);
export const conditions =
  /^\s*(?:if|unless|in case|otherwise|wenn|falls|sonst|si|sinon|si no|se|altrimenti|senão|als|anders)(?![\p{L}])/iu;

/** A time that begins a span: with no end of its own it is left open. */
export const opensSpan =
  /(?<!\p{L})(?:from|von|desde|dalle|van|das|dès|de)(?: (?:las?|as|os|le))?$/iu;
/** Before a time: the one that is to be left. */
export const leavesBefore = pattern(
  'iu',
  '(?<!\\p{L})(?:instead of|rather than|from|statt|anstatt|anstelle von|au lieu de|plutôt que|',
  'en lugar de|en vez de|invece di|invece che|em vez de|in plaats van)',
  `${articles}(?:\\s+(?:on|at|am|um|op))?\\s*$`,
);
/** Before a time: another one goes before it ("at 3 or 4pm"). */
export const choiceBefore =
  /(?:\d\s*(?:of|o|and|und|et|y|e|en|\/|,|&)|(?<!\p{L})(?:or|oder|ou))\s*$/iu;
/** After a time: another one, or any later one, would do as well. */
export const choiceAfter =
  /^\s*[,(]?\s*(?:(?:or|oder|ou|o|of|\/)(?![\p{L}])|(?:and|und|et|y|e|en|&)\s+(?:um |at |à |a las |om |alle |às )?\d|onwards?|at the (?:latest|earliest)|\+|-?ish|and later|\/\s*\d)/iu;

/** Half hours and quarters are spoken in ways that machines mistake for the hour beside them. */
export const fractions = oneOf(
  'half|halb|halbe|quarter|viertel|dreiviertel|kwart|demie|media|meia|mezza|cuarto|quart|quarto',
);
/** Behind a time: another person's clock, or an abbreviation that nobody read. */
export function theirClocks(after: string): boolean {
  return (
    /^[\s,(]*(?:in )?(?:\p{Lu}[\p{L} ]{1,20}|your|their|his|her|local)(?:'s)? time(?!\p{L})/u.test(
      after,
    ) ||
    /^[\s,(]*(?:eurer|ihrer|deiner|\p{L}{3,}er) zeit(?!\p{L})/iu.test(after) ||
    /^[\s,(]*(?:heure|hora|ora|tijd) (?:de|del|d'|di|van)(?!\p{L})/iu.test(after) ||
    /^\s*\(?(?!(?:OK|PM|AM|FYI|PS|ASAP|TIA)(?!\p{L}))[A-Z]{2,5}(?!\p{L})/u.test(after) ||
    beginsWithPlace(after)
  );
}

export const nextWeeks = oneOf(
  'next week|the week after|nächste[nr]? woche|kommende[nr]? woche|semaine prochaine',
  'próxima semana|semana que viene|semana que vem|prossima settimana|settimana prossima',
  'volgende week|komende week',
);
export const thisWeeks = oneOf(
  'this week|diese(?:r)? woche|cette semaine|esta semana|questa settimana|deze week',
);
export const nextDays = oneOf(
  'next|nächste[nrms]?|prochaine?|próxim[oa]|prossim[oa]|volgende|que viene|que vem',
);
export const pastDays = oneOf(
  'last|past|letzte[nrms]?|vorige[nrms]?|vergangene[nrms]?|dernière?|passée?|pasad[oa]',
  'passad[oa]|scors[oa]|afgelopen',
);
/** Counted from something else than today. */
export const countedOn = pattern(
  'iu',
  String.raw`(?<!\p{L})(?:days?|weeks?|months?|hours?|tage?|wochen?|stunden?|jours?|`,
  'semaines?|días?|semanas?|giorn[oi]|settiman[ae]|dias?|dag(?:en)?|we(?:ek|ken))',
  ' (?:later|earlier|before|after|from|früher|später|davor|danach|plus t[ôo]t|',
  'plus tard|avant|après|más tarde|más temprano|antes|después|più tardi|prima|',
  String.raw`dopo|mais tarde|mais cedo|depois|eerder)(?!\p{L})`,
);

/** Said in passing: greetings name times of day, and politeness needs negations. */
const passing = [
  pattern(
    'giu',
    String.raw`good (?:morning|afternoon|evening|day)|have a (?:\p{L}+ )?(?:day|evening|`,
    String.raw`weekend|morning|afternoon|week)|happy \p{L}+day`,
  ),
  pattern(
    'giu',
    String.raw`guten (?:morgen|tag|abend)|schöne[nrs]? (?:\p{L}+|tag noch)|bonjour|bonsoir|`,
    'bonne (?:journée|soirée)',
  ),
  pattern(
    'giu',
    'buen[oa]s (?:días|tardes|noches)|buongiorno|buonasera|bom dia|boa (?:tarde|',
    'noite)|goede(?:morgen|middag|navond)',
  ),
  pattern(
    'giu',
    "no (?:problem|worries|rush|hurry)|if you do(?:n't| not) mind|why (?:do(?:n't)|",
    "not)(?: we)?|(?:can|could)n?'?t we",
  ),
  /kein problem|pas de problème|sin problemas?|nessun problema|sem problemas?|geen probleem/giu,
  pattern(
    'giu',
    '(?:half an|half-an|a half|half)[ -]hours?|halbe(?:n)? stunde|demi-heure|',
    "media hora|mezz'ora|meia hora|half uur",
  ),
  /\b24\s?\/\s?7\b/gu,
  pattern(
    'giu',
    String.raw`(?:(?:for|für|pour|por|per|voor) )?\d+[\s-]?(?:minutes?|minuten|mins?|`,
    String.raw`minutos?|minuti|hours?|hrs?|stunden?|uur lang)(?!\p{L})`,
  ),
];

/** Leaves out what is said in passing, keeping what a question without it would be. */
export function dropPassing(words: string): string {
  return passing.reduce((text, pattern) => text.replace(pattern, ' '), words);
}
