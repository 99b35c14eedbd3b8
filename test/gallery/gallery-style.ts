interface Sifted {
  readonly name: string;
  readonly values: readonly string[];
}

/** The gallery's stylesheet; what a radio button leaves out is hidden. */
export function galleryStyle(sieves: readonly Sifted[]): string {
  const hidden = sieves.flatMap(({ name, values }) => {
    const real = values.filter((value) => value !== 'all');
    return real.map((value) => {
      const others = real.filter((one) => one !== value).map((one) => places[name]?.(one));
      return `body:has(#${name}-${value}:checked) :is(${others.join()}){display:none}`;
    });
  });
  return `${style}${hidden.join('\n')}`;
}

/** What carries a value as its class. */
const places: Readonly<Record<string, (value: string) => string>> = {
  kind: (value) => `section.${value},li.${value}`,
  language: (value) => `.sight.${value}`,
  scheme: (value) => `figure.${value}`,
  screen: (value) => `figure.${value}`,
};

const style = `
:root { color-scheme: light dark; --paper: #f4f5f7; --card: #fff; --ink: #16181d; --soft: #4b515e;
  --line: #e3e6ea; --mark: #1d4ed8; --tint: #eff2fc; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0e1014; --card: #191c22; --ink: #f3f4f6; --soft: #b6bcc8; --line: #343a46;
    --mark: #8fabff; --tint: #262c3d; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 6.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: 0.75rem 1.5rem; background: var(--card);
  border-bottom: 1px solid var(--line); }
h1 { margin: 0 0 0.5rem; font-size: 1.125rem; font-weight: 600; }
h1 span { margin-inline-start: 0.5rem; color: var(--soft); font-weight: 400; font-size: 0.875rem; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; }
fieldset { display: flex; align-items: center; margin: 0; padding: 0; border: 0; }
legend { float: inline-start; margin-inline-end: 0.625rem; color: var(--soft);
  font-size: 0.8125rem; }
label { padding: 0.25rem 0.625rem; border: 1px solid var(--line); margin-inline-start: -1px;
  font-size: 0.8125rem; cursor: pointer; }
label:first-of-type { border-start-start-radius: 0.5rem; border-end-start-radius: 0.5rem; }
label:last-of-type { border-start-end-radius: 0.5rem; border-end-end-radius: 0.5rem; }
label:has(:checked) { background: var(--mark); border-color: var(--mark); color: var(--card); }
label:has(:focus-visible) { outline: 3px solid var(--mark); outline-offset: 2px; }
label input { position: absolute; opacity: 0; }
.body { display: grid; grid-template-columns: 15rem 1fr; align-items: start; }
nav { position: sticky; top: 5.5rem; height: calc(100vh - 5.5rem); overflow: auto;
  padding: 1.25rem 0.75rem 1.25rem 1.5rem; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: 0.1875rem 0.5rem; border-radius: 0.375rem; color: var(--soft);
  font-size: 0.8125rem; text-decoration: none; }
nav a:hover { background: var(--tint); color: var(--mark); }
main { min-width: 0; padding: 1.25rem 1.5rem 4rem; }
section { margin: 0 0 1.25rem; padding: 1.25rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.75rem; }
section:target { border-color: var(--mark); }
h2 { margin: 0 0 0.75rem; font-size: 1.125rem; font-weight: 600; }
h2 small { padding: 0.125rem 0.5rem; border-radius: 1rem; background: var(--tint);
  color: var(--mark); font-size: 0.75rem; font-weight: 600; vertical-align: 0.125rem; }
.about { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; margin: 0.5rem 0; }
.about b { min-width: 1.5rem; color: var(--soft); }
.about a { color: var(--mark); }
.subject { font-weight: 600; }
.preheader { color: var(--soft); }
.shots { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: start; margin-bottom: 1rem; }
figure { margin: 0; }
figure a { display: block; max-height: 27rem; overflow: hidden; border: 1px solid var(--line);
  border-radius: 0.5rem; }
figure a:hover, figure a:focus-visible { border-color: var(--mark);
  outline: 2px solid var(--mark); }
figure img { display: block; min-height: 6rem; }
.small img { width: 11.5rem; }
.large img { width: 19rem; }
figcaption { padding: 0.125rem 0.25rem; color: var(--soft); font-size: 0.75rem; }
@media (max-width: 50rem) {
  .body { display: block; }
  nav, header { position: static; height: auto; }
  .large img { width: 100%; }
}
`;
