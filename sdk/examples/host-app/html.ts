/** Text that is markup already; everything else is escaped when it is put into a page. */
export interface Html {
  readonly markup: string;
}

type Value = Html | readonly Html[] | string | number | null | false | undefined;

/** A piece of a page: html`<p>${text}</p>`. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const markup = parts.reduce((before, part, i) => before + write(values[i - 1]) + part);
  return { markup };
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(({ markup }) => markup).join('');
  if (typeof value === 'object' && 'markup' in value) return value.markup;
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? '');
