import type { DescribedTime } from '../describe-time.ts';

/**
 * What a mail says, before it is plain text or HTML. Both renderings show exactly these blocks,
 * so a reader of either learns the same.
 */
export interface MailContent {
  readonly subject: string;
  /** The line an inbox shows beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly is: 'paragraph'; readonly text: string }
  | {
      readonly is: 'time';
      readonly label: string;
      readonly time: DescribedTime;
      /** No longer true: shown struck through. */
      readonly isPast: boolean;
    }
  | {
      readonly is: 'detail';
      readonly label: string;
      readonly text: string;
      /** An http(s) address to link the text to, or null. */
      readonly url: string | null;
    }
  | { readonly is: 'quote'; readonly label: string; readonly text: string }
  | { readonly is: 'actions'; readonly actions: readonly Action[] };

/** A link that looks like a button. */
export interface Action {
  readonly label: string;
  readonly url: string;
  readonly tone: 'main' | 'quiet';
}

export function paragraph(text: string): Block {
  return { is: 'paragraph', text };
}

export function timeIs(label: string, time: DescribedTime): Block {
  return { is: 'time', label, time, isPast: false };
}

export function timeWas(label: string, time: DescribedTime): Block {
  return { is: 'time', label, time, isPast: true };
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
