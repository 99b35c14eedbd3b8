import type { Tx } from '../db/transaction.ts';

/** More events than any application has between a backup and a loss. */
const lostPlaces = 1_000_000;

/**
 * Leaves a gap behind the last event of every log. Readers may have come further than a restored
 * database knows: whoever goes on from there is told, and nobody takes a new event for one they
 * have read. Returns how many logs got one.
 */
export async function leaveGaps(tx: Tx, now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into event_log_gaps (application_id, after_place, up_to_place, because, noted_at)
     select a.id, last.place, last.place + $2, 'restored', $1
     from applications a cross join lateral (select greatest(
       coalesce((select max(position) from events e where e.application_id = a.id), 0),
       coalesce((select max(up_to_place) from event_log_gaps g where g.application_id = a.id), 0)
     ) as place) last
     on conflict (application_id, after_place) do update
       set up_to_place = excluded.up_to_place, because = excluded.because,
         noted_at = excluded.noted_at`,
    [now, lostPlaces],
  );
  return rowCount ?? 0;
}
