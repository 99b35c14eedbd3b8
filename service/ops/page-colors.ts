/** What only makes the sources easier to read is not sent. */
export const squeeze = (css: string): string => css.replace(/\n\s*/g, '');

/**
 * The colours that all pages share, light and dark. Greys are those of mail.mjml, so that a mail
 * and the page it leads to look like one thing.
 */
export const pageColors = squeeze(`
:root{color-scheme:light dark;--paper:#f4f5f7;--card:#fff;--panel:#f4f5f7;--ink:#16181d;
  --soft:#4b515e;--line:#e3e6ea;--edge:#868d9a;--good:#15703b;--good-tint:#e6f4ea;
  --wrong:#b3261e;--wrong-tint:#fdf0ef}
@media(prefers-color-scheme:dark){
  :root{--paper:#0e1014;--card:#191c22;--panel:#232730;--ink:#f3f4f6;--soft:#b6bcc8;
    --line:#343a46;--edge:#7d8594;--good:#6fd195;--good-tint:#1b3026;
    --wrong:#ff9d94;--wrong-tint:#3a2122}
}
`);
