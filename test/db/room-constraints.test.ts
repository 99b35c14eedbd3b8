import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createRows } from './stored-rows.ts';

let db: TestDatabase;
let rows: ReturnType<typeof createRows>;
let app: string;
beforeAll(async () => {
  db = await openTestDatabase();
  rows = createRows(db, 'constraints');
  app = await rows.application();
});
afterAll(() => db.drop());

/** SQLSTATEs (PostgreSQL, Appendix A). */
const checkViolation = { code: '23514' };
const uniqueViolation = { code: '23505' };
const foreignKeyViolation = { code: '23503' };

const update = (set: string, id: string) =>
  db.pool.query(`update rooms set ${set} where application_id = $1 and id = $2`, [app, id]);

describe('a room', () => {
  test.each([30, 60, 90])(
    'may last %i minutes, and its end is start + duration',
    async (minutes) => {
      const { id } = await rows.room(app, { duration_minutes: minutes });
      const { rows: found } = await db.pool.query(
        `select extract(epoch from end_utc - start_utc)::int / 60 as minutes
         from rooms where id = $1`,
        [id],
      );
      expect(found).toEqual([{ minutes }]);
    },
  );

  test.each([0, -30, 45, 120])('may not last %i minutes', async (minutes) => {
    await expect(rows.room(app, { duration_minutes: minutes })).rejects.toMatchObject(
      checkViolation,
    );
  });

  test('ends at the right instant though the clocks change, in any session time zone', async () => {
    const client = await db.pool.connect();
    await client.query(`set timezone = 'Europe/Berlin'`);
    const { id } = await rows.room(app, {
      start_utc: '2027-03-28T00:30:00Z',
      duration_minutes: 90,
    });
    await client.query('update rooms set duration_minutes = 60 where id = $1', [id]);
    const { rows: found } = await client.query('select end_utc from rooms where id = $1', [id]);
    client.release(true);
    expect(found[0].end_utc.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });

  test('cannot be given an end of its own', async () => {
    const { id } = await rows.room(app);
    await expect(update('end_utc = now()', id)).rejects.toMatchObject({ code: '428C9' });
  });

  test('begins with sequence 0', async () => {
    const { id } = await rows.room(app, { ics_sequence: 0 });
    await expect(update('ics_sequence = null', id)).rejects.toMatchObject({ code: '23502' });
    const { rows: found } = await db.pool.query(
      `select column_default as zero from information_schema.columns
       where table_name = 'rooms' and column_name = 'ics_sequence'`,
    );
    expect(found).toEqual([{ zero: '0' }]);
  });

  test('never loses sequence, DTSTAMP, version or UID', async () => {
    const { id } = await rows.room(app, { major_sequence: 2, version: 4, stamped_at: rows.at });
    for (const set of [
      'ics_sequence = 2',
      'major_sequence = 1',
      `stamped_at = stamped_at - interval '1 second'`,
      'stamped_at = null',
      'version = 3',
      `ics_uid = 'other'`,
    ]) {
      await expect(update(set, id)).rejects.toMatchObject(checkViolation);
    }
    await update(`ics_sequence = 4, version = 5, stamped_at = stamped_at + interval '1 s'`, id);
  });

  test('has a guest when booked, none when open, and never its host as guest', async () => {
    await expect(rows.room(app, { guest_id: null })).rejects.toMatchObject(checkViolation);
    await expect(rows.room(app, { status: 'open' })).rejects.toMatchObject(checkViolation);
    const { id } = await rows.room(app);
    await expect(update('guest_id = host_id', id)).rejects.toMatchObject(checkViolation);
    await update(`status = 'open', guest_id = null`, id);
  });

  test('is cancelled for good, with the time of it', async () => {
    const { id } = await rows.room(app);
    await expect(update(`status = 'cancelled'`, id)).rejects.toMatchObject(checkViolation);
    await update(`status = 'cancelled', cancelled_at = now()`, id);
    await expect(
      update(`status = 'open', guest_id = null, cancelled_at = null`, id),
    ).rejects.toMatchObject(checkViolation);
  });

  test('has its UID alone in its application; another application may have the same', async () => {
    const { icsUid } = await rows.room(app);
    await expect(rows.room(app, { ics_uid: icsUid })).rejects.toMatchObject(uniqueViolation);
    await rows.room(await rows.application(), { ics_uid: icsUid });
  });

  test('has only people of its own, in its own application', async () => {
    const [one, two] = [await rows.room(app), await rows.room(app)];
    const foreign = await rows.room(await rows.application());
    for (const stranger of [two.guestId, foreign.guestId, rows.random.uuid()]) {
      await expect(update(`guest_id = '${stranger}'`, one.id)).rejects.toMatchObject(
        foreignKeyViolation,
      );
    }
  });
});

describe('people', () => {
  const person = (of: { id: string }, role: string, email: string) =>
    rows.insert('attendees', {
      application_id: app,
      id: rows.random.uuid(),
      room_id: of.id,
      role,
      name: 'N',
      email,
      email_key: email,
      reply_key_id: 'k1',
      reply_hash: rows.hash(),
    });

  test('a room has one host, and each address once', async () => {
    const room = await rows.room(app);
    await expect(person(room, 'host', 'x@example.com')).rejects.toMatchObject(uniqueViolation);
    await expect(person(room, 'guest', 'guest@example.com')).rejects.toMatchObject(uniqueViolation);
    await person(room, 'guest', 'another@example.com');
  });

  test('a share of new times is counted from a moment on, or not at all', async () => {
    const { guestId } = await rows.room(app);
    const set = (what: string) =>
      db.pool.query(`update attendees set ${what} where application_id = $1 and id = $2`, [
        app,
        guestId,
      ]);
    await set('proposals_since = now(), proposals_count = 1');
    for (const half of ['proposals_since = null', 'proposals_count = 0', 'proposals_count = -1']) {
      await expect(set(half)).rejects.toMatchObject(checkViolation);
    }
  });

  test('an answer is one of four, and the last reply is known wholly or not at all', async () => {
    const { guestId } = await rows.room(app);
    const change = (set: string) =>
      db.pool.query(`update attendees set ${set} where id = $1`, [guestId]);
    await expect(change(`answer = 'maybe'`)).rejects.toMatchObject(checkViolation);
    await expect(change('last_reply_sequence = 1')).rejects.toMatchObject(checkViolation);
    await change(`last_reply_sequence = 1, last_reply_at = now(), last_reply_answer = 'accepted'`);
  });
});
