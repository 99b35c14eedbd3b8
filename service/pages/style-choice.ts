import { squeeze } from '../ops/page-colors.ts';

/** Forms: fields, choices and what is wrong with them. */
export const choiceStyle = squeeze(`
form{margin:1.5rem 0 0}
.field{min-width:0;margin:0 0 1.5rem;padding:0;border:0}
.row{display:grid;align-items:end;gap:0 1rem}
label,legend{display:block;margin-bottom:.375rem;padding:0;font-weight:600}
.hint{display:block;margin:-.125rem 0 .5rem;color:var(--soft);font-size:.875rem}
.mistake{display:block;text-wrap:balance;margin:0 0 .5rem;color:var(--wrong);font-weight:600}
input,select,textarea{max-width:100%;color:inherit;font:inherit}
input[type=date],input[type=time],select,textarea{display:block;width:100%;min-height:3rem;
  padding:.625rem .75rem;background:var(--card);border:1px solid var(--edge);
  border-radius:.5rem}
textarea{min-height:6.5rem;resize:vertical}
[aria-invalid=true]{border-color:var(--wrong)!important;
  box-shadow:inset 0 0 0 1px var(--wrong)}
input[type=radio]{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;
  accent-color:var(--mark)}
.choices{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.5rem}
.choices label,.option{margin:0;font-weight:400;border:1px solid var(--edge);
  border-radius:.5rem;cursor:pointer}
.choices label{display:flex;gap:.75rem;min-height:3rem;padding:.6875rem .875rem}
.choices.wide{display:block}
.wide label{border-radius:0}
.wide label+label{margin-top:-1px}
.wide label:first-child{border-start-start-radius:.5rem;border-start-end-radius:.5rem}
.wide label:last-child{border-end-start-radius:.5rem;border-end-end-radius:.5rem}
.offered{display:flex;flex:1;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
.offered strong{font-weight:600;font-variant-numeric:tabular-nums}
.options{display:grid;gap:.75rem;min-width:0;margin:0 0 1.5rem;padding:0;border:0}
.options legend{margin-bottom:.75rem;font-size:1.125rem}
.options .mistake{grid-column:1/-1;margin:0}
.option{display:grid;align-content:start;padding:1rem 1.125rem;border-radius:.625rem}
.pick{display:flex;gap:.75rem}
.option .when{align-self:end;margin-top:.75rem}
.then{display:block;margin-top:.625rem;color:var(--soft);font-size:.9375rem}
.when~.then{padding-top:.625rem;border-top:1px solid var(--line)}
.option:hover,.choices label:hover{border-color:var(--mark);position:relative}
.option:has(:checked),.choices label:has(:checked){position:relative;border-color:var(--mark);
  background:var(--tint);box-shadow:inset 0 0 0 1px var(--mark)}
.option:has(:focus-visible),.choices label:has(:focus-visible){position:relative;z-index:1;
  outline:3px solid var(--mark);outline-offset:2px}
[type=radio]:focus-visible{outline:0}
form:has(.given:checked) .own{display:none}
.session+.summary{margin-top:1rem}
.summary{margin:0 0 1.5rem;padding:1rem 1.125rem;border:1px solid var(--wrong);
  border-inline-start-width:.375rem;border-radius:.5rem;background:var(--wrong-tint)}
.summary h2{margin-bottom:.25rem}
.summary ul{margin:0;padding-inline-start:1.25rem}
.summary li{padding:.125rem 0}
.summary a{color:var(--wrong);font-weight:600}
.after{margin:.875rem 0 0;color:var(--soft);font-size:.9375rem}
@media(min-width:34rem){
  .row,.options{grid-template-columns:1fr 1fr}
  .option{grid-row:span 2;grid-template-rows:subgrid;row-gap:0}
  .option:has(.when){grid-row:span 4}
}
@media(forced-colors:active){
  .time.new{border-width:3px}
  .option:has(:checked),.choices label:has(:checked){outline:3px solid Highlight}
}
`);
