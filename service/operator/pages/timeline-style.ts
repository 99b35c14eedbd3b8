/** The one line of a room: what came in and was done stands out, what followed is beside it. */
export const timelineStyle = `
.line{margin:0;padding:0;list-style:none}
.day{margin:1.25rem 0 .5rem;color:var(--soft);font-size:.8125rem;font-weight:600}
.day:first-child{margin-top:0}
.entry{position:relative;padding:0 0 .875rem 2.25rem;scroll-margin-top:1rem}
[dir=rtl] .entry{padding:0 2.25rem .875rem 0}
.entry::before{content:"";position:absolute;inset-inline-start:.6875rem;top:1.25rem;bottom:-.25rem;
  width:2px;background:var(--line)}
.entry:last-child::before{display:none}
.dot{position:absolute;inset-inline-start:0;top:0;width:1.5rem;height:1.5rem;padding:.3125rem;
  border-radius:50%;background:var(--quiet-tint);color:var(--soft);fill:none;stroke:currentColor;
  stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.dot.good{background:var(--good-tint);color:var(--good)}
.dot.warn{background:var(--warn-tint);color:var(--warn)}
.dot.wrong{background:var(--wrong-tint);color:var(--wrong)}
.dot.info{background:var(--tint);color:var(--mark)}
.entry:target>.what{background:var(--tint);box-shadow:0 0 0 .375rem var(--tint);
  border-radius:.125rem}
.what{display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem .625rem;margin:0}
.what b{font-weight:600}
.what time,.entry .small{font-variant-numeric:tabular-nums}
.what time{color:var(--soft);font-size:.8125rem}
.entry p.small{margin:.125rem 0 0}
.entry.event .what b{font-weight:400}
.under{margin:.375rem 0 0;padding:0;list-style:none}
.under li{padding:.3125rem .75rem;border:1px solid var(--line);border-bottom:0;
  background:var(--card);  font-size:.8125rem;overflow-wrap:anywhere}
.under li:first-child{border-radius:.375rem .375rem 0 0}
.under li:last-child{border-bottom:1px solid var(--line);border-radius:0 0 .375rem .375rem}
.under li:only-child{border-radius:.375rem}
`;
