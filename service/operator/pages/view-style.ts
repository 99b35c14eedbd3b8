import { pageColors, squeeze } from '../../ops/page-colors.ts';
import { timelineStyle } from './timeline-style.ts';

/** The look of the operator's view: the colours of all pages, denser, with a side of its own. */
export const viewStyle = squeeze(`${pageColors}
:root{--mark:#1d4ed8;--tint:#eaf0ff;--on-mark:#fff;--warn:#8a4b00;--warn-tint:#fdf1dc;
  --quiet-tint:#eceef1;--shade:0 1px 2px rgb(16 24 40/.06)}
@media(prefers-color-scheme:dark){
  :root{--mark:#93b4ff;--tint:#1d2942;--on-mark:#0b1220;--warn:#f2bd66;--warn-tint:#372a12;
    --quiet-tint:#2a2f38;--shade:none}
}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;
  font:.875rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
h1{margin:0;font-size:1.375rem;line-height:1.3;font-weight:650;letter-spacing:-.012em;
  text-wrap:balance}
h2{margin:0 0 .75rem;font-size:.9375rem;font-weight:650}
h3{margin:0;font-size:.875rem;font-weight:600}
p{margin:0 0 .75rem}
a{color:var(--mark);text-underline-offset:.15em;text-decoration-thickness:1px}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8125rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
  white-space:nowrap}
.skip{position:absolute;inset-inline-start:1rem;top:-4rem;z-index:2;padding:.5rem 1rem;
  border-radius:.5rem;background:var(--mark);color:var(--on-mark)}
.skip:focus{top:.5rem}
:focus-visible,main:focus{outline:2px solid var(--mark);outline-offset:2px}
main:focus{outline:0}
main>h1{margin-bottom:.25rem}
.soft{color:var(--soft)}
.side{padding:.875rem 1rem;background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.5rem;margin:0 0 .75rem;font-weight:650}
.brand::before{content:"";width:.625rem;height:.625rem;border-radius:50%;background:var(--mark)}
.brand span{color:var(--soft);font-weight:400}
.search{display:flex;gap:.375rem}
.search input{flex:1;min-width:0}
nav.menu{margin:.75rem -1rem 0;overflow-x:auto}
nav.menu ul{display:flex;gap:.125rem;margin:0;padding:0 1rem;list-style:none}
nav.menu .group{display:none}
nav.menu a{display:block;padding:.375rem .625rem;border-radius:.375rem;color:var(--soft);
  text-decoration:none;white-space:nowrap}
nav.menu a:hover{background:var(--panel);color:var(--ink)}
nav.menu a[aria-current]{background:var(--tint);color:var(--mark);font-weight:600}
.who{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:.75rem}
.who p{margin:0;flex:1;min-width:0}
main{padding:1.25rem 1rem 3rem;max-width:76rem}
.head{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-bottom:.25rem}
.lead{margin-bottom:1.25rem;color:var(--soft);max-width:44rem;text-wrap:pretty}
.head .buttons{margin-inline-start:auto}
.crumbs{margin:0 0 .375rem;color:var(--soft);font-size:.8125rem}
.card{margin:0 0 1.25rem;padding:1rem 1.125rem;background:var(--card);border:1px solid var(--line);
  border-radius:.625rem;box-shadow:var(--shade)}
.card.flush{padding:0;overflow:hidden}
.card>:last-child{margin-bottom:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.75rem;
  margin:0 0 1.5rem;padding:0;list-style:none}
.tile{display:flex;flex-direction:column;height:100%;padding:.875rem 1rem;background:var(--card);
  border:1px solid var(--line);border-radius:.625rem;box-shadow:var(--shade);color:inherit;
  text-decoration:none}
a.tile:hover{border-color:var(--mark)}
.tile b{display:block;margin:.125rem 0;font-size:1.5rem;line-height:1.25;font-weight:650;
  font-variant-numeric:tabular-nums;letter-spacing:-.015em}
.tile span{color:var(--soft);font-size:.8125rem}
.tile.wrong b{color:var(--wrong)}
.tile.warn b{color:var(--warn)}
.tile.none b{color:var(--soft)}
.badge{display:inline-block;padding:.0625rem .5rem;border-radius:1rem;background:var(--quiet-tint);
  color:var(--soft);font-size:.75rem;font-weight:600;line-height:1.5;white-space:nowrap}
.badge.good{background:var(--good-tint);color:var(--good)}
.badge.warn{background:var(--warn-tint);color:var(--warn)}
.badge.wrong{background:var(--wrong-tint);color:var(--wrong)}
.badge.info{background:var(--tint);color:var(--mark)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.625rem .875rem;border-bottom:1px solid var(--line);text-align:start;
  vertical-align:top}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
thead th{background:var(--panel);color:var(--soft);font-size:.75rem;font-weight:600;
  white-space:nowrap}
tbody th{font-weight:500}
tbody tr:hover{background:var(--panel)}
td.why{min-width:14rem;max-width:26rem;color:var(--soft);overflow-wrap:anywhere}
td.when,td.narrow{white-space:nowrap}
td.pick,th.pick{width:2.75rem;padding-inline-end:0}
.small{display:block;color:var(--soft);font-size:.8125rem}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;padding:.75rem .875rem;
  border-top:1px solid var(--line);background:var(--panel)}
fieldset{margin:0;padding:0;border:0}
.choices{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.choices label,.tick{display:inline-flex;align-items:center;gap:.5rem;min-height:1.75rem}
.pick label{display:block;padding:.1875rem}
input[type=checkbox],input[type=radio]{width:1.125rem;height:1.125rem;margin:0;
  accent-color:var(--mark);vertical-align:middle}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin:0}
button,.button{display:inline-block;min-height:2.125rem;padding:.3125rem .875rem;
  border:1px solid var(--edge);border-radius:.4375rem;background:var(--card);color:var(--ink);
  font:inherit;font-weight:550;text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--mark);background:var(--tint)}
button.main{border-color:var(--mark);background:var(--mark);color:var(--on-mark)}
button.main:hover{box-shadow:inset 0 0 0 9rem rgb(127 127 127/.2)}
button.grave{border-color:var(--wrong);color:var(--wrong)}
button.grave:hover{background:var(--wrong-tint)}
input[type=text],input[type=search],input[type=password],input[type=datetime-local]{
  min-height:2.125rem;padding:.3125rem .625rem;border:1px solid var(--edge);border-radius:.4375rem;
  background:var(--card);color:var(--ink);font:inherit}
.field{margin-bottom:1rem}
.field label{display:block;margin-bottom:.25rem;font-weight:600}
.field input{width:100%}
.field .small{margin-top:.25rem}
dl.facts{display:grid;grid-template-columns:1fr;gap:0 1.5rem;margin:0}
dl.facts div{display:grid;grid-template-columns:8.5rem 1fr;gap:.75rem;padding:.4375rem 0;
  border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
.note{margin:0 0 1.25rem;padding:.75rem 1rem;border-radius:.5rem;background:var(--tint)}
.note.wrong{background:var(--wrong-tint);color:var(--wrong)}
.note.warn{background:var(--warn-tint);color:var(--warn)}
.note.good{background:var(--good-tint);color:var(--good)}
.note>:last-child{margin-bottom:0}
.empty{padding:2.5rem 1rem;text-align:center;color:var(--soft)}
.empty b{display:block;margin-bottom:.25rem;color:var(--ink);font-size:1rem;font-weight:600}
.more{display:flex;justify-content:flex-end;margin:0}
pre{margin:0;padding:.875rem 1rem;max-height:32rem;overflow:auto;border-radius:.5rem;
  background:var(--panel);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
dl.headers{margin:0}
dl.headers div{padding:.25rem 0}
dl.headers dt{font-size:.75rem;font-weight:600}
dl.headers dd{font-size:.8125rem}
.pair{display:grid;gap:1.25rem 2rem}
.pair h3{display:flex;flex-wrap:wrap;gap:.25rem .5rem;margin-bottom:.25rem}
.pair dl.facts{grid-template-columns:1fr}
.part+.part{margin-top:.5rem}
.part p{margin:0}
.part[data-depth="1"]{margin-inline-start:1rem}
.part[data-depth="2"]{margin-inline-start:2rem}
.part[data-depth="3"]{margin-inline-start:3rem}
details pre{margin-top:.375rem}
summary{padding:.25rem 0;cursor:pointer}
.gate{display:grid;place-items:center;min-height:100vh;padding:1.5rem 1rem}
.gate main{width:100%;max-width:24rem;padding:0}
.gate .card{padding:1.75rem 1.5rem}
.gate button{width:100%}
${timelineStyle}
@media(min-width:62rem){
  .shell{display:grid;grid-template-columns:15.5rem minmax(0,1fr);min-height:100vh}
  .side{position:sticky;top:0;display:flex;flex-direction:column;height:100vh;overflow-y:auto;
    padding:1.25rem 1rem;border-bottom:0;border-inline-end:1px solid var(--line)}
  nav.menu{flex:1;margin:1rem 0 0;overflow:visible}
  nav.menu ul{display:block;padding:0}
  nav.menu .group{display:block;padding:.875rem .625rem .25rem;color:var(--soft);
    font-size:.75rem;font-weight:600}
  .who{padding-top:.75rem;border-top:1px solid var(--line)}
  main{padding:2rem 2.25rem 4rem}
  dl.facts,.pair{grid-template-columns:1fr 1fr}
  dl.headers div{display:grid;grid-template-columns:12rem 1fr;gap:.75rem}
}
`);
