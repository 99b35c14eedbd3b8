import type { Tx } from '../db/transaction.ts';
import type { OwedMessage } from './outbox-store.ts';

/** A message as it stands, with all that another one like it needs. */
export type OutboxRow = Omit<OwedMessage, 'messageId' | 'bounceHash' | 'sendAt' | 'createdAt'> & {
  readonly state: string;
  readonly settledAt: Date | null;
};

/** Reads a message and holds it still until the commit; null when the application has none such. */
export async function lockMessage(
  tx: Tx,
  applicationId: string,
  id: string,
): Promise<OutboxRow | null> {
  const { rows } = await tx.query<OutboxRow>(
    `select application_id as "applicationId", id, room_id as "roomId",
       attendee_id as "attendeeId", attendee_email as "attendeeEmail", ics_uid as "icsUid", kind,
       method, sequence, revision, room_version as "roomVersion", proposal_id as "proposalId",
       facts, state, settled_at as "settledAt"
     from messages where application_id = $1 and id = $2 for no key update`,
    [applicationId, id],
  );
  return rows[0] ?? null;
}

export interface Standing {
  readonly isErased: boolean;
  readonly isNewest: boolean;
  readonly nextRevision: number;
  /** Below this nothing goes out: people may have newer calendar objects than a restored room. */
  readonly sequenceFloor: number;
}

/** Whether a message is the last word of its kind to its person, and which revision comes next. */
export async function readStanding(tx: Tx, row: OutboxRow): Promise<Standing> {
  const { rows } = await tx.query<Standing>(
    `select a.erased_at is not null as "isErased", r.sequence_floor as "sequenceFloor",
       not exists (select from messages later
         where later.application_id = m.application_id and later.attendee_id = m.attendee_id
           and (later.room_version, later.revision) > (m.room_version, m.revision)
           and case when m.method = 'NONE' then later.kind = m.kind
             else later.method not in ('NONE', 'DECLINECOUNTER') end)
         and (m.kind <> 'proposal-to-decide' or exists (select from pending_proposals p
           where p.application_id = m.application_id and p.id = m.proposal_id
             and p.status = 'pending')) as "isNewest",
       (select max(same.revision) + 1 from messages same
         where same.application_id = m.application_id and same.attendee_id = m.attendee_id
           and same.sequence = m.sequence and same.method = m.method) as "nextRevision"
     from messages m
     join attendees a on a.application_id = m.application_id and a.id = m.attendee_id
     join rooms r on r.application_id = m.application_id and r.id = m.room_id
     where m.application_id = $1 and m.id = $2`,
    [row.applicationId, row.id],
  );
  if (!rows[0]) throw new Error(`message ${row.id} was just locked`);
  return rows[0];
}
