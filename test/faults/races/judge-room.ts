import type { Evidence, HistoryRow, MessageRow } from './evidence.ts';

/**
 * What must hold of a room whatever raced for it, told by its rows alone (the rules are not asked).
 * Returns what does not hold, in words.
 */
export function judgeRoom(evidence: Evidence): readonly string[] {
  return [
    ...judgeVersions(evidence),
    ...judgeProposals(evidence),
    ...judgeSequences(evidence),
    ...judgeMails(evidence),
    ...judgeEvents(evidence),
  ];
}

/** Each row of the history makes the next version, or tells of one that changed nothing. */
function judgeVersions({ history, stored }: Evidence): string[] {
  const gaps = history.flatMap((row, place) => {
    const last = history[place - 1]?.version ?? 0;
    const isNext = row.version === last + 1 || (row.deed === 'ignored' && row.version === last);
    return isNext ? [] : [`history goes from version ${last} to ${row.version} (${row.deed})`];
  });
  const end = history.at(-1)?.version;
  return end === stored.version ? gaps : [...gaps, `history ends at ${end}, not ${stored.version}`];
}

const settling: Readonly<Record<string, string>> = {
  'proposal-approved': 'approved',
  'proposal-declined': 'declined',
};

/** One settled truth: a proposal is decided once, stays so, and nothing follows a cancellation. */
function judgeProposals({ history, proposals }: Evidence): string[] {
  const decisions = history.filter((row) => settling[row.deed] !== undefined);
  const truths = proposals.flatMap(({ id, status }) => {
    const said = decisions.filter((row) => row.proposalId === id).map((row) => settling[row.deed]);
    const isDecided = status === 'approved' || status === 'declined';
    const isTrue = said.length === (isDecided ? 1 : 0) && said.every((one) => one === status);
    return isTrue
      ? []
      : [`a proposal is ${status}, history says ${said.join(' and ') || 'nothing'}`];
  });
  const cancelledAt = history.findIndex((row) => row.deed === 'cancelled');
  const late = cancelledAt < 0 ? [] : history.slice(cancelledAt + 1);
  return [
    ...truths,
    ...late
      .filter((row: HistoryRow) => row.deed !== 'ignored' && row.deed !== 'sent-again')
      .map((row) => `${row.deed} after the cancellation`),
  ];
}

const isCalendar = (row: MessageRow) => row.method === 'REQUEST' || row.method === 'CANCEL';

/** SEQUENCE: from 0 without a gap, one version each, and each mail once. */
function judgeSequences({ messages, stored }: Evidence): string[] {
  const calendar = messages.filter(isCalendar);
  const numbers = [...new Set(calendar.map((row) => row.sequence))];
  const wanted = Array.from({ length: stored.room.icsSequence + 1 }, (_, number) => number);
  const keys = calendar.map((row) => `${row.email} ${row.method} ${row.sequence}.${row.revision}`);
  const meanings = Map.groupBy(calendar, (row) => `${row.sequence}.${row.revision}`);
  return [
    ...(numbers.join() === wanted.join() ? [] : [`sequences ${numbers}, the room says ${wanted}`]),
    ...keys.filter((key, place) => keys.indexOf(key) !== place).map((key) => `twice: ${key}`),
    ...[...meanings]
      .filter(([, rows]) => new Set(rows.map((row) => row.version)).size > 1)
      .map(([number]) => `SEQUENCE ${number} means two changes`),
  ];
}

/** Whoever is in has the present REQUEST last, whoever is out the CANCEL. */
function judgeMails({ messages, stored, history }: Evidence): string[] {
  const { room } = stored;
  const guest = room.guest ?? room.formerGuests[0] ?? null;
  const lastOf = (email: string | undefined) =>
    messages.filter((row) => row.email === email && isCalendar(row)).at(-1);
  const toGuest = lastOf(guest?.email);
  const toHost = lastOf(room.host.email);
  // A host who declined took it out of their calendar; one whose guest left keeps the entry.
  const end = history.find((row) => row.deed === 'cancelled');
  const isCalledOff = room.status === 'cancelled' && toHost?.method === 'CANCEL';
  const hostDeclined = end !== undefined && room.host.answer === 'declined';
  const wasOpen = end !== undefined && history.some((row) => row.deed === 'unbooked');
  const wanted = room.status === 'booked' ? 'REQUEST' : 'CANCEL';
  return [
    ...(toGuest?.sequence === room.icsSequence && toGuest.method === wanted
      ? []
      : [`the guest was last sent ${toGuest?.method} ${toGuest?.sequence}, room ${room.status}`]),
    ...(room.status === 'booked' &&
    (toHost?.sequence !== room.icsSequence || toHost.method !== 'REQUEST')
      ? [`the host was last sent ${toHost?.method} ${toHost?.sequence}, room booked`]
      : []),
    ...(room.status === 'cancelled' && !isCalledOff && !hostDeclined && !wasOpen
      ? ['the room is cancelled and the host has no CANCEL']
      : []),
    ...(room.status !== 'cancelled' && toHost?.method === 'CANCEL'
      ? [`the host has a CANCEL of a room that is ${room.status}`]
      : []),
  ];
}

/** Deeds that only mail something again tell the application nothing. */
const quiet = new Set(['sent-again', 'link-sent', 'counter-parked', 'ignored', 'prepare']);

/** Each applied command is told to the application, no other one is. */
function judgeEvents({ history, events }: Evidence): string[] {
  const told = new Set(events.map((event) => event.requestId));
  return history
    .filter((row) => told.has(row.requestId) === quiet.has(row.deed) && row.requestId !== 'prepare')
    .map((row) => `${row.requestId}: ${row.deed}, ${told.has(row.requestId) ? 'an' : 'no'} event`);
}
