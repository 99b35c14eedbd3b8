import type { OperatorDeps } from '../operator-deps.ts';
import { listWorkers, type WorkerView } from '../worker-views.ts';
import { html } from './html.ts';
import { badge, scrollable, time, timeAgo } from './view-parts.ts';
import type { ViewPage, Visit } from './visit.ts';

/** The processes that send mail, and how each finds its relays. */
export async function showRelays(deps: OperatorDeps, visit: Visit): Promise<ViewPage> {
  const workers = await listWorkers(deps.database.pool);
  const rows = workers.flatMap((worker) => drawWorker(worker, visit.now));
  const table = html`<table><caption class="hidden">Relays by worker</caption><thead><tr><th
 scope="col">Worker</th>
<th scope="col">Relay</th><th scope="col">State</th><th scope="col">Rests until</th><th
 scope="col">Started (UTC)</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return {
    status: 200,
    title: 'Relays',
    menu: 'relays',
    main: html`<h1>Relays</h1><p class="lead">Each worker judges its relays by its own mails. One
 that is away comes back by
 itself; one that refuses us needs its configuration mended. Mails wait meanwhile, and none is
 lost.</p>
${
  workers.length === 0
    ? html`<div class="note wrong"><p><b>No worker lives.</b> Nothing is sent or read until one
 starts.</p></div>`
    : html`<div class="card flush">${scrollable('Relays by worker', table)}</div>`
}`,
  };
}

function drawWorker({ id, startedAt, isSilent, relays }: WorkerView, now: Date) {
  const silence = isSilent && html` ${badge('silent', 'warn')}`;
  const name = html`<span class="mono">${id}</span>${silence}`;
  const started = html`<td class="when">${timeAgo(startedAt, now)}</td>`;
  if (relays === null || relays.length === 0) {
    return [
      html`<tr><th scope="row">${name}</th><td colspan="3" class="soft">Hands its mails to no
 relay: the development
 mailbox, or it has told nothing yet.</td>${started}</tr>`,
    ];
  }
  return relays.map(
    (relay) => html`<tr><th scope="row">${name}</th><td>${relay.relay}. <span
 class="mono">${relay.name}</span></td>
<td>${badge(relay.state)}</td><td class="when">${time(relay.restsUntil)}</td>${started}</tr>`,
  );
}
