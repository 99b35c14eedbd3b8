/** What stands at each number of the catalogue of hostile input, and the files that show it. */
interface Entry {
  readonly what: string;
  readonly files: readonly string[];
}

const smuggling = 'test/inbox/smtp-smuggling.test.ts';
const limits = 'test/inbox/smtp-limits.test.ts';
const recipients = 'test/inbox/smtp-recipients.test.ts';
const faults = 'test/inbox/smtp-faults.test.ts';
const calendars = 'test/calendar/hostile-samples.ts';
/** What the whole service does with it. */
const dialogue = 'test/attacks/inbound-end-to-end.test.ts';
const mime = 'test/attacks/mime-attacks.ts';
const answers = 'test/attacks/answer-attacks.ts';
const statuses = 'test/inbox/status/read-statuses-job.test.ts';

const entry = (what: string, ...files: string[]): Entry => ({ what, files });

export const catalogue: Readonly<Record<number, Entry>> = {
  1: entry('LF.LF', smuggling),
  2: entry('LF.CRLF', smuggling),
  3: entry('CRLF.LF', smuggling),
  4: entry('CR.CR', smuggling),
  5: entry('CRLF NUL.CRLF', smuggling),
  6: entry('two dots over two packets', smuggling),
  7: entry('the end cut at any byte', smuggling),
  8: entry('talk before the greeting', smuggling),
  9: entry('commands behind STARTTLS', smuggling),
  10: entry('relaying', recipients),
  11: entry('too many recipients', limits),
  12: entry('SIZE too large', limits),
  13: entry('too large without SIZE', limits),
  14: entry('a command of 300 kB', limits),
  15: entry('unseen characters in an address', recipients),
  16: entry('the null sender', recipients),
  17: entry('unknown commands', limits),
  18: entry('HTTP', smuggling),
  19: entry('commands nobody needs', limits),
  20: entry('a byte now and then', limits),
  21: entry('idle sockets', limits),
  22: entry('sockets of one address', limits),
  23: entry('a client gone in DATA', faults),
  24: entry('a client gone before 250', faults, dialogue),
  25: entry('a thousand transactions at once', limits),
  26: entry('bytes of no charset', faults),
  27: entry('a mail in circles', faults),
  28: entry('nested parts', mime),
  29: entry('siblings', mime),
  30: entry('one boundary everywhere', mime),
  31: entry('a long or endless boundary', mime),
  32: entry('returned mails', mime),
  33: entry('headers', mime),
  34: entry('one huge header', mime),
  35: entry('folds', mime),
  36: entry('addresses', mime),
  37: entry('encoded words', mime),
  38: entry('RFC 2231 parameters', mime),
  39: entry('transfer encodings and charsets', mime),
  40: entry('HTML', mime),
  41: entry('images', mime),
  42: entry('several places for a calendar', mime),
  43: entry('two METHODs', mime),
  44: entry('method= against METHOD', mime),
  45: entry('winmail.dat alone', mime),
  46: entry('a report of very many', mime),
  47: entry('NUL', mime),
  48: entry('wrapped by signature, seal or list', mime),
  49: entry('UIDs of the prototype', calendars),
  50: entry('properties of the prototype', calendars),
  51: entry('an answer in a name', calendars),
  52: entry('odd PARTSTATs', calendars),
  53: entry('lists, empty names, carets', calendars),
  54: entry('two VEVENTs', calendars),
  55: entry('two ATTENDEEs', calendars, answers),
  56: entry('another ATTENDEE', calendars, answers),
  57: entry('a party crasher', calendars, answers),
  58: entry('SEQUENCE', calendars, answers),
  59: entry('DTSTAMP', calendars, answers),
  60: entry('METHOD', calendars, answers),
  61: entry('COUNTER without a time', calendars, answers),
  62: entry('RRULE bombs', calendars),
  63: entry('VTIMEZONE bombs', calendars),
  64: entry('many and long lines', calendars),
  65: entry('line ends and broken frames', calendars),
  66: entry('odd UIDs', calendars),
  67: entry('RECURRENCE-ID', calendars, answers),
  68: entry('the UID of another application', calendars, answers),
  69: entry('a cancelled room', calendars, answers),
  70: entry('odd mailto', calendars, answers),
  94: entry('reports of providers', statuses),
};
