/** The stylesheet of every page; small enough to stand in the page itself. */
export function writeStyle(color: string | null): string {
  const accent = color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : null;
  return accent === null
    ? style
    : `${style}:root,:root:root{--accent:${accent};--on-accent:${readableOn(accent)}}`;
}

/** Black or white, whichever stands out more (WCAG 2.2 §1.4.3, relative luminance). */
function readableOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000' : '#fff';
}

const style = `
:root{color-scheme:light dark;--paper:#f4f6f7;--card:#fff;--ink:#17212b;--soft:#52606d;
--line:#d5dce2;
--edge:#75828f;--accent:#1d4ed8;--on-accent:#fff;--tint:#eff4ff;--mark:#1d4ed8;--wrong:#b3261e;
--wrong-tint:#fdf1f0}
@media (prefers-color-scheme:dark){:root{--paper:#10161b;--card:#19222a;--ink:#eaf0f4;
--soft:#a9b6c1;
--line:#303c46;--edge:#8494a2;--accent:#8ab0ff;--on-accent:#0a1a3d;--tint:#1a2740;
--mark:#8ab0ff;
--wrong:#ff9d94;--wrong-tint:#34201f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
overflow-wrap:break-word}
.frame{max-width:40rem;margin:0 auto;padding:1.25rem 1rem 3rem}
.brand{margin:.25rem 0 1.25rem;font-size:.9375rem;font-weight:600;color:var(--soft)}
.brand::before{content:"";display:inline-block;width:.625rem;height:.625rem;
margin-inline-end:.5rem;
border-radius:50%;background:var(--accent)}
main{background:var(--card);border:1px solid var(--line);border-radius:1rem;
padding:1.5rem 1.25rem;box-shadow:0 1px 2px rgb(0 0 0/.05),0 12px 32px -20px rgb(0 0 0/.25)}
h1{font-size:1.625rem;line-height:1.25;letter-spacing:-.01em;margin:.25rem 0 1rem;
text-wrap:balance}
h2{font-size:1.0625rem;margin:0}
p{margin:0 0 1rem}
a{color:var(--mark);text-underline-offset:.15em}
.session{margin:0;color:var(--soft);font-weight:600}
.lead{font-size:1.125rem}
.times{display:grid;gap:.75rem;margin:1.5rem 0}
main>:last-child{margin-bottom:0}
.time{padding:1rem 1.125rem;border:1px solid var(--line);border-radius:.75rem}
.time.new{background:var(--tint);border-color:var(--mark);border-inline-start-width:.3125rem}
.time h2{font-size:.875rem;font-weight:600;color:var(--soft);margin-bottom:.25rem}
.time p{margin:0}
.time .when{font-weight:600;font-size:1.125rem;line-height:1.4}
.time .hours{display:block}
.time .more{color:var(--soft);font-size:.9375rem;margin-top:.25rem}
blockquote{margin:1.25rem 0;padding:.125rem 0 .125rem 1rem;
border-inline-start:.1875rem solid var(--line)}
blockquote p{margin:.125rem 0 0;white-space:pre-wrap}
blockquote .who{color:var(--soft);font-size:.9375rem}
form{margin:0}
.field{margin:0 0 1.375rem;border:0;padding:0;min-width:0}
.row{display:grid;gap:0 1rem}
label,legend{display:block;font-weight:600;padding:0;margin-bottom:.25rem}
.hint{display:block;color:var(--soft);font-size:.9375rem;margin:0 0 .375rem}
.mistake{display:block;color:var(--wrong);font-weight:600;margin:0 0 .375rem}
input,select,textarea,button{font:inherit;color:inherit;max-width:100%}
input[type=date],input[type=time],select,textarea{display:block;width:100%;min-height:2.875rem;
padding:.5625rem .75rem;background:var(--card);border:1px solid var(--edge);border-radius:.5rem}
textarea{min-height:6.5rem;resize:vertical}
[aria-invalid=true]{border-color:var(--wrong)!important;border-width:2px!important}
.choices{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.5rem}
.choices label{display:flex;align-items:center;gap:.5rem;min-height:2.875rem;margin:0;
font-weight:400;
padding:.5rem .75rem;border:1px solid var(--edge);border-radius:.5rem;cursor:pointer}
.choices label:has(:checked){border-color:var(--mark);background:var(--tint)}
.choices input{width:1.125rem;height:1.125rem;margin:0;accent-color:var(--mark)}
button{display:block;width:100%;min-height:3.125rem;padding:.75rem 1.25rem;border:0;
border-radius:.625rem;
background:var(--accent);color:var(--on-accent);font-weight:600;cursor:pointer}
button:hover{box-shadow:inset 0 0 0 99rem rgb(127 127 127/.12)}
:focus-visible,[tabindex]:focus{outline:3px solid var(--mark);outline-offset:3px}
.summary{margin:1rem 0 1.5rem;padding:1rem 1.125rem;border:2px solid var(--wrong);
border-radius:.75rem;
background:var(--wrong-tint)}
.summary h2{margin-bottom:.375rem}
.summary ul{margin:0;padding-inline-start:1.25rem}
.summary a{color:var(--wrong);font-weight:600}
.after{margin:1rem 0 0;color:var(--soft);font-size:.9375rem}
footer{padding:1.25rem .25rem 0;color:var(--soft);font-size:.875rem}
footer p{margin:0 0 .375rem}
@media (min-width:34rem){.frame{padding:3rem 1.5rem 4rem}main{padding:2.25rem 2.5rem}h1{
font-size:1.875rem}
.row{grid-template-columns:1fr 1fr}button{width:auto;min-width:14rem}}
@media (forced-colors:active){.time.new{border-width:3px}}
@media print{body{background:#fff}main{border:0;box-shadow:none;padding:0}button{display:none}}
`.replaceAll('\n', '');
