/** One content line (RFC 5545 §3.1): names in upper case, parameter values decoded. */
export interface ContentLine {
  readonly name: string;
  /** Every value of a parameter in order; a parameter given twice holds the values of both. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  readonly value: string;
}

/**
 * Splits text into unfolded lines. Takes CRLF, CRCRLF, CR and LF as line ends; blanks at the end
 * of a line are not part of it.
 */
export function unfoldLines(text: string): string[] {
  const unix = text.replace(/\r{1,2}\n|\r/g, '\n');
  return unix
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .map(trimBlanks);
}

/**
 * Folds one line at 75 octets on a code point border (RFC 5545 §3.1).
 */
export function foldLine(line: string): string {
  const rows: string[] = [];
  let row = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      rows.push(row);
      row = ' ';
      octets = 1;
    }
    row += character;
    octets += size;
  }
  return [...rows, row].join('\r\n');
}

/**
 * Reads one unfolded line; null when it is none (`name *(";" param) ":" value`). A quote opens
 * only at the start of a parameter value and closes only before `,`, `;` or `:`, so that separators
 * inside a quoted name never become parameters, and a stray quote never swallows one.
 */
export function readContentLine(line: string): ContentLine | null {
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return null;
  const params = new Map<string, string[]>();
  const source = { line, at: name.length, quotesCanClose: true };
  while (line[source.at] === ';') readParam(source, params);
  if (line[source.at] !== ':') return null;
  return { name: name.toUpperCase(), params, value: line.slice(source.at + 1) };
}

interface Source {
  readonly line: string;
  at: number;
  /** Turns false once no closing quote is left: keeps a line of quotes from costing n². */
  quotesCanClose: boolean;
}

function readParam(source: Source, params: Map<string, string[]>): void {
  source.at += 1;
  const name = readUntil(source, '=;:').trim().toUpperCase();
  const values = params.get(name) ?? [];
  params.set(name, values);
  if (source.line[source.at] !== '=') return;
  do {
    source.at += 1;
    values.push(decodeCarets(readParamValue(source)));
  } while (source.line[source.at] === ',');
}

function readParamValue(source: Source): string {
  const { line, at } = source;
  const close = line[at] === '"' && source.quotesCanClose ? closingQuote(line, at + 1) : null;
  if (close === -1) source.quotesCanClose = false;
  if (close === null || close === -1) return readUntil(source, ',;:');
  source.at = close + 1;
  return line.slice(at + 1, close);
}

function closingQuote(line: string, from: number): number {
  let quote = line.indexOf('"', from);
  while (quote !== -1 && !',;:'.includes(line[quote + 1] ?? '!')) {
    quote = line.indexOf('"', quote + 1);
  }
  return quote;
}

function readUntil(source: Source, stops: string): string {
  const from = source.at;
  while (source.at < source.line.length && !stops.includes(source.line[source.at] ?? '')) {
    source.at += 1;
  }
  return source.line.slice(from, source.at);
}

/** RFC 6868 §3: `^n` is a line break, `^'` a double quote, `^^` a caret. */
function decodeCarets(value: string): string {
  return value.replace(/\^([n'^])/g, (_, code: string) => {
    if (code === 'n') return '\n';
    return code === "'" ? '"' : '^';
  });
}

function trimBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t'.includes(line[end - 1] ?? '!')) end -= 1;
  return line.slice(0, end);
}
