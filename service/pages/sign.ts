/** What a page has to tell, seen before a word is read. */
export type Sign = keyof typeof paths;

/** Drawn on 24 × 24; the words beside it say the same, so nobody needs to see it. */
const paths = {
  done: 'M5 12.5l4.5 4.5L19 7.5',
  stays: 'M4 6h16v14H4zM4 11h16M8.5 3v4M15.5 3v4',
  asked: 'M21 3L10 14M21 3l-7 18-4-7-7-4z',
  mailed: 'M3 6h18v13H3zM3 7l9 7 9-7',
  off: 'M6 6l12 12M18 6L6 18',
  past: 'M12 21a9 9 0 110-18 9 9 0 010 18zM12 7v5l3.5 2',
  wrong: 'M12 4v10M12 19.5v.5',
  told: 'M12 10.5V20M12 4.5V5',
} as const;

export function drawSign(sign: Sign): string {
  const path = `<path d="${paths[sign]}"/>`;
  return `<svg class="sign ${sign}" viewBox="0 0 24 24" aria-hidden="true">${path}</svg>`;
}
