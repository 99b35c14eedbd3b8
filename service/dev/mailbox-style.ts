import { createHash } from 'node:crypto';

/** The one style sheet of the mailbox's pages. */
export const mailboxStyle = `
:root { color-scheme: light dark; --line: #d5dae1; --quiet: #55606e; --soft: #f4f6f8;
  --accent: #1f5fbf; --request: #17663a; --cancel: #a3261b; }
@media (prefers-color-scheme: dark) { :root { --line: #3a424d; --quiet: #a9b4c2; --soft: #20262e;
  --accent: #8ab8ff; --request: #7fd6a4; --cancel: #ff9c92; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem;
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
p, dl { margin: .5rem 0; }
.quiet { color: var(--quiet); }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; }
input, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--quiet);
  border-radius: .35rem; }
nav { display: flex; flex-wrap: wrap; gap: .35rem 1rem; margin: 1rem 0; padding: .5rem .75rem;
  background: var(--soft); border-radius: .35rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: .35rem; font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 42rem; border: 1px solid var(--line); border-radius: .35rem;
  background: #fff; }
.method { font-weight: 600; }
.REQUEST { color: var(--request); }
.CANCEL { color: var(--cancel); }
`;

const hash = createHash('sha256').update(mailboxStyle).digest('base64');

/** Nothing from elsewhere, no script; the style by its hash, the mail itself in a frame. */
export const mailboxPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For the mail's own HTML: its inline styles and links, and nothing else it might contain. */
export const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');
