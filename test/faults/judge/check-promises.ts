import type { AnsweredCall, Ledger } from '../ledger.ts';
import { byKey, type Facts, type Finding, isSame } from './facts.ts';

interface RoomAnswer {
  readonly id?: string;
  readonly icsUid?: string;
  readonly version?: number;
  readonly icsSequence?: number;
  readonly reference?: string | null;
}

/** What HTTP, SMTP and the pages promised, against what is there. */
export const checkPromises = (facts: Facts, ledger: Ledger): Finding[] => [
  ...checkRoomsMade(facts, ledger),
  ...checkAnswers(facts, ledger),
  ...checkReplays(facts, ledger),
  ...checkOrderOfAnswers(ledger),
  ...checkMails(facts, ledger),
  ...checkVisits(facts, ledger),
];

const isDone = ({ status }: AnsweredCall) => status >= 200 && status < 300;

/** The room in an answer; null for a proposal or a problem. */
function roomIn({ text }: AnsweredCall): RoomAnswer | null {
  const json = JSON.parse(text) as RoomAnswer;
  return json.icsUid === undefined ? null : json;
}

/** One key makes one room; a room without an answered key may come from a caller that was cut. */
function checkRoomsMade({ rooms }: Facts, { calls }: Ledger): Finding[] {
  const byReference = byKey(rooms, ({ reference }) => reference ?? '');
  const twice = [...byReference].flatMap(([reference, group]): Finding[] =>
    reference !== '' && group.length > 1
      ? [{ kind: 'doubled', what: `${group.length} rooms were made by one key: ${reference}` }]
      : [],
  );
  const ids = new Set(rooms.map(({ id }) => id));
  const lost = calls.flatMap((call): Finding[] => {
    const room = isDone(call) ? roomIn(call) : null;
    return room?.id !== undefined && !ids.has(room.id)
      ? [{ kind: 'lost', what: `room ${room.id}, answered to ${call.key}, is not there` }]
      : [];
  });
  return [...twice, ...lost];
}

/** What was answered about a room is part of its history. */
function checkAnswers({ history, events }: Facts, { calls }: Ledger): Finding[] {
  const rows = byKey(history, ({ roomId, version }) => `${roomId} ${version}`);
  const told = byKey(events, ({ roomId, version }) => `${roomId} ${version}`);
  return calls.flatMap((call): Finding[] => {
    const room = isDone(call) ? roomIn(call) : null;
    if (!room) return [];
    const moment = `${room.id} ${room.version}`;
    const row = rows.get(moment)?.[0];
    if (!row) {
      return [{ kind: 'lost', what: `version ${moment}, answered to ${call.key}, is not there` }];
    }
    if (row.icsSequence !== room.icsSequence) {
      return [{ kind: 'answer', what: `${moment} was answered with another sequence than stored` }];
    }
    const event = told.get(moment)?.find(({ type }) => type.startsWith('room.'));
    if (event && !isSame(event.room, room)) {
      return [{ kind: 'answer', what: `${moment} was answered otherwise than its event tells` }];
    }
    return [];
  });
}

/** The same command with the same key is answered byte for byte as before. */
function checkReplays({ replays }: Facts, { calls }: Ledger): Finding[] {
  const answered = new Map(calls.filter(isDone).map((call) => [call.key, call]));
  return replays.flatMap(({ key, status, text }): Finding[] => {
    const call = answered.get(key);
    return call && (call.status !== status || call.text !== text)
      ? [{ kind: 'answer', what: `${key} is answered otherwise when it is asked again` }]
      : [];
  });
}

/** Who asks after an answer sees what it told, or something newer: O(n) for each room. */
function checkOrderOfAnswers({ calls }: Ledger): Finding[] {
  const seen = calls.flatMap((call) => {
    const room = isDone(call) ? roomIn(call) : null;
    return room ? [{ ...call, roomId: room.id ?? '', version: room.version ?? 0 }] : [];
  });
  return [...byKey(seen, ({ roomId }) => roomId).values()].flatMap((group) => {
    const ends = [...group].sort((a, b) => a.answeredMs - b.answeredMs);
    let next = 0;
    let newest = 0;
    return [...group]
      .sort((a, b) => a.beganMs - b.beganMs)
      .flatMap((call): Finding[] => {
        for (let end = ends[next]; end && end.answeredMs < call.beganMs; end = ends[++next]) {
          newest = Math.max(newest, end.version);
        }
        return call.version < newest
          ? [{ kind: 'order', what: `${call.key} saw version ${call.version} after ${newest}` }]
          : [];
      });
  });
}

const bare = (messageId: string | null): string => (messageId ?? '').replace(/^<|>$/g, '');

/** Each mail taken with 250 is stored and was read; whatever the tries, it acted once at most. */
function checkMails({ inbound }: Facts, { mails }: Ledger): Finding[] {
  const stored = byKey(inbound, ({ messageId }) => bare(messageId));
  const missing = mails.flatMap(({ messageId }): Finding[] => {
    const rows = stored.get(bare(messageId)) ?? [];
    const finding = (kind: Finding['kind'], what: string): Finding[] => [
      { kind, what: `inbound mail ${messageId} ${what}` },
    ];
    if (rows.length === 0) return finding('lost', 'was taken with 250 and is not there');
    if (rows.some(({ outcome }) => outcome === null)) return finding('lost', 'was never read');
    if (rows.some(({ outcome }) => outcome === 'unreadable')) {
      return finding('lost', `was put aside: ${rows[0]?.reason}`);
    }
    return [];
  });
  const twice = [...stored].flatMap(([messageId, rows]): Finding[] => {
    const applied = rows.filter(({ outcome }) => outcome === 'applied').length;
    return messageId !== '' && applied > 1
      ? [{ kind: 'doubled', what: `inbound mail ${messageId} acted ${applied} times` }]
      : [];
  });
  return [...missing, ...twice];
}

/** A page that said that it was done told the truth. */
function checkVisits({ proposals, links }: Facts, { visits }: Ledger): Finding[] {
  const byId = new Map(proposals.map(({ id, status }) => [id, status]));
  const ofLink = new Map(links.map(({ tokenHash, proposalId }) => [tokenHash, proposalId]));
  return visits.flatMap(({ deed, proposalId, tokenHash }): Finding[] => {
    const id = proposalId ?? ofLink.get(tokenHash ?? '') ?? '';
    const status = byId.get(id);
    if (status === undefined) {
      return [{ kind: 'lost', what: `a page said "${deed}" of a proposal that is not there` }];
    }
    return deed !== 'proposed' && status !== deed
      ? [{ kind: 'lost', what: `a page said "${deed}", and proposal ${id} is ${status}` }]
      : [];
  });
}
