/** Markup that is safe to place in a page: made by `html` only. */
export interface SafeHtml {
  readonly markup: string;
}

type Inserted = SafeHtml | string | number | null | readonly SafeHtml[];

/** Fills markup; every inserted text is escaped, inserted markup and lists of it are kept. */
export function html(pieces: TemplateStringsArray, ...inserted: readonly Inserted[]): SafeHtml {
  const filled = pieces.map((piece, i) => piece + toMarkup(inserted[i] ?? null));
  return { markup: filled.join('') };
}

function toMarkup(value: Inserted): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
