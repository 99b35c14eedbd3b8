/** mjml ships no types; this is what compile-mail.ts needs of it. */
declare module 'mjml' {
  export interface MjmlParts {
    lang: string;
    dir: string;
    headRaw: string[];
    style: string[];
    content: string;
  }

  export default function mjml(
    source: string,
    options: {
      /** Of web fonts, by family: none is fetched when the table is empty. */
      fonts: Record<string, string>;
      validationLevel: 'strict';
      keepComments: boolean;
      skeleton: (parts: MjmlParts) => string;
    },
  ): Promise<{ html: string }>;
}
