/** Every text of a content that people read, in the order in which it stands there. */
export function listTexts(content: object): readonly string[] {
  return Object.entries(content).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return unread.has(name) ? [] : [value];
    return typeof value === 'object' && value !== null ? listTexts(value) : [];
  });
}

const unread = new Set(['is', 'tone', 'url', 'language', 'direction', 'colon']);
