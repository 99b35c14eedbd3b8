import { squeeze } from '../ops/page-colors.ts';

/** The page of one session: a ticket with a stub, how things stand, and what one can do. */
export const sessionStyle = squeeze(`
.ticket{position:relative;margin:1.5rem 0;border:1px solid var(--line);border-radius:.75rem;
  overflow:hidden}
.ticket .times{margin:0}
.ticket .time{padding:1.25rem 1.25rem 1.125rem;background:var(--tint);border:0;border-radius:0}
.details{position:relative;margin:0;padding:1.125rem 1.25rem .25rem;
  border-top:2px dashed var(--line)}
.details::before,.details::after{content:"";position:absolute;top:-.5625rem;width:1rem;
  height:1rem;border:1px solid var(--line);border-radius:50%;background:var(--card)}
.details::before{inset-inline-start:-.5625rem}
.details::after{inset-inline-end:-.5625rem}
.details dt{color:var(--soft);font-size:.875rem;font-weight:600}
.details dd{margin:0 0 .875rem;white-space:pre-wrap}
.details a{display:inline-block;min-height:1.5rem}
.states{margin:0 0 1.5rem;padding:0;list-style:none}
.states li{display:flex;gap:.75rem;margin-bottom:.75rem}
.states .sign{flex:none;width:1.625rem;height:1.625rem;margin:0;padding:.3125rem;
  stroke-width:3}
.calendars{margin-top:2rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.calendars .hint{margin:.125rem 0 .75rem}
.calendars ul{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem;
  margin:0;padding:0;list-style:none}
.calendars a{display:block;height:100%;padding:.625rem .875rem;border:1px solid var(--line);
  border-radius:.5rem;text-decoration:none;font-weight:600}
.calendars a:hover{border-color:var(--mark);background:var(--tint)}
`);
