import { limits } from '../limits.ts';
import { durations } from '../scheduling/room.ts';
import type { FormValues, Mistake } from './proposal-form.ts';
import { template } from './template.ts';
import type { PageWords } from './words/page-words.ts';
import { zoneGroups } from './zone-options.ts';

export interface ProposalFormFacts {
  readonly words: PageWords['propose'];
  /** Above the list of mistakes. */
  readonly check: string;
  readonly lead: string;
  /** HTML of the present time. */
  readonly times: string;
  /** What is to be known beforehand: asked already, suggested by a mail, the minimum notice. */
  readonly remarks: readonly string[];
  /** Why the form is shown again though its fields are right; null: they are not, or it is new. */
  readonly trouble: string | null;
  /** Times offered for one click, as the person's clock shows them. */
  readonly suggestions: readonly Suggestion[];
  readonly values: FormValues;
  readonly mistakes: readonly Mistake[];
  readonly ownZone: string;
  readonly action: string;
  readonly token: string;
  readonly nonce: string;
  readonly noteLabel: string;
  readonly after: string;
}

interface Suggestion {
  readonly value: string;
  readonly day: string;
  readonly time: string;
}

/** The form that asks for a new time. Nothing in it needs JavaScript. */
export function renderProposalForm(facts: ProposalFormFacts): string {
  const texts = new Map(facts.mistakes.map(({ field, message }) => [field, message]));
  const { ownZone, otherZones } = facts.words;
  const groups = [{ region: ownZone, zones: [facts.ownZone] }, ...zoneGroups].map(
    ({ region, zones }, index) => ({
      region: region ?? otherZones,
      zones: index === 0 ? zones : zones.filter((zone) => zone !== facts.ownZone),
    }),
  );
  return renderForm({
    ...facts,
    groups: groups.filter(({ zones }) => zones.length > 0),
    durations,
    noteLength: limits.noteLength,
    errorOf: (field) => texts.get(field) ?? null,
    anchorOf: (field) => (field === 'duration' ? `duration-${durations[0]}` : field),
  });
}

interface RenderFacts extends ProposalFormFacts {
  readonly groups: readonly { readonly region: string; readonly zones: readonly string[] }[];
  readonly durations: readonly number[];
  readonly noteLength: number;
  readonly errorOf: (field: keyof FormValues) => string | null;
  readonly anchorOf: (field: keyof FormValues) => string;
}

/** The message under a field's label, and what ties the field to its hint and message. */
const mistakeOf = (field: string) => `
<% if (it.errorOf('${field}')) { %>
<span class="mistake" id="${field}-error"><%= it.errorOf('${field}') %></span>
<% } %>
`;

const tieTo = (field: string, hint: string | null) => {
  const right = hint === null ? '' : ` aria-describedby="${hint}"`;
  const ids = hint === null ? `${field}-error` : `${field}-error ${hint}`;
  const wrong = ` aria-invalid="true" aria-describedby="${ids}"`;
  return `<% if (it.errorOf('${field}')) { %>${wrong}<% } else { %>${right}<% } %>`;
};

const summary = `
<% if (it.mistakes.length > 0 || it.trouble) { %>
<div class="summary" role="alert" aria-labelledby="summary-title">
<h2 id="summary-title"><%= it.check %></h2>
<ul>
<% if (it.trouble) { %><li><%= it.trouble %></li><% } %>
<% for (const one of it.mistakes) { %>
<li><a href="#<%= it.anchorOf(one.field) %>"><%= one.message %></a></li>
<% } %>
</ul>
</div>
<% } %>
`;

/** One of the times offered, or one's own: `pick` says which, and hides the fields left out. */
const pickField = `
<% if (it.suggestions.length > 0) { %>
<fieldset class="field">
<legend><%= it.words.pick %></legend>
<div class="choices wide">
<% for (const one of it.suggestions) { %>
<label><input type="radio" name="pick" class="given" value="<%= one.value %>"<%=
one.value === it.values.pick ? ' checked' : '' %>>
<span class="offered"><span><%= one.day %></span> <strong><%= one.time %></strong></span></label>
<% } %>
<label><input type="radio" name="pick" value="own"<%= it.values.pick === 'own' ? ' checked' : '' %>>
<span><%= it.words.pickOwn %></span></label>
</div>
</fieldset>
<% } %>
`;

const timeFields = `
<div class="own">
<div class="row">
<div class="field">
<label for="date"><%= it.words.date %></label>
${mistakeOf('date')}
<input type="date" id="date" name="date" required
value="<%= it.values.date %>"${tieTo('date', null)}>
</div>
<div class="field">
<label for="time"><%= it.words.time %></label>
${mistakeOf('time')}
<input type="time" id="time" name="time" required
value="<%= it.values.time %>"${tieTo('time', null)}>
</div>
</div>
<div class="field">
<label for="zone"><%= it.words.zone %></label>
<span class="hint" id="zone-hint"><%= it.words.zoneHint %></span>
${mistakeOf('zone')}
<select id="zone" name="zone" dir="ltr"${tieTo('zone', 'zone-hint')}>
<% for (const group of it.groups) { %>
<optgroup label="<%= group.region %>">
<% for (const zone of group.zones) { %><option<%= zone === it.values.zone ? ' selected' : ''
%>><%= zone %></option><% } %>
</optgroup>
<% } %>
</select>
</div>
</div>
`;

const lengthField = `
<fieldset class="field"<% if (it.errorOf('duration')) { %>
 aria-describedby="duration-error"<% } %>>
<legend><%= it.words.length %></legend>
${mistakeOf('duration')}
<div class="choices">
<% for (const minutes of it.durations) { %>
<label><input type="radio" id="duration-<%= minutes %>" name="duration"
value="<%= minutes %>"<%= String(minutes) === it.values.duration ? ' checked' : '' %>>
<span><%= it.words.minutes(minutes) %></span></label>
<% } %>
</div>
</fieldset>
`;

const noteField = `
<div class="field">
<label for="note"><%= it.noteLabel %></label>
<span class="hint" id="note-hint"><%= it.words.noteHint %></span>
${mistakeOf('note')}
<textarea id="note" name="note" rows="4" maxlength="<%= it.noteLength %>" dir="auto"
${tieTo('note', 'note-hint')}><%= it.values.note %></textarea>
</div>
`;

const renderForm = template<RenderFacts>(`
${summary}
<h1><%= it.words.title %></h1>
<p class="lead"><%= it.lead %></p>
<%~ it.times %>
<% for (const text of it.remarks) { %><p><%= text %></p>
<% } %>
<form method="post" action="<%= it.action %>" novalidate>
<input type="hidden" name="token" value="<%= it.token %>">
<input type="hidden" name="nonce" value="<%= it.nonce %>">
${pickField}${timeFields}${lengthField}${noteField}
<button type="submit"><%= it.words.send %></button>
<p class="after"><%= it.after %></p>
</form>
`);
