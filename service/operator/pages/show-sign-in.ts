import { type Html, html } from './html.ts';

export interface SignInFacts {
  readonly base: string;
  readonly nonce: string;
  /** Where to go afterwards: a path of ours. */
  readonly next: string;
  readonly name: string;
  /** Why it did not succeed. */
  readonly trouble: string | null;
  /** The browser came from elsewhere and may have kept its cookie back. */
  readonly isFromElsewhere: boolean;
}

/** The door of the view. */
export function drawSignIn({
  base,
  nonce,
  next,
  name,
  trouble,
  isFromElsewhere,
}: SignInFacts): Html {
  return html`<div class="card"><p class="brand">Parley <span>Operator</span></p>
<h1>Sign in</h1>
<p class="soft">With the operator’s key. What you do is noted under your name.</p>
${trouble !== null && html`<p class="note wrong" role="alert">${trouble}</p>`}
${
  isFromElsewhere &&
  html`<p class="note">Signed in already? <a href="${base}${next}">Go on to the page</a>.</p>`
}
<form method="post" action="${base}/sign-in"><input type="hidden" name="nonce" value="${nonce}">
<input type="hidden"
 name="next" value="${next}">
<div class="field"><label for="name">Your name</label><input id="name" name="name" type="text"
 autocomplete="name"
 maxlength="64" required value="${name}"></div>
<div class="field"><label for="key">Key</label><input id="key" name="key" type="password"
 autocomplete="current-password"
 maxlength="512" required aria-describedby="which"><span class="small"
 id="which">PARLEY_ADMIN_KEY, or PARLEY_ADMIN_READ_KEY
 to look only</span></div>
<p><label class="tick"><input type="checkbox" name="look" value="only"> Look only, change
 nothing</label></p>
<button class="main">Sign in</button></form></div>`;
}
