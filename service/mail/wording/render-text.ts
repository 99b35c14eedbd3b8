import type { MailView } from '../mail-view.ts';
import type { Block, MailContent } from './mail-content.ts';

/** The plain text of a mail: everything the HTML says, in the same order. */
export function renderText(content: MailContent, view: MailView): string {
  const blocks = content.blocks.map(renderBlock);
  const greeting = view.reader.trim() === '' ? 'Hello,' : `Hello ${view.reader.trim()},`;
  return `${[greeting, ...blocks, renderFooter(view)].join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.is) {
    case 'paragraph':
      return block.text;
    case 'time':
      return renderTime(block);
    case 'detail':
      return `${block.label}: ${block.text}`;
    case 'quote':
      return `${block.label}:\n${prefixLines(block.text, '> ')}`;
    case 'actions':
      return block.actions.map(({ label, url }) => `${label}:\n${url}`).join('\n\n');
  }
}

function renderTime({ label, time, isPast }: Block & { is: 'time' }): string {
  const first = `${label}: ${time.local} (${time.length})`;
  if (isPast) return `${first}\n${indent(time.zone, label)}`;
  const lines = time.utc === null ? [time.zone] : [time.zone, time.utc];
  return [first, ...lines.map((line) => indent(line, label))].join('\n');
}

function indent(text: string, label: string): string {
  return ' '.repeat(label.length + 2) + text;
}

function prefixLines(text: string, prefix: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => prefix + line)
    .join('\n');
}

function renderFooter(view: MailView): string {
  return ['-- ', ...sayFooter(view)].join('\n');
}

/** The last lines of every mail: who sends it, and why no address is in it. */
export function sayFooter(view: MailView): readonly string[] {
  const sender =
    view.productName === null || view.productName === view.organizerName
      ? view.organizerName
      : `${view.organizerName}, ${view.productName}`;
  const privacy = `You and ${view.other} do not see each other's mail address.`;
  const support = view.supportEmail === null ? [] : [`Questions? ${view.supportEmail}`];
  return [sender, privacy, ...support];
}
