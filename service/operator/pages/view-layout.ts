import { listNames } from '../work-lists.ts';
import { Html, html } from './html.ts';
import { viewStyle } from './view-style.ts';
import { lists } from './view-words.ts';
import { mayAct, type ViewPage, type Visit } from './visit.ts';

interface MenuEntry {
  readonly key: string;
  readonly name: string;
  readonly path: string;
}

const entry = (key: string, name: string, path: string): MenuEntry => ({ key, name, path });

const listEntries = (of: string) =>
  listNames
    .filter((name) => lists[name].group === of)
    .map((name) => entry(name, lists[name].menu, `/lists/${name}`));

const menu: readonly { readonly group: string; readonly entries: readonly MenuEntry[] }[] = [
  { group: '', entries: [entry('overview', 'Overview', ''), entry('find', 'Find', '/find')] },
  { group: 'Mail out', entries: [...listEntries('out'), entry('relays', 'Relays', '/relays')] },
  { group: 'Mail in', entries: listEntries('in') },
  { group: 'People and receivers', entries: listEntries('receivers') },
  {
    group: 'The service',
    entries: [...listEntries('service'), entry('actions', 'Actions', '/actions')],
  },
];

/** The whole document of a page inside the view. `styleNonce` is the one of its own policy. */
export function renderView(page: ViewPage, visit: Visit, styleNonce: string): string {
  const { base, session } = visit;
  const body = html`
<a class="skip" href="#main">Skip to the content</a>
<div class="shell">
<header class="side">
<p class="brand">Parley <span>Operator</span></p>
<form class="search" role="search" action="${base}/find"><label class="hidden" for="q">Find a
 room by an id or an address</label><input
 id="q" name="q" type="search" maxlength="512" title="An id or an address"><button>Find</button>
</form>
${renderMenu(page, base)}
<div class="who"><p><bdi>${session.actor}</bdi> <span
 class="badge ${mayAct(visit) ? 'info' : 'warn'}">${
   mayAct(visit) ? 'Full access' : 'Read-only'
 }</span></p>
<form method="post" action="${base}/sign-out"><input type="hidden" name="nonce"
 value="${visit.nonce}"><button>Sign
 out</button></form></div>
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
</div>`;
  return renderDocument(page.title, body, styleNonce);
}

function renderMenu(page: ViewPage, base: string): Html {
  const groups = menu.map(
    ({ group, entries }) => html`${group !== '' && html`<li class="group">${group}</li>`}
${entries.map(
  ({ key, name, path }) =>
    html`<li><a href="${base}${path}"${
      key === page.menu && html` aria-current="page"`
    }>${name}</a></li>`,
)}`,
  );
  return html`<nav class="menu" aria-label="Operator"><ul>${groups}</ul></nav>`;
}

/** A page in front of the view, for who is not signed in. */
export function renderGate(title: string, main: Html, styleNonce: string): string {
  return renderDocument(title, html`<div class="gate"><main>${main}</main></div>`, styleNonce);
}

function renderDocument(title: string, body: Html, styleNonce: string): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – Parley operator</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<style nonce="${styleNonce}">${new Html(viewStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
