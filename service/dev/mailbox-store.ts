import type { Queryable } from '../db/transaction.ts';

/** One mail that was "sent" while no relay is configured. */
export interface KeptMail {
  readonly id: number;
  readonly receivedAt: Date;
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly raw: Buffer;
}

/** Keeps one mail. */
export async function keepMail(
  q: Queryable,
  receivedAt: Date,
  mail: { envelopeFrom: string; envelopeTo: string; raw: Buffer },
): Promise<void> {
  await q.query(
    `insert into development_mails (received_at, envelope_from, envelope_to, raw)
     values ($1, $2, $3, $4)`,
    [receivedAt, mail.envelopeFrom, mail.envelopeTo, mail.raw],
  );
}

const columns = `id::int, received_at as "receivedAt", envelope_from as "envelopeFrom",
  envelope_to as "envelopeTo", raw`;

/** The newest mails first; `to` null means everybody's. */
export async function listKeptMails(
  q: Queryable,
  to: string | null,
  limit: number,
): Promise<KeptMail[]> {
  const { rows } = await q.query<KeptMail>(
    `select ${columns} from development_mails
     where $1::text is null or lower(envelope_to) = lower($1)
     order by id desc limit $2`,
    [to, limit],
  );
  return rows;
}

/** One mail, or null. */
export async function findKeptMail(q: Queryable, id: number): Promise<KeptMail | null> {
  const { rows } = await q.query<KeptMail>(
    `select ${columns} from development_mails where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Removes mails kept before `before`, oldest first; how many there were. */
export async function forgetKeptMails(q: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await q.query(
    `delete from development_mails d using (
       select id, received_at from development_mails order by id limit $2) oldest
     where d.id = oldest.id and oldest.received_at < $1`,
    [before, most],
  );
  return rowCount ?? 0;
}
