import { cleanText } from '../calendar/sanitise.ts';

const commentLength = 500;
const textLength = 8_000;

/** Where other words begin: the meeting's own block, a quotation, a signature. */
const foreignStarts: readonly RegExp[] = [
  /\*~\*~\*/,
  /^-{2,} ?[^-]{2,60} ?-{2,}$/,
  /^-- ?$/,
  /^[_=*-]{8,}/,
  /^>/,
  /^(?:When|Where|Wann|Wo|Quand|Où|Cuándo|Dónde|Quando|Onde|Dove|Wanneer|Waar|När|Plats|Hvornår|Når|Hvor|Milloin|Kiedy|Gdzie|Когда|Где|日時|場所|时间|地点|時間|일시|위치) ?[:：]/iu,
  /^(?:From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|От|差出人|发件人|寄件者|보낸 사람) ?[:：]/iu,
  /^(?:On|Am|Le|El|Il|Op|Den|W dniu)\b.{5,200}(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev|napisał).{0,60}:$/iu,
  /^(?:Sent from|Get Outlook|Von meinem|Gesendet von|Holen Sie sich Outlook|Envoyé de|Enviado desde|Inviato da|Verzonden vanaf)\b/iu,
];

/** Sentences that programs write in a person's place; a text with one of them is none of theirs. */
const programWords: readonly RegExp[] = [
  /\b(?:has|have) (?:tentatively )?(?:accepted|declined|replied|proposed|responded)\b/i,
  /\b(?:hat|haben) .{0,80}(?:angenommen|zugesagt|abgelehnt|abgesagt|vorgeschlagen)\b/i,
  /\ba (?:accepté|refusé|proposé)\b/iu,
  /^(?:Accepted|Declined|Tentative|New Time Proposed|Zugesagt|Abgelehnt|Mit Vorbehalt)\s?:/im,
  /\brequest (?:was|has been) (?:accepted|declined|received)\b/i,
  /Google Calendar|BEGIN:VCALENDAR|Microsoft (?:Exchange|Teams (?:meeting|need help))/i,
  // Our own invitation, quoted without a mark.
  /\beyJ[\w-]{8}|\/reschedule\?/,
];

/**
 * What a person typed beside an answer, taken from the text of their mail when the calendar object
 * holds no comment (Outlook and Exchange). At most 500 characters, as text to be shown. Null when
 * there is nothing, or it may be a program's words: no comment is better than those.
 */
export function findTypedComment(text: string): string | null {
  const lines = text
    .slice(0, textLength)
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim());
  const end = lines.findIndex((line) => foreignStarts.some((pattern) => pattern.test(line)));
  const own = end < 0 ? lines : dropLabels(lines.slice(0, end), lines[end] ?? '');
  const comment = cleanText(own.join('\n'), commentLength);
  if (comment === '' || programWords.some((pattern) => pattern.test(comment))) return null;
  return comment;
}

/** Before Outlook's `*~*~*` stand the meeting's time and place, labelled in any language. */
function dropLabels(lines: readonly string[], mark: string): readonly string[] {
  if (!mark.includes('*~*~*')) return lines;
  const label = lines.findIndex((line) => /^[\p{L} ]{2,24}[:：]/u.test(line));
  return label < 0 ? lines : lines.slice(0, label);
}
