/** Beyond this nobody reads, and nothing is looked for. */
const bodyLength = 16_000;

/** `On Mon, 1 Mar 2027 at 10:00, Ada <…> wrote:` in the languages of common mail programs. */
const attribution =
  /^.{4,300}(wrote|writes|schrieb(en)?|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(?a?\)?|napsal\(?a?\)?|написал\(?а?\)?|пишет|写道|のメール).{0,200}[:：]\s*$/i;
const opening = /^\W{0,3}(on|am|le|el|em|il|op|den|på|w dniu|dnia|dne|в|от|\d)(?!\p{L})/iu;
const dated = /@|\d{1,2}[:.h]\d\d|\d\D.*\d{4}|\d{4}.*\D\d/i;
/** Gmail where it has no words for it: a date, a name and an address before a colon. */
const bareAttribution = /^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}.{1,200}<[^<>\s]{1,254}>\s?[:：]?\s*$/;
/** From here on all is a mail of somebody else. */
const dividers = [
  /^\W*[-_=]{2,}\s*(original|ursprüngliche|reply|forwarded|weitergeleitete|mensaje|mensagem|message|messaggio|oorspronkelijk|doorgestuurd|ursprungligt|oprindelig|původní|oryginalna|исходное|пересылаемое|元のメッセージ|原始邮件).{0,60}[-_=]{2,}\s*$/i,
  /^\s*[_=]{20,}\s*$/,
  /^\s*(begin forwarded message|anfang der weitergeleiteten|début du message réexpédié)\b.{0,40}$/i,
];
/** A signature begins with two dashes and a blank (RFC 3676 §4.3), which some programs trim. */
const signature = /^-- ?$/;
const deviceLines =
  /^\W*((sent|get outlook|von meinem|envoyé|enviado|inviato|verzonden|verstuurd|skickat|gesendet)\b.{0,60}\b(iphone|ipad|android|galaxy|samsung|huawei|mobile|smartphone|phone|handy|outlook|mail|ios|yahoo|gmx|handheld)\b.{0,40}|get outlook for .{2,20})$/i;
/** Outlook's head of the mail it answers: a sender, and a date within the next lines. */
const headSender = /^\W{0,3}(from|von|de|da|van|från|fra|od|от|lähettäjä)\W{0,3}:\W?\s*\S/i;
const headDate =
  /^\W{0,3}(sent|date|gesendet|datum|envoyé|enviado( el| em)?|fecha|data|inviato|verzonden|skickat|sendt|wysłano|odesláno|отправлено|lähetetty|to|an|à|para)\W{0,3}:/i;

/**
 * What the writer of a mail said, without what others wrote before: no quoted lines, no line that
 * introduces them, no mail below a divider, no signature. Hostile text in, hostile text out; time
 * and length are bounded.
 */
export function readOwnWords(body: string): string {
  const lines = body
    .slice(0, bodyLength)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .split('\n');
  const own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (signature.test(line) || endsOwnWords(lines, at)) break;
    const introduces = countAttribution(lines, at);
    if (introduces > 0) {
      // Answers below a quotation are own words again; without its marks it cannot be told.
      if (!isQuoted(nextWords(lines, at + introduces))) break;
      at += introduces - 1;
    } else if (!isQuoted(line) && !deviceLines.test(line.slice(0, 200))) {
      own.push(line);
    }
  }
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function isQuoted(line: string): boolean {
  return /^[ \t]{0,3}[>|]/.test(line);
}

function nextWords(lines: readonly string[], from: number): string {
  return lines.slice(from, from + 5).find((line) => line.trim() !== '') ?? '';
}

function endsOwnWords(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').slice(0, 400);
  if (dividers.some((divider) => divider.test(line))) return true;
  if (!headSender.test(line)) return false;
  return lines.slice(at + 1, at + 5).some((next) => headDate.test(next.slice(0, 100)));
}

/** How many lines, up to three, say who wrote what follows; 0 when none does. */
function countAttribution(lines: readonly string[], at: number): number {
  if ((lines[at] ?? '').trim() === '') return 0;
  for (const count of [1, 2, 3]) {
    const some = lines.slice(at, at + count).map((line) => line.trim());
    if (some.includes('') || (count > 1 && !opening.test(some[0] ?? ''))) return 0;
    const text = some.join(' ').slice(0, 600);
    if (bareAttribution.test(text)) return count;
    // A date or an address tells it from a sentence that happens to end in "wrote:".
    if (attribution.test(text) && dated.test(text)) return count;
  }
  return 0;
}
