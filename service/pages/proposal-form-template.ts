import { limits } from '../limits.ts';
import { durations } from '../scheduling/room.ts';
import type { FormValues, Mistake } from './proposal-form.ts';
import { template } from './template.ts';
import { zoneGroups } from './zone-options.ts';

export interface ProposalFormFacts {
  readonly title: string;
  readonly lead: string;
  /** HTML of the present time. */
  readonly times: string;
  /** The time this person has asked for already; null when there is none. */
  readonly pending: string | null;
  /** True when the form is filled with a time that the person's own mail asks for. */
  readonly isSuggested: boolean;
  readonly values: FormValues;
  readonly mistakes: readonly Mistake[];
  readonly ownZone: string;
  readonly action: string;
  readonly token: string;
  readonly other: string;
}

/** The form that asks for a new time. Nothing in it needs JavaScript. */
export function renderProposalForm(facts: ProposalFormFacts): string {
  const texts = new Map(facts.mistakes.map(({ field, message }) => [field, message]));
  const groups = [{ region: 'Your zone', zones: [facts.ownZone] }, ...zoneGroups].map(
    ({ region, zones }, index) => ({
      region,
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
<% if (it.mistakes.length > 0) { %>
<div class="summary" role="alert" aria-labelledby="summary-title">
<h2 id="summary-title">Please check your request</h2>
<ul>
<% for (const one of it.mistakes) { %>
<li><a href="#<%= it.anchorOf(one.field) %>"><%= one.message %></a></li>
<% } %>
</ul>
</div>
<% } %>
`;

const timeFields = `
<div class="row">
<div class="field">
<label for="date">New date</label>
${mistakeOf('date')}
<input type="date" id="date" name="date" required
value="<%= it.values.date %>"${tieTo('date', null)}>
</div>
<div class="field">
<label for="time">Start time</label>
${mistakeOf('time')}
<input type="time" id="time" name="time" required
value="<%= it.values.time %>"${tieTo('time', null)}>
</div>
</div>
<div class="field">
<label for="zone">Time zone</label>
<span class="hint" id="zone-hint">The date and time above are meant in this zone.</span>
${mistakeOf('zone')}
<select id="zone" name="zone"${tieTo('zone', 'zone-hint')}>
<% for (const group of it.groups) { %>
<optgroup label="<%= group.region %>">
<% for (const zone of group.zones) { %>
<option<%= zone === it.values.zone ? ' selected' : '' %>><%= zone %></option>
<% } %>
</optgroup>
<% } %>
</select>
</div>
`;

const lengthField = `
<fieldset class="field"<% if (it.errorOf('duration')) { %>
 aria-describedby="duration-error"<% } %>>
<legend>Length</legend>
${mistakeOf('duration')}
<div class="choices">
<% for (const minutes of it.durations) { %>
<label><input type="radio" id="duration-<%= minutes %>" name="duration"
value="<%= minutes %>"<%= String(minutes) === it.values.duration ? ' checked' : '' %>>
<%= minutes %> minutes</label>
<% } %>
</div>
</fieldset>
`;

const noteField = `
<div class="field">
<label for="note">Message to <%= it.other %> (optional)</label>
<span class="hint" id="note-hint">Please do not write mail addresses or phone numbers.</span>
${mistakeOf('note')}
<textarea id="note" name="note" rows="4" maxlength="<%= it.noteLength %>"
${tieTo('note', 'note-hint')}><%= it.values.note %></textarea>
</div>
`;

const renderForm = template<RenderFacts>(`
${summary}
<h1><%= it.title %></h1>
<p class="lead"><%= it.lead %></p>
<%~ it.times %>
<% if (it.pending) { %>
<p>You have already asked for <strong><%= it.pending %></strong>.
A new request takes its place.</p>
<% } %>
<% if (it.isSuggested) { %>
<p>The new time below is a suggestion, taken from your mail. Please check it, or change it.</p>
<% } %>
<form method="post" action="<%= it.action %>" novalidate>
<input type="hidden" name="token" value="<%= it.token %>">
${timeFields}${lengthField}${noteField}
<button type="submit">Ask for this time</button>
<p class="after">Nothing changes until <%= it.other %> approves.</p>
</form>
`);
