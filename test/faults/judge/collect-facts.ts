import type pg from 'pg';
import type {
  AttemptFact,
  EventFact,
  Facts,
  HistoryFact,
  InboundFact,
  MessageFact,
  RoomFact,
} from './facts.ts';

/** Reads everything the judge needs but what only the API can tell. */
export async function collectFacts(pool: pg.Pool): Promise<Omit<Facts, 'replays' | 'roomsSeen'>> {
  return {
    rooms: await read<RoomFact>(
      pool,
      `select id, reference, ics_sequence as "icsSequence", status, version,
         start_utc as "startUtc"
       from rooms`,
    ),
    history: await read<HistoryFact>(
      pool,
      `select room_id as "roomId", id::int, deed, version, ics_sequence as "icsSequence",
         detail ->> 'startUtc' as "startUtc"
       from room_history order by id`,
    ),
    events: await read<EventFact>(
      pool,
      `select ordinal::int, type, room_id as "roomId",
         (payload #>> '{room,version}')::int as version, payload -> 'room' as room
       from events order by ordinal`,
    ),
    messages: await read<MessageFact>(
      pool,
      `select id, room_id as "roomId", attendee_id as "attendeeId",
         attendee_email as "attendeeEmail", message_id as "messageId", kind, method, sequence,
         revision, room_version as "roomVersion", proposal_id as "proposalId", state,
         settled_at is not null as "isSettled"
       from messages`,
    ),
    attempts: await read<AttemptFact>(
      pool,
      `select outbox_id as "outboxId", fence, outcome,
         dot_written_at is not null as "isDotWritten"
       from message_attempts`,
    ),
    inbound: await read<InboundFact>(
      pool,
      'select id, message_id as "messageId", outcome, reason from imip_messages',
    ),
    proposals: await read(pool, 'select id, status from pending_proposals'),
    links: await read(
      pool,
      `select encode(token_hash, 'hex') as "tokenHash", proposal_id as "proposalId"
       from magic_links`,
    ),
  };
}

async function read<T extends pg.QueryResultRow>(pool: pg.Pool, sql: string): Promise<T[]> {
  return (await pool.query<T>(sql)).rows;
}

/** Everything that is still under way; empty when the service is at rest. */
export async function findOpen(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ what: string; count: number }>(
    `select 'mail unread' as what, count(*)::int as count from imip_messages
       where read_at is null
     union all
     select 'message ' || state, count(*)::int from messages
       where state in ('waiting', 'sending') or (state = 'unknown' and settled_at is null)
       group by state
     union all
     select 'attempt open', count(*)::int from message_attempts where outcome is null
     union all
     select 'failure untold', count(*)::int from messages
       where state = 'failed' and failure_told_at is null
     union all
     select 'job ' || task_identifier || case
         when attempts >= max_attempts and locked_at is null then ' given up'
         when locked_at is null then ' due'
         when exists (select from workers w where w.pool_id = j.locked_by) then ' running'
         else ' held by nobody who lives' end as what, count(*)::int
       from graphile_worker.jobs j
       where task_identifier <> 'clean-up' and (locked_at is not null or run_at <= now())
       group by what`,
  );
  return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
}
