import { titleSession } from '../mail/mail-view.ts';
import { drawSign, type Sign } from './sign.ts';
import { type Addressee, isKnown, localeOf, speakTo } from './speech.ts';
import { writeStyle } from './style.ts';
import { template } from './template.ts';
import { pageWords } from './words/words.ts';

export interface Page {
  /** The document's title; the session's name is added. */
  readonly title: string;
  /** Whose page it is, or the language of a visitor nobody knows. */
  readonly for: Addressee;
  /** HTML made by a template. */
  readonly main: string;
  /** Above everything: how it stands, for a page that tells what came of something. */
  readonly sign?: Sign;
  /** Rules of style that only this page needs. */
  readonly style?: string;
}

/** What a page handler answers; `headers` beside the ones every page has. */
export interface PageAnswer {
  readonly status: number;
  readonly page: Page;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file that a link leads to, in the place of a page. */
export interface FileAnswer {
  readonly status: 200;
  readonly file: { readonly name: string; readonly type: string; readonly text: string };
}

const renderLayout = template<{
  title: string;
  language: string;
  direction: string;
  product: string | null;
  supportEmail: string | null;
  questions: string;
  isPrivate: string;
  sessionName: string | null;
  style: string;
  nonce: string;
  sign: string;
  main: string;
}>(`
<!DOCTYPE html>
<html lang="<%= it.language %>" dir="<%= it.direction %>">
<head>
<meta charset="utf-8">
<title><%= it.title %></title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<style nonce="<%= it.nonce %>"><%~ it.style %></style>
</head>
<body>
<div class="frame">
<% if (it.product) { %><header><p class="brand"><bdi><%= it.product %></bdi></p></header>
<% } %><main>
<%~ it.sign %>
<% if (it.sessionName) { %><p class="session"><bdi><%= it.sessionName %></bdi></p>
<% } %><%~ it.main %>
</main>
<footer>
<% if (it.supportEmail) { %><p><%= it.questions %> <a
href="mailto:<%= it.supportEmail %>"><%= it.supportEmail %></a></p>
<% } %><p><%= it.isPrivate %></p>
</footer>
</div>
</body>
</html>
`);

/** Writes the whole document. `nonce` is the one of its content security policy. */
export function renderPage(
  { title, for: addressee, main, sign, style = '' }: Page,
  nonce: string,
): string {
  const { language, direction } = localeOf(addressee);
  const view = isKnown(addressee) ? addressee : null;
  const sessionName =
    view && titleSession(view.room.sessionName, view.otherFirstName, speakTo(view).mail);
  const { layout } = pageWords(language);
  return renderLayout({
    title: sessionName === null ? title : `${title} – ${sessionName}`,
    language,
    direction,
    product: view && (view.brand.productName ?? view.organizerName),
    supportEmail: view?.brand.supportEmail ?? null,
    questions: layout.questions,
    isPrivate: layout.isPrivate,
    sessionName,
    style: writeStyle(view?.brand.color ?? null, style),
    nonce,
    sign: sign === undefined ? '' : drawSign(sign),
    main,
  });
}
