/**
 * What a mail says, before it is plain text or HTML: every word stands here, so both renderings
 * say the same and neither knows a language.
 */
export interface MailContent {
  /** BCP 47, of the words. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Behind a label, as the language sets it. */
  readonly colon: string;
  readonly subject: string;
  /** The line an inbox shows beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly greeting: string;
  readonly blocks: readonly Block[];
  /** The last lines: who sends it, and why no address is in it. */
  readonly footer: readonly FooterLine[];
}

export type Block =
  | {
      readonly is: 'paragraph';
      readonly text: string;
      /** Not our words, so perhaps in a language that runs the other way. */
      readonly isSaid?: true;
    }
  | TimeBlock
  /** Two times to compare: side by side where there is room. */
  | { readonly is: 'times'; readonly times: readonly [TimeBlock, TimeBlock] }
  | {
      readonly is: 'detail';
      readonly label: string;
      readonly text: string;
      /** An http(s) address to link the text to, or null. */
      readonly url: string | null;
    }
  | { readonly is: 'quote'; readonly label: string; readonly text: string }
  | { readonly is: 'actions'; readonly actions: readonly Action[] };

export interface TimeBlock {
  readonly is: 'time';
  readonly label: string;
  /** The reader's own day and hours. */
  readonly local: string;
  /** The end of `local` that no line may break; empty when it spans two days. */
  readonly hours?: string;
  readonly length: string;
  /** The zone's name with its offset; then UTC, then how the other person's clock stands. */
  readonly lines: readonly string[];
  /** No longer true: shown struck through. */
  readonly isPast: boolean;
}

/** A link that looks like a button. */
export interface Action {
  readonly label: string;
  readonly url: string;
  readonly tone: 'main' | 'quiet';
}

export interface FooterLine {
  readonly text: string;
  readonly url: string | null;
}

/** How an application wants its mails to look. */
export interface MailLook {
  /** `#rrggbb`. */
  readonly color: string;
  /** The name beside or instead of a logo. */
  readonly productName: string;
  /** An https address; null: nothing is fetched when the mail is opened. */
  readonly logoUrl: string | null;
}
