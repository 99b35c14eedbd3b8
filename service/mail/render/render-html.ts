// The core of eta has no way to a file.
import { Eta } from 'eta/core';
import type { Block, MailContent, MailLook, TimeBlock } from '../wording/mail-content.ts';
import { breakLines } from './break-lines.ts';
import compiled from './compiled-mail.json' with { type: 'json' };
import { chooseColors } from './look-colors.ts';

const { escapeFunction } = new Eta().config;
const eta = new Eta({
  autoEscape: true,
  useWith: false,
  varName: 'it',
  // One byte less than `&quot;`: a description of nothing but quotation marks stays below 40 kB.
  escapeFunction: (value) => escapeFunction(value).replaceAll('&quot;', '&#34;'),
});

/** Made of mail.mjml by test/mail/programs/compile-mail.ts. */
const template = eta.compile(compiled.lines.join('\n'));

/**
 * The HTML of a mail. Everything inserted is escaped; whoever makes the content answers for its
 * addresses. Nothing is fetched when it is opened, except a logo that the application asked for.
 */
export function renderHtml(content: MailContent, look: MailLook): string {
  const isLeftToRight = content.direction === 'ltr';
  return eta.render(template, {
    ...content,
    blocks: layBlocks(content.blocks),
    start: isLeftToRight ? 'left' : 'right',
    end: isLeftToRight ? 'right' : 'left',
    /** Between buttons: after each and below it. */
    gap: isLeftToRight ? '0 12px 12px 0' : '0 0 12px 12px',
    breakLines,
    keepTogether,
    blank: blank.repeat(Math.max(0, previewLength - content.preheader.length)),
    look: { ...look, ...chooseColors(look) },
  });
}

/** Hours stay on one line; Outlook and Samsung know no `white-space` that would say so. */
const keepTogether = (hours: string): string => hours.replaceAll(' ', '\u00a0');

/**
 * An inbox fills its preview with what follows the preheader, here with spaces nobody sees; the
 * joiners keep them from being folded into one.
 */
const blank = '\u034f\u200c\u00a0';
const previewLength = 150;

type Laid = Exclude<Block, TimeBlock | { is: 'times' }> | Times;

/** Times in one panel: a pair stands side by side, others one below the other. */
interface Times {
  readonly is: 'times';
  readonly times: readonly TimeBlock[];
  readonly isPair: boolean;
}

function layBlocks(blocks: readonly Block[]): readonly Laid[] {
  const laid: Laid[] = [];
  for (const block of blocks) {
    const last = laid.at(-1);
    if (block.is === 'times') laid.push({ ...block, isPair: true });
    else if (block.is !== 'time') laid.push(block);
    else if (last?.is !== 'times' || last.isPair)
      laid.push({ is: 'times', times: [block], isPair: false });
    else laid[laid.length - 1] = { ...last, times: [...last.times, block] };
  }
  return laid;
}
