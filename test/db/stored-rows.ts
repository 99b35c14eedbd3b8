import { createHash } from 'node:crypto';
import type { TestDatabase } from '../house/test-database.ts';
import { createTestRandom } from '../house/test-random.ts';

type Row = Record<string, unknown>;

/** Makes valid rows; `changes` replace columns, so that a test says only what it is about. */
export function createRows(db: TestDatabase, seed: string) {
  const random = createTestRandom(seed);
  const at = '2026-12-01T10:00:00Z';

  async function insert(table: string, row: Row): Promise<void> {
    const columns = Object.keys(row);
    await db.pool.query(
      `insert into ${table} (${columns.join(', ')})
       values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  }

  async function application(): Promise<string> {
    const id = random.uuid();
    await insert('applications', { id, name: 'Demo', created_at: at });
    return id;
  }

  /** A booked room with its two people, in one transaction as the foreign keys ask for. */
  async function room(applicationId: string, changes: Row = {}) {
    const [id, hostId, guestId] = [random.uuid(), random.uuid(), random.uuid()];
    const client = await db.pool.connect();
    try {
      await client.query('begin');
      const row: Row = {
        application_id: applicationId,
        id,
        ics_uid: `${id}@parley`,
        ics_sequence: 3,
        status: 'booked',
        start_utc: '2026-12-24T12:00:00Z',
        duration_minutes: 60,
        host_id: hostId,
        guest_id: guestId,
        created_at: at,
        updated_at: at,
        ...changes,
      };
      const columns = Object.keys(row);
      const places = columns.map((_, index) => `$${index + 1}`);
      await client.query(
        `insert into rooms (${columns.join(', ')}) values (${places.join(', ')})`,
        Object.values(row),
      );
      for (const [role, personId] of [
        ['host', hostId],
        ['guest', guestId],
      ]) {
        await client.query(
          `insert into attendees (application_id, id, room_id, role, name, email, email_key,
             reply_key_id, reply_hash) values ($1, $2, $3, $4, 'N', $5, $5, 'k1', $6)`,
          [applicationId, personId, id, role, `${role}@example.com`, hash()],
        );
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
    return { applicationId, id, hostId, guestId, icsUid: `${id}@parley` };
  }

  type Room = Awaited<ReturnType<typeof room>>;

  const hash = () => createHash('sha256').update(random.uuid()).digest();

  const proposal = (of: Room, changes: Row = {}) =>
    insert('pending_proposals', {
      application_id: of.applicationId,
      id: random.uuid(),
      room_id: of.id,
      attendee_id: of.guestId,
      proposed_by: 'guest',
      source: 'page',
      start_utc: '2026-12-25T12:00:00Z',
      duration_minutes: 30,
      status: 'pending',
      made_at_sequence: 3,
      created_at: at,
      expires_at: '2026-12-03T10:00:00Z',
      ...changes,
    });

  const message = (of: Room, changes: Row = {}) =>
    insert('messages', {
      application_id: of.applicationId,
      id: random.uuid(),
      room_id: of.id,
      attendee_id: of.guestId,
      attendee_email: 'guest@example.com',
      ics_uid: of.icsUid,
      kind: 'invitation',
      method: 'REQUEST',
      sequence: 3,
      revision: 0,
      room_version: 1,
      state: 'waiting',
      facts: {},
      message_id: `<${random.uuid()}@parley>`,
      bounce_hash: hash(),
      send_at: at,
      created_at: at,
      ...changes,
    });

  const link = (of: Room, changes: Row = {}) =>
    insert('magic_links', {
      application_id: of.applicationId,
      id: random.uuid(),
      purpose: 'propose',
      room_id: of.id,
      attendee_id: of.guestId,
      token_hash: hash(),
      key_id: 'k1',
      issued_at: at,
      expires_at: at,
      ...changes,
    });

  return { application, room, proposal, message, link, insert, random, hash, at };
}
