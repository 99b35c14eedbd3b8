import type { Queryable } from '../db/transaction.ts';

/** One relay as one process knows it. */
interface RelayHealthView {
  /** Its place in `SMTP_URL`, from 1. */
  readonly relay: number;
  /** Host and port. */
  readonly name: string;
  readonly state: 'good' | 'away' | 'refuses';
  /** When it is tried again; null when it does not rest. */
  readonly restsUntil: string | null;
}

/** One process that sends and reads mail. */
export interface WorkerView {
  readonly id: string;
  readonly startedAt: string;
  /** The last sign of life. */
  readonly seenAt: string;
  /** It was seen too long ago: frozen, or cut off from the database. */
  readonly isSilent: boolean;
  /** Null: it has not told yet, or sends to no relay. */
  readonly relays: readonly RelayHealthView[] | null;
}

/** The worker processes that live, the oldest first. */
export async function listWorkers(q: Queryable): Promise<WorkerView[]> {
  const { rows } = await q.query<{
    id: string;
    startedAt: Date;
    seenAt: Date;
    isSilent: boolean;
    relays: readonly RelayHealthView[] | null;
  }>(
    `select id, started_at as "startedAt", beat_at as "seenAt",
       beat_at < now() - interval '5 seconds' as "isSilent", relays from workers
     order by started_at, id limit 200`,
  );
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }));
}
