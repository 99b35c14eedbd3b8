import type { Block, FooterLine, MailContent, TimeBlock } from '../wording/mail-content.ts';
import { breakLines } from './break-lines.ts';

type Script = Pick<MailContent, 'direction' | 'colon'>;

/** The plain text of a mail: everything the HTML says, in the same order. */
export function renderText(content: MailContent): string {
  const blocks = content.blocks.map((block) => renderBlock(block, content));
  // The mark before a signature (RFC 3676 §4.3): mail programs leave it out of an answer.
  const footer = ['-- ', ...content.footer.map((line) => addUrl(line, content))].join('\n');
  return `${[content.greeting, ...blocks, footer].join('\n\n')}\n`;
}

function renderBlock(block: Block, script: Script): string {
  switch (block.is) {
    case 'paragraph':
      return block.text;
    case 'time':
      return renderTime(block, script);
    case 'times':
      return block.times.map((time) => renderTime(time, script)).join('\n\n');
    case 'detail':
      return `${block.label}${script.colon} ${addUrl(block, script)}`;
    case 'quote':
      return `${block.label}${script.colon}\n${prefixLines(block.text, '> ')}`;
    case 'actions':
      return block.actions.map(({ label, url }) => `${label}${script.colon}\n${url}`).join('\n\n');
  }
}

/** A time that is no longer true says so in its label. */
function renderTime(
  { label, local, length, lines }: TimeBlock,
  { direction, colon }: Script,
): string {
  // From right to left, spaces would push the lines away from the edge they belong under.
  const margin = direction === 'ltr' ? ' '.repeat(`${label}${colon} `.length) : '';
  return [`${label}${colon} ${local} (${length})`, ...lines.map((line) => margin + line)].join(
    '\n',
  );
}

function prefixLines(text: string, prefix: string): string {
  return breakLines(text)
    .map((line) => prefix + line)
    .join('\n');
}

/** Words that are linked in the HTML, with the address unless they show it themselves. */
function addUrl({ text, url }: FooterLine, { colon }: Script): string {
  const isShown = url === null || text.includes(url.replace(/^mailto:/, ''));
  return isShown ? text : `${text}${colon} ${url}`;
}
