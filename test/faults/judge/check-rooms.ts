import {
  byKey,
  type EventFact,
  type Facts,
  type Finding,
  type HistoryFact,
  isSame,
} from './facts.ts';

/** The register of each room: dense, in order, and telling everywhere the same. */
export function checkRooms({ rooms, history, events, roomsSeen }: Facts): Finding[] {
  const rows = byKey(history, ({ roomId }) => roomId);
  const told = byKey(events, ({ roomId }) => roomId);
  const seen = new Map(roomsSeen.map((room) => [room.id, room]));
  return rooms.flatMap((room) => {
    const story = (rows.get(room.id) ?? []).filter(isOfRoom).sort((a, b) => a.id - b.id);
    const news = [...(told.get(room.id) ?? [])].sort((a, b) => a.ordinal - b.ordinal);
    const last = story.at(-1);
    const faults = [
      ...versionFaults(story, room.version),
      ...sequenceFaults(story),
      ...(last?.icsSequence === room.icsSequence ? [] : ['has another sequence than its history']),
      ...startFaults(story, room.startUtc),
      ...statusFaults(story, room.status),
      ...eventFaults(story, news),
      ...seenFaults(news, seen.get(room.id)),
    ];
    return faults.map((what): Finding => ({ kind: 'room', what: `room ${room.id} ${what}` }));
  });
}

/** News about a mail is told whenever it comes, without the room's lock: no part of its register. */
const isOfRoom = ({ deed }: HistoryFact) => !deed.startsWith('message-');

/** Versions 1 to n without a gap; only what changed nothing shares a version. */
function versionFaults(story: readonly HistoryFact[], version: number): string[] {
  let present = 0;
  const faults: string[] = [];
  for (const row of story) {
    if (row.version === present && row.deed === 'ignored') continue;
    if (row.version !== present + 1) {
      faults.push(`has version ${row.version} (${row.deed}) after ${present}`);
    }
    present = row.version;
  }
  return present === version ? faults : [...faults, `is at version ${version}, told ${present}`];
}

function sequenceFaults(story: readonly HistoryFact[]): string[] {
  let present = 0;
  return story.flatMap(({ icsSequence, version }) => {
    const step = icsSequence - present;
    present = icsSequence;
    return step === 0 || step === 1 ? [] : [`takes a step of ${step} in sequence at ${version}`];
  });
}

function startFaults(story: readonly HistoryFact[], startUtc: Date): string[] {
  const told = story.findLast((row) => row.startUtc !== null)?.startUtc;
  return told && new Date(told).getTime() !== startUtc.getTime()
    ? ['starts at another time than its history tells']
    : [];
}

const statusAfter: Readonly<Record<string, string>> = {
  created: 'open',
  booked: 'booked',
  unbooked: 'open',
  cancelled: 'cancelled',
};

function statusFaults(story: readonly HistoryFact[], status: string): string[] {
  const told = story.findLast(({ deed }) => deed in statusAfter)?.deed ?? '';
  return statusAfter[told] === status ? [] : [`is ${status} after "${told}"`];
}

const eventOf: Readonly<Record<string, string>> = {
  created: 'room.created',
  booked: 'room.booked',
  unbooked: 'room.unbooked',
  cancelled: 'room.cancelled',
  rescheduled: 'room.rescheduled',
};

/** Each change is told once, in its order. */
function eventFaults(story: readonly HistoryFact[], news: readonly EventFact[]): string[] {
  const changes = news.filter(({ type }) => type.startsWith('room.'));
  const moments = changes.map(({ type, version }) => `${type} ${version}`);
  const untold = story.flatMap(({ deed, version }) => {
    const type = eventOf[deed];
    return type && !moments.includes(`${type} ${version}`) ? [`never told of "${deed}"`] : [];
  });
  const disorder = changes.some((one, index) => one.version < (changes[index - 1]?.version ?? 0));
  const twice = new Set(moments).size < moments.length;
  return [
    ...untold,
    ...(disorder ? ['told its changes out of order'] : []),
    ...(twice ? ['told a change twice'] : []),
  ];
}

/** What the API shows at the end is what the last event told of that version. */
function seenFaults(news: readonly EventFact[], seen: Facts['roomsSeen'][number] | undefined) {
  const last = news.findLast(({ type }) => type.startsWith('room.'));
  if (!seen || !last || last.version !== seen.version) return [];
  const told = last.room as Record<string, unknown>;
  const shown = JSON.parse(seen.text) as Record<string, unknown>;
  const differing = Object.keys(shown).filter((field) => !isSame(told[field], shown[field]));
  return differing.length === 0 ? [] : [`shows other ${differing.join(', ')} than it told`];
}
