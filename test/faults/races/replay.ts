import { isDeepStrictEqual } from 'node:util';
import type { StoredRoom } from '../../../service/rooms/stored-room.ts';
import type { Command } from '../../../service/scheduling/command.ts';
import { decide } from '../../../service/scheduling/decide.ts';
import type { Decision } from '../../../service/scheduling/decision.ts';
import type { Proposal, Room } from '../../../service/scheduling/room.ts';
import type { Evidence, HistoryRow } from './evidence.ts';
import type { Told } from './race-house.ts';

/** One command that was given to the waist at the same time as others. */
export interface Asked {
  readonly requestId: string;
  readonly command: Command;
  readonly told: Told;
}

/**
 * Plays the commands one by one through the pure rules, in the order of the room's history: each
 * must be told what it was told, make the version that history names, and owe the mails and events
 * that are there; the room must end as it is stored. Returns what differs, in words.
 */
export function replay(
  before: StoredRoom,
  asked: readonly Asked[],
  evidence: Evidence,
): readonly string[] {
  const commands = new Map(asked.map((one) => [one.requestId, one]));
  const rows = evidence.history.filter((row) => commands.has(row.requestId));
  const wrong = [...judgeTold(asked, rows)];
  const proposals = new Map(before.room.proposals.map((one) => [one.id, one]));
  const messages = Map.groupBy(evidence.messages, (mail) => mail.version);
  const events = Map.groupBy(evidence.events, (event) => event.requestId);
  let { room, version } = before;
  for (const row of rows) {
    const { command, told } = commands.get(row.requestId) as Asked;
    const seen = { ...room, proposals: seenBy(command, proposals) };
    const decision = decide(seen, command, before.settings, row.occurredAt);
    if (decision.outcome !== 'refused' && decision.room !== seen) {
      room = decision.room;
      version += 1;
      for (const one of room.proposals) proposals.set(one.id, one);
    }
    const mails = messages.get(version) ?? [];
    const logged = events.get(row.requestId) ?? [];
    const differs = compare(row, { decision, told, version, mails, logged });
    wrong.push(...differs.map((what) => `${row.requestId} (${command.do}) ${what}`));
  }
  return [
    ...wrong,
    ...differences({ ...room, proposals: [...proposals.values()] }, version, evidence),
  ];
}

/** As the waist reads the room: open proposals, and the one that is named. */
const seenBy = (command: Command, all: ReadonlyMap<string, Proposal>): readonly Proposal[] =>
  [...all.values()].filter(
    (one) => one.status === 'pending' || ('proposalId' in command && command.proposalId === one.id),
  );

/** Every command that got an answer stands in the history, once; none met an error. */
function judgeTold(asked: readonly Asked[], rows: readonly HistoryRow[]): string[] {
  const times = Map.groupBy(rows, (row) => row.requestId);
  return asked.flatMap(({ requestId, told }) => {
    if (told.outcome === 'failed') return [`${requestId} failed: ${told.reason}`];
    const count = times.get(requestId)?.length ?? 0;
    return count === 1 ? [] : [`${requestId} stands ${count} times in the history`];
  });
}

const wordOf = (told: Told): string =>
  told.outcome === 'changed' ? told.deed : 'reason' in told ? told.reason : told.outcome;

interface Found {
  readonly decision: Decision;
  readonly told: Told;
  readonly version: number;
  readonly mails: Evidence['messages'];
  readonly logged: Evidence['events'];
}

function compare(row: HistoryRow, { decision, told, version, mails, logged }: Found): string[] {
  const owed = decision.outcome === 'refused' ? [] : decision.messages.map(intentKey).sort();
  const stored = mails.map(rowKey).sort();
  const meant = decision.outcome === 'changed' ? decision.events.map((one) => one.type).sort() : [];
  const events = logged.map((one) => one.type).sort();
  return [
    ...(wordOf(told) === wordOf(decision)
      ? []
      : [`was told ${wordOf(told)}, in order it is ${wordOf(decision)}`]),
    ...(row.version === version ? [] : [`is version ${row.version}, not ${version}`]),
    // What changes nothing stands at the version of the change before it, whose mails are there.
    ...(owed.length === 0 || isDeepStrictEqual(owed, stored)
      ? []
      : [`owes ${owed}, the outbox has ${stored}`]),
    ...(isDeepStrictEqual(meant, events) ? [] : [`means ${meant}, the log has ${events}`]),
  ];
}

type Intent = Extract<Decision, { outcome: 'changed' }>['messages'][number];

const intentKey = ({ to, kind, sequence, revision }: Intent) =>
  `${to.email} ${kind} ${sequence}.${revision}`;

const rowKey = ({ email, kind, sequence, revision }: Evidence['messages'][number]) =>
  `${email} ${kind} ${sequence}.${revision}`;

function differences(expected: Room, version: number, { stored, proposals }: Evidence): string[] {
  const open = expected.proposals.filter((one) => one.status === 'pending');
  const wanted = inOrder({ ...expected, proposals: open });
  const found = inOrder(stored.room);
  const fields = Object.keys(wanted) as (keyof Room)[];
  const settled = new Map(proposals.map((one) => [one.id, one.status]));
  return [
    ...fields
      .filter((field) => !isDeepStrictEqual(wanted[field], found[field]))
      .map((field) => `${field} is ${show(found[field])}, in order it is ${show(wanted[field])}`),
    ...(stored.version === version
      ? []
      : [`the room is at version ${stored.version}, in order at ${version}`]),
    ...expected.proposals
      .filter((one) => settled.get(one.id) !== one.status)
      .map((one) => `a proposal is ${settled.get(one.id)}, in order ${one.status}`),
  ];
}

const show = (value: unknown): string => JSON.stringify(value).slice(0, 160);

const inOrder = (room: Room): Room => ({
  ...room,
  formerGuests: room.formerGuests.toSorted(byId),
  proposals: room.proposals.toSorted(byId),
});

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
