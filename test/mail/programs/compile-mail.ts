/**
 * Makes service/mail/render/compiled-mail.json of mail.mjml; with `--check`, says whether the one
 * that is there is current. mjml has 200 packages and is not part of the service.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import mjml, { type MjmlParts } from 'mjml';

const source = new URL('../../../service/mail/render/mail.mjml', import.meta.url);
const target = new URL('../../../service/mail/render/compiled-mail.json', import.meta.url);

/** Sides that mjml writes out, for readers of either direction. Word needs `dir` on tables. */
const mirrored: readonly (readonly [RegExp, string])[] = [
  [/direction:ltr/g, 'direction:<%= it.direction %>'],
  [/text-align:left/g, 'text-align:<%= it.start %>'],
  [/align="left"/g, 'align="<%= it.start %>"'],
  [/<table(?=\s)/g, '<table dir="<%= it.direction %>"'],
];

async function compileMail(): Promise<string> {
  const { html } = await mjml(readFileSync(source, 'utf8'), {
    fonts: {},
    validationLevel: 'strict',
    keepComments: false,
    skeleton,
  });
  const both = mirrored.reduce((made, [side, tag]) => made.replace(side, tag), squeeze(html));
  return `${JSON.stringify({ lines: both.split('\n') }, null, 2)}\n`;
}

/** Half the size of mjml's own, which mends readers of before 2010 and repeats the subject. */
function skeleton({ lang, dir, headRaw, style, content }: MjmlParts): string {
  return `<!doctype html>
<html lang="${lang}" dir="${dir}" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
${headRaw.join('')}
<style>
${style.join('')}
</style>
</head>
${content}
</html>`;
}

/**
 * Classes for columns of other widths than all; properties that say nothing, or say it twice: a
 * ground under the rounded one has square corners, which mjml cuts off with `overflow`.
 */
const idle =
  /class="mj-column-per-100 mj-outlook-group-fix" | class=""|word-spacing:normal;|background:#\w+;(background-color:#\w+;(?=width:100%))?|;overflow:hidden/g;

/** Without indentation and blank lines. mjml's own minifier does not know eta's tags. */
function squeeze(html: string): string {
  return html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .replace(/(<\w+)\s+/g, '$1 ')
    .replaceAll('\n>', '>')
    .replace(idle, '')
    .replaceAll(';">', '">');
}

const compiled = await compileMail();
if (!process.argv.includes('--check')) {
  writeFileSync(target, compiled);
} else if (readFileSync(target, 'utf8') !== compiled) {
  process.stderr.write('compiled-mail.json is stale: npm run generate\n');
  process.exitCode = 1;
}
