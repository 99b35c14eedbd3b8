import type { DescribedTime } from '../describe-time.ts';
import type { MailView } from '../mail-view.ts';
import type { Action, Block, FooterLine, MailContent, TimeBlock } from './mail-content.ts';

type Body = Pick<MailContent, 'subject' | 'preheader' | 'heading' | 'blocks'>;

/** The mail around these words: its language, the greeting, and who sends it. */
export function compose(view: MailView, body: Body): MailContent {
  const { language, direction } = view.reader.locale;
  const greeting = view.words.greeting(view.readerName);
  const { colon } = view.words;
  return { language, direction, colon, greeting, ...body, footer: sayFooter(view) };
}

export function paragraph(text: string): Block {
  return { is: 'paragraph', text };
}

/** Sentences that belong together. */
export function sentences(...texts: readonly (string | null)[]): Block {
  return paragraph(texts.filter((text) => text !== null).join(' '));
}

/** A time that holds, with UTC and the other person's clock beside it. */
export function timeIs(label: string, time: DescribedTime): TimeBlock {
  const lines = [time.zone, time.utc, time.other].filter((line) => line !== null);
  const { local, hours, length } = time;
  return { is: 'time', label, local, hours, length, lines, isPast: false };
}

/** A time that holds no more. */
export function timeWas(label: string, time: DescribedTime): TimeBlock {
  return { is: 'time', label, local: time.local, length: time.length, lines: [], isPast: true };
}

/** A quotation of a person's own words; nothing when there are none. */
export function quote(label: string, text: string | null): readonly Block[] {
  return text === null ? [] : [{ is: 'quote', label, text }];
}

/** One button; nothing when the mail has no such link. */
export function action(
  label: string,
  url: string | null,
  tone: Action['tone'] = 'main',
): readonly Block[] {
  return url === null ? [] : [{ is: 'actions', actions: [{ label, url, tone }] }];
}

/** Where to be, and what the application says about the session. */
export function sayDetails({ location, joinUrl, description, words }: MailView): readonly Block[] {
  const { label } = words;
  const blocks: Block[] = [];
  if (location !== null)
    blocks.push({ is: 'detail', label: label.where, text: location, url: null });
  if (joinUrl !== null) {
    blocks.push({ is: 'detail', label: label.join, text: joinUrl, url: joinUrl });
  }
  if (description !== null) blocks.push({ is: 'paragraph', text: description, isSaid: true });
  return blocks;
}

/** Who sends the mail, why no address is in it, whom to ask, and how the session stands. */
function sayFooter({ said, words, productName, supportEmail, links }: MailView): FooterLine[] {
  const { organizer } = said;
  const isOne = productName === null || productName === organizer;
  const lines: FooterLine[] = [
    { text: isOne ? organizer : `${organizer}, ${productName}`, url: null },
    { text: words.privacy(said), url: null },
  ];
  if (supportEmail !== null) {
    const text = `${words.questions} ${supportEmail}`;
    lines.push({ text, url: `mailto:${supportEmail}` });
  }
  if (links.session !== null) lines.push({ text: words.seeSession, url: links.session });
  return lines;
}
