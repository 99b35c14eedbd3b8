import type { Arrival } from '../recording-relay.ts';

/** What the database holds when everything is at rest, as the judge reads it. */
export interface Facts {
  readonly rooms: readonly RoomFact[];
  readonly history: readonly HistoryFact[];
  readonly events: readonly EventFact[];
  readonly messages: readonly MessageFact[];
  readonly attempts: readonly AttemptFact[];
  readonly inbound: readonly InboundFact[];
  readonly proposals: readonly { readonly id: string; readonly status: string }[];
  readonly links: readonly { readonly tokenHash: string; readonly proposalId: string | null }[];
  /** Answers to the same commands asked once more, by their key. */
  readonly replays: readonly { readonly key: string; readonly status: number; text: string }[];
  readonly roomsSeen: readonly RoomSeen[];
}

export interface RoomFact {
  readonly id: string;
  readonly reference: string | null;
  readonly icsSequence: number;
  readonly status: string;
  readonly version: number;
  readonly startUtc: Date;
}

/** A room as the API shows it at the end. */
interface RoomSeen {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

export interface HistoryFact {
  readonly roomId: string;
  /** Rises with what happened. */
  readonly id: number;
  readonly deed: string;
  readonly version: number;
  readonly icsSequence: number;
  readonly startUtc: string | null;
}

export interface EventFact {
  readonly ordinal: number;
  readonly type: string;
  readonly roomId: string;
  /** The room's version in the payload, and the whole room as JSON. */
  readonly version: number;
  readonly room: unknown;
}

export interface MessageFact {
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly attendeeEmail: string;
  readonly messageId: string;
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly roomVersion: number;
  readonly proposalId: string | null;
  readonly state: string;
  readonly isSettled: boolean;
}

export interface AttemptFact {
  readonly outboxId: string;
  readonly fence: number;
  readonly outcome: string | null;
  readonly isDotWritten: boolean;
}

export interface InboundFact {
  readonly id: string;
  readonly messageId: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** What the relay has, in the order in which the final dots came. */
export interface RelayFacts {
  readonly arrivals: readonly Arrival[];
  /** Message-IDs, or recipients in angle brackets, that it refused for good. */
  readonly refused: ReadonlySet<string>;
}

/** What can be wrong; each finding fails the run. */
export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'order' | 'bytes' | 'room' | 'attempt' | 'answer';
  readonly what: string;
}

export const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

/** Whether a message carries a calendar object that a newer one replaces. */
export const isCalendar = ({ method }: Pick<MessageFact, 'method'>): boolean =>
  method === 'REQUEST' || method === 'CANCEL';

/** Negative when `a` is older than `b`, of the same attendee. */
export const compareAge = (
  a: Pick<MessageFact, 'roomVersion' | 'revision'>,
  b: Pick<MessageFact, 'roomVersion' | 'revision'>,
): number => a.roomVersion - b.roomVersion || a.revision - b.revision;

/** Whether two JSON values tell the same; PostgreSQL keeps the fields of an object in its own order. */
export const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, one]) => [name, inOrder(one)]));
}
