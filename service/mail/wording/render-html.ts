import type { MailView } from '../mail-view.ts';
import { html, type SafeHtml } from './html-text.ts';
import type { Action, Block, MailContent } from './mail-content.ts';
import { sayFooter } from './render-text.ts';

/**
 * The HTML of a mail: one column, inline styles (several mail readers drop style elements), no
 * script and nothing fetched from afar, so opening it tells nobody.
 */
export function renderHtml(content: MailContent, view: MailView): string {
  const footer = sayFooter(view).map((line) => html`<br>${line}`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${content.subject}</title>
${darkStyles}
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6;${font}">
<div style="display:none;max-height:0;overflow:hidden">${content.preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0"
 style="max-width:560px;background:#ffffff;border-radius:12px;text-align:left">
<tr><td style="padding:28px">
<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#111827">
${content.heading}</h1>
${greet(view)}
${content.blocks.map((block) => renderBlock(block, view))}
<p class="soft" style="margin:24px 0 0;font-size:13px;line-height:1.5;color:#4b5563">
<span aria-hidden="true">— </span>${footer}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
  return page.markup;
}

const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const bodyText = 'margin:0 0 14px;font-size:16px;line-height:1.5;color:#111827';

/** For readers that keep style elements and have a dark mode. */
const darkStyles = html`<style>
@media (prefers-color-scheme: dark) {
.page { background: #111827 !important; }
.card, .time { background: #1f2937 !important; }
.ink, .ink a { color: #f9fafb !important; }
.soft { color: #d1d5db !important; }
.quiet { color: #f9fafb !important; border-color: #9ca3af !important; }
}
</style>`;

function greet(view: MailView): SafeHtml {
  const name = view.reader.trim();
  return html`<p class="ink" style="${bodyText}">${name === '' ? 'Hello,' : `Hello ${name},`}</p>`;
}

function renderBlock(block: Block, view: MailView): SafeHtml {
  switch (block.is) {
    case 'paragraph':
      return html`<p class="ink" style="${bodyText}">${breakLines(block.text)}</p>`;
    case 'time':
      return renderTime(block);
    case 'detail':
      return renderDetail(block);
    case 'quote':
      return html`<p class="soft" style="margin:0 0 4px;font-size:14px;color:#4b5563">
${block.label}:</p><blockquote class="ink" style="${bodyText};padding:0 0 0 12px;
border-left:3px solid #9ca3af">${breakLines(block.text)}</blockquote>`;
    case 'actions':
      return html`<p style="margin:20px 0;line-height:3.2">${block.actions.map((each) =>
        renderAction(each, view),
      )}</p>`;
  }
}

function renderTime({ label, time, isPast }: Block & { is: 'time' }): SafeHtml {
  const local = html`${time.local} (${time.length})`;
  const utc = time.utc === null || isPast ? html`` : html`<br>${time.utc}`;
  const shown = isPast ? html`<s>${local}</s>` : html`<strong>${local}</strong>`;
  return html`<p class="ink time" style="${bodyText}">
<span class="soft" style="font-size:14px;color:#4b5563">${label}:</span><br>
${shown}<br>
<span class="soft" style="font-size:14px;color:#4b5563">${time.zone}${utc}</span></p>`;
}

function renderDetail({ label, text, url }: Block & { is: 'detail' }): SafeHtml {
  const value = url === null ? html`${text}` : html`<a href="${url}">${text}</a>`;
  return html`<p class="ink" style="${bodyText};overflow-wrap:anywhere">
<span class="soft" style="font-size:14px;color:#4b5563">${label}:</span> ${value}</p>`;
}

function renderAction({ label, url, tone }: Action, view: MailView): SafeHtml {
  const ink = tone === 'main' ? inkOn(view.color) : '#111827';
  const ground = tone === 'main' ? `background:${view.color};` : '';
  const edge = tone === 'main' ? view.color : '#6b7280';
  return html`<a class="${tone}" href="${url}" style="display:inline-block;margin:0 10px 0 0;
padding:12px 20px;line-height:1.2;border:1px solid ${edge};border-radius:8px;${ground}color:${ink};
font-size:16px;font-weight:600;text-decoration:none">${label}</a>`;
}

/** Black or white, whichever is easier to read on this colour (WCAG 2.2, relative luminance). */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

function breakLines(text: string): readonly SafeHtml[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.map((line, i) => (i === 0 ? html`${line}` : html`<br>${line}`));
}
