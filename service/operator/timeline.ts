import type {
  ClickRow,
  DeedRow,
  EventRow,
  ReceivedRow,
  RoomRecord,
  SentRow,
} from './timeline-views.ts';

export type EntryKind =
  | 'mail-in'
  | 'click'
  | 'deed'
  | 'mail-out'
  | 'attempt'
  | 'report'
  | 'event'
  | 'delivery';

/** One line of what happened to a room, with what it came of. */
export interface TimelineEntry {
  /** Names it within the timeline, for `because`. */
  readonly key: string;
  readonly at: string;
  readonly kind: EntryKind;
  /** The deed, a message's or a mail's kind, a link's purpose, an outcome, an event's type. */
  readonly what: string;
  /** How it stands: a message's state, a mail's outcome, a delivery's state. */
  readonly state: string | null;
  /** A reason, or the last words of a relay or an endpoint. */
  readonly why: string | null;
  readonly channel: string | null;
  readonly actor: string | null;
  /** The operator's own name, when it was their deed. */
  readonly operator: string | null;
  readonly icsSequence: number | null;
  readonly version: number | null;
  readonly requestId: string | null;
  /** The entry that it came of; null when that is not here, or nothing was before. */
  readonly because: string | null;
  readonly messageId: string | null;
  readonly inboundMailId: string | null;
  readonly proposalId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** In one moment, what came in stands before what was done, and that before what went out. */
const turns: readonly EntryKind[] = [
  'mail-in',
  'click',
  'deed',
  'event',
  'mail-out',
  'attempt',
  'report',
  'delivery',
];

const nothing = {
  state: null,
  why: null,
  channel: null,
  actor: null,
  operator: null,
  icsSequence: null,
  version: null,
  requestId: null,
  because: null,
  messageId: null,
  inboundMailId: null,
  proposalId: null,
  detail: {},
};

/** One causal line out of all that is known of a room, oldest first. */
export function tellTimeline(record: RoomRecord): TimelineEntry[] {
  const entries = [
    ...record.received.map(tellReceived),
    ...record.clicks.map((click) => tellClick(click, record.sent)),
    ...record.deeds.map(tellDeed),
    ...record.sent.flatMap((sent) => tellSent(sent, record.deeds)),
    ...record.events.flatMap((event) => tellEvent(event, record.deeds)),
  ];
  const known = new Set(entries.map(({ key }) => key));
  return entries
    .map((one) => (one.because !== null && !known.has(one.because) ? cut(one) : one))
    .map((entry, place) => ({ entry, place }))
    .sort((a, b) => compare(a.entry, b.entry) || a.place - b.place)
    .map(({ entry }) => entry);
}

const cut = (entry: TimelineEntry): TimelineEntry => ({ ...entry, because: null });

function compare(a: TimelineEntry, b: TimelineEntry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return turns.indexOf(a.kind) - turns.indexOf(b.kind);
}

const tellReceived = (mail: ReceivedRow): TimelineEntry => ({
  ...nothing,
  key: `mail-in:${mail.id}`,
  at: mail.at.toISOString(),
  kind: 'mail-in',
  what: mail.kind ?? 'unread',
  state: mail.outcome,
  why: mail.reason,
  channel: 'mail',
  actor: mail.role,
  because: keyOf('mail-out', mail.outboxId),
  inboundMailId: mail.id,
  detail: mail.replays > 0 ? { replays: mail.replays } : {},
});

const tellClick = (click: ClickRow, sent: readonly SentRow[]): TimelineEntry => ({
  ...nothing,
  key: `click:${click.id}`,
  at: click.at.toISOString(),
  kind: 'click',
  what: click.purpose,
  channel: 'link',
  actor: click.role,
  because: keyOf('mail-out', sent.find(({ linkIds }) => linkIds.includes(click.id))?.id ?? null),
  proposalId: click.proposalId,
});

function tellDeed(deed: DeedRow): TimelineEntry {
  const { messageId: again } = deed.detail;
  const message = deed.deed === 'sent-again' && typeof again === 'string' ? again : deed.outboxId;
  return {
    ...nothing,
    key: `deed:${deed.id}`,
    at: deed.at.toISOString(),
    kind: 'deed',
    what: deed.deed,
    why: deed.why,
    channel: deed.channel,
    actor: deed.actor,
    operator: deed.operator,
    icsSequence: deed.icsSequence,
    version: deed.version,
    requestId: deed.requestId,
    because:
      keyOf('mail-in', deed.inboundMailId) ??
      keyOf('click', deed.linkId) ??
      keyOf('mail-out', message),
    messageId: message,
    inboundMailId: deed.inboundMailId,
    proposalId: deed.proposalId,
    detail: deed.detail,
  };
}

function tellSent(sent: SentRow, deeds: readonly DeedRow[]): TimelineEntry[] {
  const again = deeds.find(({ deed, outboxId }) => deed === 'sent-again' && outboxId === sent.id);
  const cause = again ?? findDeed(deeds, sent.at, sent.version);
  const key = `mail-out:${sent.id}`;
  const same = { ...nothing, messageId: sent.id, because: key };
  const message: TimelineEntry = {
    ...nothing,
    key,
    at: sent.at.toISOString(),
    kind: 'mail-out',
    what: sent.kind,
    state: sent.state,
    why: sent.response,
    actor: sent.role,
    icsSequence: sent.icsSequence,
    version: sent.version,
    because: keyOf('deed', cause?.id ?? null),
    messageId: sent.id,
    proposalId: sent.proposalId,
    detail: {
      method: sent.method,
      sendAt: sent.sendAt.toISOString(),
      settledAt: sent.settledAt?.toISOString() ?? null,
    },
  };
  const attempts = sent.attempts.map((one) => ({
    ...same,
    key: `attempt:${sent.id}:${one.fence}`,
    at: timeOf(one.endedAt ?? one.at),
    kind: 'attempt' as const,
    what: one.outcome ?? 'under-way',
    why: one.response,
    detail: { relay: one.relay, startedAt: timeOf(one.at), number: one.fence },
  }));
  const reports = sent.reports.map((one) => ({
    ...same,
    key: `report:${one.id}`,
    at: timeOf(one.at),
    kind: 'report' as const,
    what: one.status,
    state: one.outcome,
    detail: { provider: one.provider },
  }));
  return [message, ...attempts, ...reports];
}

function tellEvent(event: EventRow, deeds: readonly DeedRow[]): TimelineEntry[] {
  const key = `event:${event.id}`;
  const cause = findDeed(deeds, event.at, event.version);
  const isOfMail = event.type.startsWith('message.') || event.type.startsWith('mail.');
  const mail = keyOf('mail-in', event.inboundMailId) ?? keyOf('mail-out', event.messageId);
  const deed = keyOf('deed', cause?.id ?? null);
  const entry: TimelineEntry = {
    ...nothing,
    key,
    at: event.at.toISOString(),
    kind: 'event',
    what: event.type,
    version: event.version,
    because: isOfMail ? (mail ?? deed) : (deed ?? mail),
    messageId: event.messageId,
    inboundMailId: event.inboundMailId,
    detail: { eventId: event.id },
  };
  const deliveries = event.deliveries.map((one) => ({
    ...nothing,
    key: `delivery:${one.id}`,
    at: timeOf(one.at),
    kind: 'delivery' as const,
    what: one.url,
    state: one.state,
    why: one.error ?? (one.status === null ? null : String(one.status)),
    because: key,
    detail: { endpointId: one.endpointId, attempts: one.attempts },
  }));
  return [entry, ...deliveries];
}

/** What was decided in that moment: a decision, its mails and its events have one time. */
const findDeed = (deeds: readonly DeedRow[], at: Date, version: number | null) =>
  deeds.find((deed) => deed.version === version && deed.at.getTime() === at.getTime()) ??
  deeds.find((deed) => deed.at.getTime() === at.getTime());

const keyOf = (kind: EntryKind, id: string | null): string | null =>
  id === null ? null : `${kind}:${id}`;

/** Times inside JSON are PostgreSQL's spelling. */
const timeOf = (text: string): string => new Date(text).toISOString();
