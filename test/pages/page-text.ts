/** What stands in a document to be read, piece by piece; names of zones are the same everywhere. */
export function readTexts(html: string): string[] {
  const body = html.slice(html.indexOf('<title>'));
  const shown = body
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<option[\s\S]*?<\/option>/g, '')
    .replace(/<optgroup label="([^"]*)">/g, '$1<br>')
    .replace(/<textarea[\s\S]*?<\/textarea>/g, '');
  return shown
    .split(/<[^>]*>/)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}

/** The heading of a document. */
export function readHeading(html: string): string {
  const [, text = ''] = /<h1>([\s\S]*?)<\/h1>/.exec(html) ?? [];
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
