import type { OperatorDeps } from '../operator-deps.ts';
import { viewOverview } from '../overview-views.ts';
import { type ListName, listNames } from '../work-lists.ts';
import { countedUpTo } from '../work-views.ts';
import { type Html, html } from './html.ts';
import { sayLength } from './view-parts.ts';
import { lists } from './view-words.ts';
import type { ViewPage, Visit } from './visit.ts';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly about: string;
  readonly tone: 'none' | 'warn' | 'wrong' | '';
  readonly href?: string;
}

/** What waits by itself is no trouble yet. */
const mild: readonly ListName[] = ['retrying-messages', 'doubtful-messages', 'parked-mails'];
/** A healthy service sends what is due within seconds. */
const lateSeconds = 120;

/** The first page: what is stuck, now. */
export async function showOverview(deps: OperatorDeps, visit: Visit): Promise<ViewPage> {
  const overview = await viewOverview(deps.database.pool, visit.now);
  const work = listNames.map((name) => listTile(name, overview.lists[name], visit.base));
  const trouble = listNames.filter((name) => overview.lists[name] > 0);
  const flow: Tile[] = [
    ageTile('Oldest mail due', overview.outboxOldestSeconds, `${overview.outboxWaiting} to send`),
    ageTile('Oldest mail unread', overview.unreadOldestSeconds, `${overview.unreadMails} to read`),
    ageTile('Oldest event due', overview.webhookOldestSeconds, 'to endpoints that are enabled'),
    {
      name: 'Workers',
      value: String(overview.workers),
      about: 'processes that send and read mail',
      tone: overview.workers === 0 ? 'wrong' : '',
      href: `${visit.base}/relays`,
    },
    {
      name: 'Jobs waiting',
      value: overview.jobsWaiting.toLocaleString('en'),
      about: 'wake-ups that could run now',
      tone: overview.jobsWaiting === 0 ? 'none' : '',
    },
  ];
  return {
    status: 200,
    title: 'Overview',
    menu: 'overview',
    main: html`<div class="head"><h1>Overview</h1>${
      trouble.length === 0
        ? html`<span class="badge good">All clear</span>`
        : html`<span class="badge warn">${trouble.length} of ${listNames.length} lists have
 something</span>`
    }</div>
<p class="lead">What is stuck, now, over all applications. Each number leads to its list.</p>
<h2>Needs a person</h2>
${tiles(work)}
<h2>In flow</h2>
${tiles(flow)}`,
  };
}

function listTile(name: ListName, count: number, base: string): Tile {
  const bad = mild.includes(name) ? 'warn' : 'wrong';
  const many = count > countedUpTo;
  return {
    name: lists[name].menu,
    value: many ? `${countedUpTo.toLocaleString('en')}+` : count.toLocaleString('en'),
    about: lists[name].short,
    tone: count === 0 ? 'none' : bad,
    href: `${base}/lists/${name}`,
  };
}

const ageTile = (name: string, seconds: number, about: string): Tile => ({
  name,
  value: sayLength(Math.max(0, seconds)),
  about,
  tone: seconds > lateSeconds ? 'warn' : 'none',
});

const tiles = (all: readonly Tile[]): Html =>
  html`<ul class="tiles">${all.map((one) => html`<li>${drawTile(one)}</li>`)}</ul>`;

function drawTile({ name, value, about, tone, href }: Tile): Html {
  const inside = html`<span>${name}</span><b>${value}</b><span>${about}</span>`;
  return href === undefined
    ? html`<div class="tile ${tone}">${inside}</div>`
    : html`<a class="tile ${tone}" href="${href}">${inside}</a>`;
}
