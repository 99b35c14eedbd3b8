/**
 * The words of an HTML body that are no quotation, roughly: enough to understand a letter by, and
 * cheap for any input.
 */
export function stripMarkup(markup: string): string {
  const marked = dropHidden(markup.slice(0, 64_000).replace(/[\uE000\uE001]/g, ''))
    .replace(/\s+/g, ' ')
    .replace(/<blockquote\b[^<>]{0,500}>/gi, '\n\uE000')
    .replace(/<\/blockquote>/gi, '\uE001\n')
    .replace(/<(br|\/?p|\/?div|\/tr|\/li|hr|\/h[1-6])\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, '')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{1,8});/gi, (whole, name: string) =>
      decode(whole, name),
    );
  return dropQuotations(marked);
}

/** Without what no reader shows; each piece is looked through once, closed or not. */
function dropHidden(markup: string): string {
  const hidden = [
    [/<!--/, /-->/],
    ...['style', 'script', 'head', 'title'].map((name) => [
      new RegExp(`<${name}(?=[\\s>])`, 'i'),
      new RegExp(`</${name}\\s*>`, 'i'),
    ]),
  ] as const;
  return hidden.reduce((text, [open = /$^/, close = /$^/]) => {
    const [first = '', ...others] = text.split(open);
    const kept = others.map((piece) => {
      const end = close.exec(piece);
      return end === null
        ? piece.slice(piece.indexOf('>') + 1)
        : piece.slice(end.index + end[0].length);
    });
    return [first, ...kept].join(' ');
  }, markup);
}

/** Leaves out what stands between the marks of a quotation, however deep. */
function dropQuotations(marked: string): string {
  let depth = 0;
  const pieces: string[] = [];
  for (const piece of marked.split(/(?=[\uE000\uE001])/)) {
    if (piece.startsWith('\uE000')) depth += 1;
    if (piece.startsWith('\uE001')) depth = Math.max(0, depth - 1);
    if (depth === 0) pieces.push(piece.replace('\uE001', ''));
  }
  return pieces.join('').replace(/\n[ \n]+/g, '\n\n');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['auml', 'ä'],
  ['ouml', 'ö'],
  ['uuml', 'ü'],
  ['szlig', 'ß'],
  ['eacute', 'é'],
  ['egrave', 'è'],
  ['agrave', 'à'],
  ['aacute', 'á'],
  ['iacute', 'í'],
  ['oacute', 'ó'],
  ['uacute', 'ú'],
  ['ntilde', 'ñ'],
  ['ccedil', 'ç'],
]);

function decode(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities.get(name.toLowerCase()) ?? whole;
  const isHex = /^#x/i.test(name);
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
