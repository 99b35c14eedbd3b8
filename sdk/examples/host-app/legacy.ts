import type { Parley } from '@parley/sdk';
import { asAttendee, findPerson } from './people.ts';
import { referenceOf } from './sessions.ts';

const dayMs = 86_400_000;

/** Rows of an application's own table from before Parley: no length, no sequence. */
interface LegacyRow {
  readonly id: string;
  readonly hostId: string;
  readonly guestId: string | null;
  readonly name: string;
  readonly startUtc: string;
  /** What stands in the calendars of both already. */
  readonly icsUid: string;
}

/** At full hours of days to come, so that the demo always has something to show. */
function legacyRows(now: Date): readonly LegacyRow[] {
  const at = (days: number, hour: number) => {
    const day = new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
    return `${day}T${String(hour).padStart(2, '0')}:00:00Z`;
  };
  const row = { id: '17', hostId: 'helen', guestId: 'gil', name: 'Slit lamp basics' };
  return [
    { ...row, startUtc: at(3, 15), icsUid: 'practice-room-17@practice.example' },
    {
      ...row,
      id: '18',
      guestId: null,
      name: 'Reading an OCT scan',
      startUtc: at(5, 9),
      icsUid: 'practice-room-18@practice.example',
    },
  ];
}

/**
 * Brings the old rooms over. Nobody is mailed; sessions without a length get 60 minutes and start
 * at sequence 0. Doing it again changes nothing, so it may stand in every start.
 */
export async function importLegacyRooms(parley: Parley): Promise<void> {
  const rooms = legacyRows(new Date()).flatMap(({ id, hostId, guestId, name, ...row }) => {
    const [host, guest] = [findPerson(hostId), findPerson(guestId)];
    if (host === null) return [];
    return [
      {
        ...row,
        sessionName: name,
        host: asAttendee(host),
        ...(guest && { guest: asAttendee(guest) }),
        reference: referenceOf(host),
        metadata: { hostId, legacyId: `practice_rooms ${id}`, ...(guestId && { guestId }) },
      },
    ];
  });
  const results = await parley.rooms.import(rooms);
  for (const { icsUid, status, problem } of results) {
    if (status === 'refused') process.stderr.write(`${icsUid} was refused: ${problem?.code}\n`);
  }
}
