import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../service/db/transaction.ts';
import { deriveBounceToken, deriveReplyToken } from '../../service/links/reply-address.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { createMint } from '../../service/mint.ts';
import {
  createWaist,
  type NewRoomFacts,
  type Waist,
  type WaistDeps,
} from '../../service/rooms/apply.ts';
import type { Cause } from '../../service/rooms/cause.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createTestRandom } from '../house/test-random.ts';

export const secrets = parseSecrets('k1:a-test-secret-that-is-long-enough-for-hs256');
export const byApi: Cause = {
  channel: 'api',
  actor: 'application',
  requestId: 'req-1',
  inboundMailId: null,
  linkId: null,
  outboxId: null,
};
export const helen = {
  name: 'Helen Hart',
  email: 'helen@host.example',
  timeZone: 'Europe/London',
  locale: 'en',
};
export const gil = {
  name: 'Gil Grant',
  email: 'gil@guest.example',
  timeZone: 'America/New_York',
  locale: 'en',
};

/** A room without a guest, nine days ahead of the house's clock. */
export const roomFacts: NewRoomFacts = {
  startUtc: new Date('2027-03-10T14:00:00Z'),
  durationMinutes: 60,
  host: helen,
  guest: null,
  reference: null,
  metadata: {},
  sessionName: null,
  description: null,
  location: null,
  joinUrl: null,
};

export interface WaistHouse {
  readonly db: TestDatabase;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly random: ReturnType<typeof createTestRandom>;
  readonly waist: Waist;
  /** What the waist was made of. */
  readonly deps: WaistDeps;
  readonly applicationId: string;
  /** Creates a room (`roomFacts`); with a guest it is booked. */
  create(facts?: Partial<NewRoomFacts>): Promise<string>;
  apply(roomId: string, command: Command, cause?: Cause): ReturnType<Waist['apply']>;
  close(): Promise<void>;
}

/** A database with one application, and the waist on it. */
export async function openWaistHouse(): Promise<WaistHouse> {
  const db = await openTestDatabase();
  const clock = createFakeClock('2027-03-01T09:00:00Z');
  const random = createTestRandom();
  const applicationId = randomUUID();
  await db.pool.query(
    `insert into applications (id, name, created_at) values ($1, 'Practice', $2)`,
    [applicationId, clock.now()],
  );
  const deps: WaistDeps = {
    clock,
    random,
    mint: createMint(secrets),
    home: {
      fromAddress: 'scheduling@parley.example',
      inboundDomain: 'in.parley.example',
      publicUrl: 'https://parley.example',
    },
  };
  const waist = createWaist(deps);
  return {
    db,
    clock,
    random,
    waist,
    deps,
    applicationId,
    async create(facts = {}) {
      const created = await inTransaction(db.database, 'create', (tx) =>
        waist.create(tx, applicationId, { ...roomFacts, ...facts }, byApi),
      );
      return created.roomId;
    },
    apply: (roomId, command, cause = byApi) =>
      inTransaction(db.database, 'apply', (tx) =>
        waist.apply(tx, { applicationId, roomId }, command, cause),
      ),
    close: () => db.drop(),
  };
}

export const replyTokenOf = (attendeeId: string) => deriveReplyToken(attendeeId, 'k1', secrets);
export const bounceTokenOf = (outboxId: string) => deriveBounceToken(outboxId, 'k1', secrets);
