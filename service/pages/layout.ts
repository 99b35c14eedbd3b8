import { titleSession } from '../mail/mail-view.ts';
import type { LinkView } from '../rooms/link-views.ts';
import { writeStyle } from './style.ts';
import { template } from './template.ts';

export interface Page {
  /** The document's title; the session's or application's name is added. */
  readonly title: string;
  /** Whose page it is; null where the link is not known. */
  readonly view: LinkView | null;
  /** HTML made by a template. */
  readonly main: string;
}

/** What a page handler answers; `headers` beside the ones every page has. */
export interface PageAnswer {
  readonly status: number;
  readonly page: Page;
  readonly headers?: Readonly<Record<string, string>>;
}

const renderLayout = template<{
  title: string;
  product: string | null;
  supportEmail: string | null;
  sessionName: string | null;
  style: string;
  nonce: string;
  main: string;
}>(`
<!DOCTYPE html>
<html lang="en">
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
<% if (it.product) { %><header><p class="brand"><%= it.product %></p></header>
<% } %><main>
<% if (it.sessionName) { %><p class="session"><%= it.sessionName %></p>
<% } %><%~ it.main %>
</main>
<footer>
<% if (it.supportEmail) { %><p>Questions? Write to
<a href="mailto:<%= it.supportEmail %>"><%= it.supportEmail %></a>.</p>
<% } %><p>This page is private to you. Please do not pass its address on.</p>
</footer>
</div>
</body>
</html>
`);

/** Writes the whole document. `nonce` is the one of its content security policy. */
export function renderPage({ title, view, main }: Page, nonce: string): string {
  const sessionName = view && titleSession(view.room.sessionName, view.otherFirstName);
  return renderLayout({
    title: sessionName === null ? title : `${title} – ${sessionName}`,
    product: view && (view.brand.productName ?? view.organizerName),
    supportEmail: view?.brand.supportEmail ?? null,
    sessionName,
    style: writeStyle(view?.brand.color ?? null),
    nonce,
    main,
  });
}
