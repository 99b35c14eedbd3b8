import { languages } from '../../service/mail/language.ts';
import { template } from '../../service/pages/template.ts';
import { galleryStyle } from './gallery-style.ts';
import type { Caption } from './open-sights.ts';
import type { Shot } from './shots.ts';

/** One way to sift the pictures: a row of radio buttons; the stylesheet does the rest. */
interface Sieve {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly first: string;
}

const sieves: readonly Sieve[] = [
  { name: 'kind', label: 'What', values: ['all', 'page', 'mail'], first: 'all' },
  { name: 'language', label: 'Language', values: ['all', ...languages], first: 'en' },
  { name: 'scheme', label: 'Light', values: ['all', 'light', 'dark'], first: 'all' },
  { name: 'screen', label: 'Screen', values: ['all', 'small', 'large'], first: 'all' },
];

interface Group {
  readonly kind: Shot['kind'];
  readonly scene: string;
  readonly anchor: string;
  readonly sights: readonly {
    readonly shots: readonly (Shot & { readonly screen: 'small' | 'large' })[];
    readonly first: Shot;
    readonly caption: Caption;
  }[];
}

const render = template<{
  style: string;
  sieves: readonly Sieve[];
  groups: readonly Group[];
  count: number;
}>(`
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Parley – every page and every mail</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style><%~ it.style %></style>
</head>
<body>
<header>
<h1>Parley <span>every page and every mail, <%= it.count %> pictures</span></h1>
<form>
<% for (const sieve of it.sieves) { %><fieldset>
<legend><%= sieve.label %></legend>
<% for (const value of sieve.values) { %><label><input type="radio" name="<%= sieve.name %>"
id="<%= sieve.name %>-<%= value %>"<%= value === sieve.first ? ' checked' : '' %>><%=
value %></label>
<% } %></fieldset>
<% } %></form>
</header>
<div class="body">
<nav aria-label="Scenes"><ul>
<% for (const group of it.groups) { %><li class="<%= group.kind %>"><a href="#<%=
group.anchor %>"><%= group.scene %></a></li>
<% } %></ul></nav>
<main>
<% for (const group of it.groups) { %><section class="<%= group.kind %>" id="<%= group.anchor %>">
<h2><small><%= group.kind %></small> <%= group.scene %></h2>
<% for (const sight of group.sights) { const { first, caption } = sight; %>
<div class="sight <%= first.language %>">
<p class="about"><b><%= first.language %></b>
<% if (caption.subject) { %><bdi class="subject"><%= caption.subject %></bdi>
<bdi class="preheader"><%= caption.preheader %></bdi>
<% } %><% for (const file of caption.files) { %><a href="<%= first.path + file %>"><%= file %></a>
<% } %></p>
<div class="shots">
<% for (const shot of sight.shots) { %><figure class="<%= shot.scheme %> <%= shot.screen %>">
<a href="<%= shot.file %>"><img src="<%= shot.file %>" loading="lazy" alt="<%= shot.scene %>"></a>
<figcaption><%= shot.scheme %>, <%= shot.width %> px</figcaption>
</figure>
<% } %></div>
</div>
<% } %></section>
<% } %></main>
</div>
</body>
</html>
`);

/** The page that shows all pictures; works from a file, without JavaScript. */
export function writeIndex(shots: readonly Shot[], captions: ReadonlyMap<string, Caption>): string {
  const groups = [...Map.groupBy(shots, ({ kind, scene }) => `${kind} ${scene}`).values()];
  return render({
    style: galleryStyle(sieves),
    sieves,
    count: shots.length,
    groups: groups.flatMap((some) => layGroup(some, captions)),
  });
}

function layGroup(shots: readonly Shot[], captions: ReadonlyMap<string, Caption>): Group[] {
  const [first] = shots;
  if (first === undefined) return [];
  const { kind, scene } = first;
  const sights = [...Map.groupBy(shots, ({ path }) => path)].map(([path, some]) => ({
    first: some[0] ?? first,
    shots: some.map((shot) => ({ ...shot, screen: shot.width < 500 ? 'small' : 'large' }) as const),
    caption: captions.get(path) ?? { subject: null, preheader: null, files: [] },
  }));
  return [{ kind, scene, anchor: first.path.replace('/', '-'), sights }];
}
