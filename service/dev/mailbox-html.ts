import { html, type SafeHtml } from './html-text.ts';
import type { MailboxMail } from './mailbox-mail.ts';
import { mailboxStyle } from './mailbox-style.ts';

function layOut(title: string, content: SafeHtml): string {
  const style: SafeHtml = { markup: mailboxStyle };
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>${content}</body>
</html>
`.markup;
}

const moment = (iso: string): SafeHtml =>
  html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;

function sayMethod(mail: MailboxMail): SafeHtml {
  if (mail.method === null) return html`<span class="quiet">no calendar object</span>`;
  const known = mail.method === 'CANCEL' ? 'CANCEL' : 'REQUEST';
  return html`<span class="method ${known}">${mail.method}</span>`;
}

/** The list of mails, newest first; `to` is the filter in force. */
export function renderMailList(mails: readonly MailboxMail[], to: string | null): string {
  const table = html`<div class="scroll"><table>
<thead><tr><th scope="col">Received</th><th scope="col">To</th><th scope="col">Subject</th>
<th scope="col">Method</th><th scope="col">Sequence</th><th scope="col">Session</th></tr></thead>
<tbody>${mails.map(renderRow)}</tbody>
</table></div>`;
  return layOut(
    'Development mailbox',
    html`<main>
<h1>Development mailbox</h1>
<p class="quiet">No relay is configured, so every mail lands here and nowhere else.</p>
<form method="get" action="/dev/mailbox">
<div><label for="to">Only mail to</label><br>
<input id="to" name="to" type="text" value="${to ?? ''}" autocomplete="off"></div>
<button type="submit">Show</button>
<a href="/dev/mailbox">Show all</a>
</form>
${mails.length === 0 ? html`<p>There is no mail here yet.</p>` : table}
</main>`,
  );
}

function renderRow(mail: MailboxMail): SafeHtml {
  return html`<tr>
<td>${moment(mail.receivedAt)}</td>
<td>${mail.to}</td>
<td><a href="/dev/mailbox/${mail.id}">${mail.subject || '(no subject)'}</a></td>
<td>${sayMethod(mail)}</td>
<td>${mail.sequence}</td>
<td>${mail.localTime}</td>
</tr>`;
}

/** One mail with everything in it; its own HTML stands in a frame of its own. */
export function renderMail(mail: MailboxMail): string {
  const base = `/dev/mailbox/${mail.id}`;
  return layOut(
    `Mail ${mail.id} to ${mail.to}`.slice(0, 70),
    html`<main>
<p><a href="/dev/mailbox">All mails</a></p>
<h1>${mail.subject || '(no subject)'}</h1>
<dl>
<dt>To</dt><dd><a href="/dev/mailbox?to=${encodeURIComponent(mail.to)}">${mail.to}</a></dd>
<dt>From</dt><dd>${mail.from}</dd>
<dt>Received</dt><dd>${moment(mail.receivedAt)}</dd>
<dt>Calendar</dt><dd>${sayMethod(mail)}${saySequence(mail)}</dd>
<dt>Session</dt><dd>${mail.localTime ?? '–'}</dd>
</dl>
<nav aria-label="Parts of this mail">
<a href="#html">HTML</a><a href="#text">Text</a>
${mail.ics === null ? '' : html`<a href="#ics">Calendar</a>`}
<a href="#links">Links</a><a href="#headers">Headers</a><a href="${base}/raw">Raw mail</a>
</nav>
<h2 id="html">HTML</h2>
<iframe src="${base}/html" title="The mail as its reader sees it"
 sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<h2 id="text">Text</h2>
<pre tabindex="0">${mail.text}</pre>
${mail.ics === null ? '' : html`<h2 id="ics">Calendar</h2><pre tabindex="0">${mail.ics}</pre>`}
<h2 id="links">Links</h2>
${renderLinks(mail.links)}
<h2 id="headers">Headers</h2>
<pre tabindex="0">${mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
</main>`,
  );
}

const saySequence = ({ sequence, uid }: MailboxMail): string =>
  sequence === null ? '' : `, sequence ${sequence}, UID ${uid ?? '–'}`;

function renderLinks(links: readonly string[]): SafeHtml {
  if (links.length === 0) return html`<p>This mail has no links.</p>`;
  const items = links.map((link) => html`<li><a href="${link}" rel="noreferrer">${link}</a></li>`);
  return html`<ul>${items}</ul>`;
}

/** A page for a mail that is not there. */
export function renderNoMail(): string {
  return layOut(
    'No such mail',
    html`<main><h1>No such mail</h1><p><a href="/dev/mailbox">All mails</a></p></main>`,
  );
}

/** The mail's own HTML; its links open beside the mailbox, never inside the frame. */
export function frameMail(mail: MailboxMail): string {
  const base = '<base target="_blank">';
  if (!/<head[^>]*>/i.test(mail.html)) return `${base}${mail.html}`;
  return mail.html.replace(/<head[^>]*>/i, (head) => head + base);
}
