import type { LinkView } from '../rooms/link-views.ts';
import type { PageAnswer } from './layout.ts';
import { type LabelledTime, timeLines } from './notice.ts';
import type { KnownVisit } from './open-visit.ts';
import { speakTo } from './speech.ts';
import { template } from './template.ts';
import type { Offered } from './words/page-words.ts';

/**
 * A question with two answers, none of them chosen beforehand. What is at stake needs a person's
 * choice: a program that opens links and presses the buttons it finds decides nothing.
 */
export interface Question {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** HTML between the paragraphs and the answers. */
  readonly times: string;
  /** Somebody's own words, with addresses hidden. */
  readonly quote: { readonly who: string; readonly text: string } | null;
  readonly question: string;
  readonly options: readonly [Option, Option];
  readonly action: string;
}

export interface Option extends Offered {
  readonly value: string;
  readonly time: LabelledTime | null;
}

const renderQuestion = template<
  Question & { token: string; nonce: string; mistake: string | null; check: string; send: string }
>(`
<% if (it.mistake) { %><div class="summary" role="alert" aria-labelledby="summary-title">
<h2 id="summary-title"><%= it.check %></h2>
<ul><li><a href="#choice-1"><%= it.mistake %></a></li></ul>
</div>
<% } %><h1><%= it.title %></h1>
<% for (const [i, text] of it.paragraphs.entries()) { %><p<%~ i === 0 ? ' class="lead"' : '' %>><%=
text %></p>
<% } %><% if (it.quote) { %><blockquote><p class="who"><%= it.quote.who %></p>
<p dir="auto"><%= it.quote.text %></p></blockquote>
<% } %><%~ it.times %>
<form method="post" action="<%= it.action %>">
<input type="hidden" name="t" value="<%= it.token %>">
<input type="hidden" name="nonce" value="<%= it.nonce %>">
<fieldset class="options"<% if (it.mistake) { %> aria-describedby="choice-error"<% } %>>
<legend><%= it.question %></legend>
<% if (it.mistake) { %><span class="mistake" id="choice-error"><%= it.mistake %></span>
<% } %><% for (const [i, option] of it.options.entries()) { const one = option.time; %>
<label class="option">
<span class="pick"><input type="radio" name="choice" id="choice-<%= i + 1 %>"
value="<%= option.value %>" required> <strong><%= option.label %></strong></span>
<% if (one) { %>${timeLines}<% } %>
<span class="then"><%= option.hint %></span>
</label>
<% } %></fieldset>
<button type="submit"><%= it.send %></button>
</form>
`);

/** What came back that is no choice: nothing was chosen, or it came in a way no person sends it. */
export type NoChoice = 'chooseOne' | 'tooQuick' | 'tooOld';

/** The page that asks; `mistake` says why it asks again. */
export function answerQuestion(
  { view, token, nonce }: KnownVisit,
  question: Question,
  mistake: NoChoice | null,
): PageAnswer {
  const { words } = speakTo(view);
  const { pleaseCheck: check, send } = words.form;
  const told = mistake && words.form[mistake];
  const main = renderQuestion({ ...question, token, nonce, mistake: told, check, send });
  return {
    status: mistake === null ? 200 : 422,
    page: { title: titleOf(question.title, mistake !== null, view), for: view, main },
  };
}

/** The document's title says at once that something is wrong with the form. */
export function titleOf(title: string, isWrong: boolean, view: LinkView): string {
  return isWrong ? `${speakTo(view).words.layout.error} ${title}` : title;
}
