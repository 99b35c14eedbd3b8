import { pageColors, squeeze } from '../ops/page-colors.ts';

/**
 * Colours, type and what stands on every page. Greys and corners are those of mail.mjml, so that a
 * mail and the page it leads to look like one thing. Sides are logical: the same rules run from
 * right to left.
 */
export const groundStyle = squeeze(`${pageColors}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;
  font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.frame{max-width:44rem;margin:0 auto;padding:1.25rem .75rem 2.5rem}
.brand{margin:0 0 1rem;padding:0 .5rem;font-weight:600}
.brand::before{content:"";display:inline-block;width:.625rem;height:.625rem;
  margin-inline-end:.5rem;border-radius:50%;background:var(--accent);
  box-shadow:0 0 0 1px var(--rim)}
main{padding:1.5rem 1.25rem;background:var(--card);border:1px solid var(--line);
  border-radius:.75rem}
main>:last-child{margin-bottom:0}
h1{margin:.25rem 0 .75rem;font-size:1.625rem;line-height:1.25;font-weight:600;
  letter-spacing:-.012em;text-wrap:balance}
:lang(ar) h1{letter-spacing:0}
h2{margin:0;font-size:1.0625rem;font-weight:600}
p{margin:0 0 1rem}
main>p{text-wrap:pretty}
a{color:var(--mark);text-underline-offset:.15em}
.session{margin:0;color:var(--soft);font-size:.9375rem;font-weight:600}
.lead{font-size:1.125rem}
.sign{display:block;width:3rem;height:3rem;margin:0 0 1.25rem;padding:.75rem;border-radius:50%;
  fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;
  color:var(--soft);background:var(--panel)}
.sign.done{color:var(--good);background:var(--good-tint)}
.sign.off,.sign.wrong{color:var(--wrong);background:var(--wrong-tint)}
.sign.asked,.sign.mailed,.sign.stays{color:var(--mark);background:var(--tint)}
.times{display:grid;gap:.75rem;margin:1.25rem 0 1.5rem}
.time{padding:1rem 1.125rem 1.125rem;background:var(--panel);border:1px solid var(--panel);
  border-radius:.625rem}
.time.new{background:var(--tint);border-color:var(--mark)}
.time h2{margin-bottom:.25rem;color:var(--soft);font-size:.875rem}
.time p{margin:0}
.when,.facts,.more{display:block}
.when{margin:.125rem 0 .375rem;font-weight:600;line-height:1.4;text-wrap:balance}
.hours{display:block;font-size:1.3125rem;line-height:1.35;font-variant-numeric:tabular-nums}
.time.off .when{color:var(--soft);font-weight:400;text-decoration:line-through}
.more{color:var(--soft);font-size:.875rem}
.more+.more{margin-top:.125rem}
blockquote{margin:1.25rem 0;padding:.125rem 0;padding-inline-start:1rem;
  border-inline-start:3px solid var(--line)}
blockquote p{margin:.125rem 0 0}
blockquote p,.said{white-space:pre-wrap}
blockquote p,.said,dd{text-align:-webkit-match-parent;text-align:match-parent}
blockquote .who{color:var(--soft);font-size:.875rem}
button,.button{display:block;width:100%;min-height:3rem;padding:.6875rem 1.375rem;
  border:1px solid var(--rim);border-radius:.5rem;background:var(--accent);
  color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;
  cursor:pointer}
.button{border-color:var(--edge);background:none;color:var(--ink)}
button:hover{box-shadow:inset 0 0 0 99rem rgb(127 127 127/.16)}
.button:hover{border-color:var(--mark);background:var(--tint)}
:focus-visible,[tabindex]:focus{outline:3px solid var(--mark);outline-offset:2px}
footer{padding:1.25rem .5rem 0;color:var(--soft);font-size:.8125rem}
footer p{margin:0 0 .25rem}
@media(min-width:34rem){
  .frame{padding:3rem 1.5rem 4rem}
  .brand{margin-bottom:1.25rem;padding:0 2.5rem}
  main{padding:2.5rem}
  h1{font-size:1.875rem}
  .pair{grid-template-columns:1fr 1fr}
  .pair .when,.option .when{font-size:.9375rem}
  button,.button{display:inline-block;width:auto;min-width:13rem}
  footer{padding:1.25rem 2.5rem 0}
}
@media print{
  :root:root{color-scheme:light;--paper:#fff;--card:#fff;--panel:#fff;--tint:#fff;--ink:#000;
    --soft:#333;--line:#999;--mark:#000}
  .frame,main,.brand{max-width:none;padding:0;border:0}
  .time,.option{border-color:#999!important;break-inside:avoid}
  button,.button,.calendars,.field,.after,.summary,input,legend,.sign,footer,.brand::before{
    display:none!important}
}
`);
