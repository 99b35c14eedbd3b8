import { explainOutcome } from '../../api/inbound-reasons.ts';
import type { InboundOutcome } from '../../scheduling/inbound-outcome.ts';
import { readAnyMail, writeAnyMail } from '../any-mail.ts';
import { type AnyMail, type AnyMessage, viewAnyMail, viewAnyMessage } from '../mail-views.ts';
import type { OperatorDeps } from '../operator-deps.ts';
import { outlineMail, outlineReadBytes } from '../outline-mail.ts';
import { type TimelineEntry, tellTimeline } from '../timeline.ts';
import { readRecord } from '../timeline-views.ts';
import { drawOutline } from './draw-outline.ts';
import { drawTimeline } from './draw-timeline.ts';
import { type Html, html } from './html.ts';
import { askFor, badge, facts, tellTrouble, time } from './view-parts.ts';
import { actions, sayWord } from './view-words.ts';
import type { ViewPage, Visit } from './visit.ts';

/** A mail that went out or will: what became of it, and how it reads. */
export async function showMessage(deps: OperatorDeps, visit: Visit, id: string): Promise<ViewPage> {
  const message = await viewAnyMessage(deps.database.pool, id);
  if (message === null) return tellTrouble(404, 'No such mail', 'No mail of ours has this id.');
  const record = await readRecord(deps.database.pool, message.applicationId, message.roomId);
  const roomPath = `${visit.base}/rooms/${message.roomId}`;
  const isShown = ({ messageId }: TimelineEntry) => messageId === id;
  const story = drawTimeline(tellTimeline(record), visit.base, { isShown, roomPath });
  const title = `${sayWord(message.kind)} to ${message.to}`;
  const outline = message.isErased
    ? erased
    : drawOutline(outlineMail(await writeAnyMail(deps, id)));
  return {
    status: 200,
    title,
    main: html`<p class="crumbs">${message.application} · <a
 href="${visit.base}/rooms/${message.roomId}">Room</a></p>
<div class="head"><h1>${title}</h1>${badge(message.state)}${messageActions(visit, message)}</div>
<p class="lead">${message.lastResponse ?? 'No relay has said anything about it yet.'}</p>
<section class="card" aria-labelledby="facts"><h2 id="facts">As it
 stands</h2>${messageFacts(message)}</section>
<section class="card" aria-labelledby="story"><h2 id="story">What happened</h2>${story}</section>
${outline}
${!message.isErased && download(`${visit.base}/messages/${id}/raw`)}`,
  };
}

const erased = html`<p class="note">This person asked to be forgotten, and the mail with them.</p>`;

function messageActions(visit: Visit, { id, isEnded, isErased, state }: AnyMessage): Html | null {
  if (isErased) return null;
  const names = isEnded
    ? (['resend-message'] as const)
    : (['send-message-now', 'give-up-message'] as const);
  if (state === 'superseded' || state === 'sending') return null;
  const forms = names.map((name) => askFor(visit, name, id, actions[name]));
  return html`<div class="buttons">${forms}</div>`;
}

const messageFacts = (message: AnyMessage): Html =>
  facts([
    ['To', html`<bdi>${message.address}</bdi>`],
    ['Method', `${message.method}, sequence ${message.sequence}, revision ${message.revision}`],
    ['Tries', String(message.attempts)],
    ['Not before', time(message.sendAt)],
    ['Owed since', time(message.createdAt)],
    ['Ended', time(message.settledAt)],
    ['Message-ID', html`<span class="mono">${message.messageId}</span>`],
    ['Id', html`<span class="mono">${message.id}</span>`],
  ]);

/** A mail that came in: what became of it and why, and how it reads. */
export async function showInbound(deps: OperatorDeps, visit: Visit, id: string): Promise<ViewPage> {
  const mail = await viewAnyMail(deps.database.pool, id);
  if (mail === null) return tellTrouble(404, 'No such mail', 'No mail that came in has this id.');
  const raw = await readAnyMail(deps, id, outlineReadBytes);
  const outcome = mail.outcome as InboundOutcome | null;
  const isReplayable = outcome === 'parked' || outcome === 'unreadable';
  return {
    status: 200,
    title: mail.subject ?? 'Mail without a subject',
    main: html`<p class="crumbs">${mail.application ?? 'No application'}${
      mail.roomId !== null && html` · <a href="${visit.base}/rooms/${mail.roomId}">Room</a>`
    }</p>
<div class="head"><h1><bdi>${mail.subject ?? 'Mail without a subject'}</bdi>
</h1>${badge(outcome ?? 'unread')}${
      isReplayable &&
      html`<div class="buttons">${askFor(visit, 'replay-mail', id, actions['replay-mail'])}</div>`
    }</div>
<p class="lead">${explainOutcome(outcome, mail.reason)}</p>
<section class="card" aria-labelledby="facts"><h2 id="facts">As it came
 in</h2>${inboundFacts(mail)}</section>
${raw.length === 0 ? emptied : drawOutline(outlineMail(raw))}
${raw.length > 0 && download(`${visit.base}/inbound-mails/${id}/raw`)}`,
  };
}

const emptied = html`<p class="note">Its bytes were emptied when a person it quotes asked to be
 forgotten.</p>`;

const inboundFacts = (mail: AnyMail): Html =>
  facts([
    ['From', html`<bdi>${mail.from ?? mail.envelopeFrom}</bdi>`],
    ['Envelope', html`<bdi>${mail.envelopeFrom || '<>'}</bdi>`],
    ['Address of', mail.attendee],
    ['Came in', html`${time(mail.receivedAt)} by ${mail.source}`],
    ['From host', `${mail.helo ?? ''} ${mail.remoteAddress ?? ''}`.trim() || null],
    ['Kind', mail.kind && sayWord(mail.kind)],
    ['Reason', mail.reason],
    ['Size', `${mail.bytes.toLocaleString('en')} bytes`],
    ['Read again', `${mail.replays} times`],
    ['Id', html`<span class="mono">${mail.id}</span>`],
    ['Authentication', tellAuthentication(mail.authentication)],
  ]);

function tellAuthentication(found: unknown): Html | null {
  if (typeof found !== 'object' || found === null) return null;
  return html`<span class="mono">${JSON.stringify(found)}</span>`;
}

const download = (href: string): Html =>
  html`<p class="more"><a class="button" href="${href}" download>Download .eml (tokens
 overwritten)</a></p>`;
