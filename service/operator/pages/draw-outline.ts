import type { MailOutline, MailPart } from '../outline-mail.ts';
import { type Html, html } from './html.ts';

/** Parts, headers and source of a mail. What strangers wrote is shown as text and nothing else. */
export function drawOutline({ headers, parts, source, isCut }: MailOutline): Html {
  return html`<section class="card" aria-labelledby="parts"><h2
 id="parts">Parts</h2>${parts.map(drawPart)}</section>
<section class="card" aria-labelledby="headers"><h2 id="headers">Headers</h2>
<dl class="headers">${headers.map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
  )}</dl></section>
<section class="card" aria-labelledby="source"><h2 id="source">Source</h2>
<p class="soft">Live tokens read <code>*</code>${isCut && '; only the first 256 kB are shown'}.</p>
<details><summary>Show the source</summary><pre tabindex="0">${source}</pre></details></section>`;
}

function drawPart({ depth, type, name, encoding, lines, text }: MailPart): Html {
  const about = [`${lines} lines`, encoding, name].filter((one) => one !== null).join(', ');
  const head = html`<b>${type}</b> <span class="soft">${about}</span>`;
  return html`<div class="part" data-depth="${depth}">${
    text === null
      ? html`<p>${head}</p>`
      : html`<details${isOpen(type) && html` open`}><summary>${head}</summary><pre
 tabindex="0">${text}</pre></details>`
  }</div>`;
}

const isOpen = (type: string): boolean => type === 'text/plain' || type === 'text/calendar';
