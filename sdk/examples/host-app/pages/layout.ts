import { type Html, html } from '../html.ts';
import type { Person } from '../people.ts';
import type { Toast } from '../sign-in.ts';
import { initials } from './sign-in-page.ts';

const styles = ['ground', 'forms', 'pills', 'sessions', 'session', 'overlay'].map(
  (name) => html`<link rel="stylesheet" href="/${name}.css">`,
);

/** A whole page around its main part. */
export function renderLayout(content: {
  readonly title: string;
  readonly main: Html;
  readonly person: Person | null;
  readonly toast: Toast | null;
}): string {
  const { title, main, person, toast } = content;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Practice</title>
<link rel="icon" href="data:,">
${styles}
<script type="module" src="/live.js"></script>
</head>
<body${person && html` data-live-pages`}>
<a class="skip" href="#main">Skip to content</a>
<header><div class="bar">
<a class="brand" href="/">Practice <span>demo</span></a>
${person && renderPerson(person)}
</div></header>
<main id="main" tabindex="-1">${main}</main>
<div class="toasts" id="toasts" role="status">${toast && renderToast(toast)}</div>
<dialog id="dialog" aria-labelledby="panel-title"></dialog>
<footer><p>A demonstration of the Parley SDK. Mails land in the development mailbox.</p></footer>
</body>
</html>
`.markup;
}

function renderPerson(person: Person): Html {
  const role = person.role === 'host' ? 'Host' : 'Guest';
  return html`<form class="who" method="post" action="/sign-out">
<span class="avatar ${person.role}" aria-hidden="true">${initials(person)}</span>
<span class="name">${person.name} <small>${role}</small></span>
<button class="quiet">Switch</button></form>`;
}

const renderToast = ({ tone, text }: Toast): Html => html`<div class="toast ${tone}"><p>${text}</p>
</div>`;
