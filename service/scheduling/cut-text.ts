/**
 * The text with at most `length` characters. Counted in code points, as the database counts, so
 * that the cut never leaves half a character.
 */
export function cutText(text: string | null, length: number): string | null {
  if (text === null || text.length <= length) return text;
  return [...text].slice(0, length).join('');
}
