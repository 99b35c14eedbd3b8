import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createRows } from './stored-rows.ts';

let db: TestDatabase;
let rows: ReturnType<typeof createRows>;
let app: string;
beforeAll(async () => {
  db = await openTestDatabase();
  rows = createRows(db, 'mail');
  app = await rows.application();
});
afterAll(() => db.drop());

/** SQLSTATEs (PostgreSQL, Appendix A). */
const checkViolation = { code: '23514' };
const uniqueViolation = { code: '23505' };
const foreignKeyViolation = { code: '23503' };

describe('a proposal', () => {
  test('is the only open one of its attendee; settled ones do not count', async () => {
    const room = await rows.room(app);
    await rows.proposal(room);
    await expect(rows.proposal(room)).rejects.toMatchObject(uniqueViolation);
    await rows.proposal(room, { status: 'declined', decided_at: rows.at });
    await rows.proposal(room, { attendee_id: room.hostId, proposed_by: 'host' });
  });

  test('has an allowed length and a note of at most 1000 characters', async () => {
    const room = await rows.room(app);
    await expect(rows.proposal(room, { duration_minutes: 31 })).rejects.toMatchObject(
      checkViolation,
    );
    await expect(rows.proposal(room, { note: 'x'.repeat(1_001) })).rejects.toMatchObject(
      checkViolation,
    );
    await rows.proposal(room, { note: 'ü'.repeat(1_000) });
  });

  test('stays settled', async () => {
    const room = await rows.room(app);
    await rows.proposal(room);
    const settle = (status: string) =>
      db.pool.query(
        `update pending_proposals set status = $2, decided_at = $3 where room_id = $1`,
        [room.id, status, status === 'pending' ? null : rows.at],
      );
    await settle('approved');
    for (const status of ['declined', 'pending']) {
      await expect(settle(status)).rejects.toMatchObject(checkViolation);
    }
  });

  test('is of somebody in its room', async () => {
    const [one, two] = [await rows.room(app), await rows.room(app)];
    await expect(rows.proposal(one, { attendee_id: two.guestId })).rejects.toMatchObject(
      foreignKeyViolation,
    );
  });
});

describe('a message', () => {
  test('for the calendar is owed once per UID, sequence, person, method, revision', async () => {
    const room = await rows.room(app);
    await rows.message(room);
    await expect(rows.message(room)).rejects.toMatchObject(uniqueViolation);
    await rows.message(room, { sequence: 4 });
    await rows.message(room, { revision: 1 });
    await rows.message(room, { method: 'CANCEL' });
    await rows.message(room, { attendee_email: 'another@example.com' });
  });

  test('without a calendar part may be owed again', async () => {
    const room = await rows.room(app);
    await rows.message(room, { method: 'NONE' });
    await rows.message(room, { method: 'NONE' });
  });

  test('is claimed exactly while it is being sent', async () => {
    const room = await rows.room(app);
    await expect(rows.message(room, { state: 'sending' })).rejects.toMatchObject(checkViolation);
    await expect(rows.message(room, { claimed_until: rows.at })).rejects.toMatchObject(
      checkViolation,
    );
    await rows.message(room, { state: 'sending', claimed_until: rows.at });
  });

  test('goes to somebody of its room and application', async () => {
    const room = await rows.room(app);
    const foreign = await rows.room(await rows.application());
    for (const stranger of [foreign.guestId, (await rows.room(app)).guestId]) {
      await expect(rows.message(room, { attendee_id: stranger })).rejects.toMatchObject(
        foreignKeyViolation,
      );
    }
  });
});

const mail = (changes: Record<string, unknown>) =>
  rows.insert('imip_messages', {
    id: rows.random.uuid(),
    source: 'smtp',
    received_at: rows.at,
    envelope_from: '',
    envelope_to: 'r-x@example.com',
    raw: Buffer.from('x'),
    raw_hash: rows.hash(),
    ...changes,
  });

describe('a link', () => {
  test('that decides something names the proposal, and no other does', async () => {
    const room = await rows.room(app);
    await expect(rows.link(room, { purpose: 'approve' })).rejects.toMatchObject(checkViolation);
    const proposalId = rows.random.uuid();
    await expect(rows.link(room, { proposal_id: proposalId })).rejects.toMatchObject(
      checkViolation,
    );
    await rows.link(room, { purpose: 'approve', proposal_id: proposalId });
  });

  test('that asks whether a mail is theirs names the mail, and no other does', async () => {
    const room = await rows.room(app);
    const inboundMailId = rows.random.uuid();
    const confirm = { purpose: 'confirm', inbound_mail_id: inboundMailId };
    await expect(rows.link(room, { purpose: 'confirm' })).rejects.toMatchObject(checkViolation);
    await expect(rows.link(room, confirm)).rejects.toMatchObject(foreignKeyViolation);
    await mail({ id: inboundMailId });
    await expect(rows.link(room, { ...confirm, purpose: 'propose' })).rejects.toMatchObject(
      checkViolation,
    );
    await rows.link(room, confirm);
  });

  test('is stored as a hash of 32 bytes, each once', async () => {
    const room = await rows.room(app);
    const text = Buffer.from('eyJhbGciOiJIUzI1NiJ9.e30.x');
    await expect(rows.link(room, { token_hash: text })).rejects.toMatchObject(checkViolation);
    const hash = rows.hash();
    await rows.link(room, { token_hash: hash });
    await expect(rows.link(room, { token_hash: hash })).rejects.toMatchObject(uniqueViolation);
  });
});

test('an inbound mail is read exactly when it has an outcome', async () => {
  await mail({});
  await mail({ read_at: rows.at, outcome: 'parked' });
  await expect(mail({ read_at: rows.at })).rejects.toMatchObject(checkViolation);
  await expect(mail({ outcome: 'parked' })).rejects.toMatchObject(checkViolation);
  await expect(mail({ read_at: rows.at, outcome: 'lost' })).rejects.toMatchObject(checkViolation);
  await expect(mail({ replays: -1 })).rejects.toMatchObject(checkViolation);
});

test('an API key is stored as a hash of 32 bytes only', async () => {
  const key = {
    application_id: app,
    id: rows.random.uuid(),
    prefix: 'parley_1',
    created_at: rows.at,
  };
  const insert = (key_hash: Buffer) => rows.insert('api_keys', { ...key, key_hash });
  await expect(insert(Buffer.from('parley_1234567890'))).rejects.toMatchObject(checkViolation);
  await insert(rows.hash());
});
