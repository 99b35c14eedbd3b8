import { randomUUID } from 'node:crypto';
import pg from 'pg';

interface Booking {
  readonly roomId: string;
  readonly name: string;
  readonly email: string;
}

const bookAll = {
  name: 'book-all',
  text: `with asked as (
      select room_id, name, email, host_mail, guest_mail
      from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])
        as asked (room_id, name, email, host_mail, guest_mail)
    ), booked as (
      update reference_rooms r set guest_name = asked.name, guest_email = asked.email
      from asked where r.id = asked.room_id and r.guest_email is null
      returning r.id, r.host_name, r.host_email, asked.name, asked.email, r.sequence,
        asked.host_mail, asked.guest_mail
    )
    insert into reference_mails (id, room_id, recipient_name, recipient_email, method, sequence)
    select host_mail, id, host_name, host_email, 'REQUEST', sequence from booked
    union all
    select guest_mail, id, name, email, 'REQUEST', sequence from booked`,
};

/**
 * The floor: the same rows, committed for all callers that wait at that moment in one statement,
 * two statements at once. Returns seconds.
 */
export async function bookSetBased(
  databaseUrl: string,
  bookings: readonly Booking[],
  callers: number,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  let waiting: { booking: Booking; done: () => void; failed: (error: unknown) => void }[] = [];
  let inFlight = 0;

  function flush(): void {
    if (inFlight === 2 || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    inFlight += 1;
    const column = (key: keyof Booking) => batch.map(({ booking }) => booking[key]);
    const ids = () => batch.map(() => randomUUID());
    const values = [column('roomId'), column('name'), column('email'), ids(), ids()];
    pool
      .query({ ...bookAll, values })
      .then(
        () => batch.forEach(({ done }) => void done()),
        (error) => batch.forEach(({ failed }) => void failed(error)),
      )
      .finally(() => {
        inFlight -= 1;
        flush();
      });
  }

  const book = (booking: Booking) =>
    new Promise<void>((done, failed) => {
      waiting.push({ booking, done, failed });
      // After everybody who calls in this turn.
      setImmediate(flush);
    });

  let next = 0;
  const call = async () => {
    for (let one = bookings[next++]; one; one = bookings[next++]) await book(one);
  };
  await pool.query('select 1');
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.end();
  return seconds;
}
