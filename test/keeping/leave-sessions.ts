import type pg from 'pg';

/**
 * Makes what sessions of a hundred days ago left behind: two people, four messages with an attempt
 * each, two mails that came in, two links, history, events, a stored answer. All are of the one
 * application that is there.
 */
export async function leaveSessions(pool: pg.Pool, sessions: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `create temporary table made on commit drop as
       select gen_random_uuid() as room, gen_random_uuid() as host, gen_random_uuid() as guest,
         date_trunc('second', now()) - interval '100 days' - nth * interval '1 second' as over,
         a.id as app
       from generate_series(1, ${sessions}) nth, (select id from applications limit 1) a`,
    );
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    client.release();
  }
}

const hash = 'sha256(gen_random_uuid()::text::bytea)';

const statements = [
  `insert into rooms (application_id, id, ics_uid, announced, status, start_utc, duration_minutes,
     host_id, guest_id, created_at, updated_at)
   select app, room, room::text || '@parley.example', true, 'booked', over - interval '1 hour', 60,
     host, guest, over - interval '9 days', over - interval '9 days' from made`,
  `insert into attendees (application_id, id, room_id, role, name, email, email_key, reply_key_id,
     reply_hash)
   select app, case role when 'host' then host else guest end, room, role, 'Somebody',
     role || '@example.com', role || '@example.com', 'k1', ${hash}
   from made cross join unnest(array['host', 'guest']) role`,
  `insert into messages (application_id, id, room_id, attendee_id, attendee_email, ics_uid, kind,
     method, sequence, revision, room_version, state, facts, message_id, bounce_hash, send_at,
     created_at, settled_at, fence)
   select app, gen_random_uuid(), room, case n % 2 when 0 then host else guest end,
     n % 2 || '@example.com', room::text || '@parley.example', 'update', 'REQUEST', n / 2, 0,
     n / 2 + 1, 'sent', jsonb_build_object('filler', repeat(md5(room::text), 40)),
     gen_random_uuid()::text, ${hash}, over - interval '9 days', over - interval '9 days',
     over - interval '9 days', 1
   from made cross join generate_series(0, 3) n`,
  `insert into message_attempts (application_id, outbox_id, fence, worker, started_at, ended_at,
     outcome)
   select application_id, id, 1, 'w', created_at, created_at, 'accepted' from messages
   where settled_at is not null`,
  `insert into imip_messages (id, application_id, room_id, attendee_id, source, received_at,
     envelope_from, envelope_to, raw, raw_hash, read_at, kind, outcome)
   select gen_random_uuid(), app, room, guest, 'smtp', over - interval '8 days', 'g@example.com',
     'r@example.com', convert_to(repeat(md5(room::text), 100), 'UTF8'), ${hash},
     over - interval '8 days', 'calendar', 'applied'
   from made cross join generate_series(0, 1) n`,
  `insert into magic_links (application_id, id, purpose, room_id, attendee_id, token_hash, key_id,
     issued_at, expires_at)
   select app, gen_random_uuid(), 'propose', room, guest, ${hash}, 'k1', over - interval '9 days',
     over
   from made cross join generate_series(0, 1) n`,
  `insert into room_history (application_id, room_id, occurred_at, deed, version, ics_sequence,
     channel)
   select app, room, over - interval '9 days', 'booked', 1, 0, 'api'
   from made cross join generate_series(0, 2) n`,
  `insert into events (application_id, id, type, occurred_at, room_id, payload, position)
   select app, gen_random_uuid(), 'room.booked', over - interval '9 days', room,
     jsonb_build_object('filler', repeat(md5(room::text), 40)), row_number() over (order by over, n)
   from made cross join generate_series(0, 3) n`,
  `insert into idempotency_keys (application_id, key, method, path, request_hash, status, headers,
     body, created_at)
   select app, gen_random_uuid()::text, 'POST', '/v1/rooms', ${hash}, 201, '{}',
     repeat(md5(room::text), 40), over - interval '9 days' from made`,
];
