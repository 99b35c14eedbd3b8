import { createHash } from 'node:crypto';
import pino from 'pino';
import { parseSecrets } from '../../service/links/secrets.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { releaseClaims } from '../../service/outbox/claim-store.ts';
import { type OwedMessage, owe } from '../../service/outbox/outbox-store.ts';
import { createSmtpTransport } from '../../service/outbox/relay/smtp-transport.ts';
import {
  createSendMessagesJob,
  type SendMessagesDeps,
} from '../../service/outbox/send-messages-job.ts';
import type { SettledMessage } from '../../service/outbox/settle-store.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createTestRandom } from '../house/test-random.ts';

export const startOfTest = '2027-03-01T09:00:00.000Z';
const domain = 'in.parley.test';
const secrets = parseSecrets(`k1:${'s'.repeat(40)}`);
const silent = pino({ level: 'silent' });

export type OutboxHouse = Awaited<ReturnType<typeof openOutboxHouse>>;

/** A database with one booked room, a mail sink, and the means to owe and send. */
export async function openOutboxHouse() {
  const test = await openTestDatabase();
  const sink = await startMailSink();
  const clock = createFakeClock(startOfTest);
  const random = createTestRandom('outbox');
  const ids = {
    applicationId: random.uuid(),
    roomId: random.uuid(),
    host: random.uuid(),
    guest: random.uuid(),
  };
  await seedRoom(test, ids);
  const deadlines = { connectMs: 2_000, greetingMs: 2_000, answerMs: 2_000 };
  const mail = createSmtpTransport({
    urls: [sink.url],
    dkim: null,
    clock,
    random,
    log: silent,
    metrics: { relayResting: () => {} },
    deadlines,
  });

  function draft(role: 'host' | 'guest', change: Partial<OwedMessage> = {}): OwedMessage {
    return draftMessage(random.uuid(), ids, role, clock.now(), change);
  }

  return {
    ...test,
    ...ids,
    sink,
    clock,
    random,
    draft,
    async oweAll<T extends OwedMessage[]>(...messages: T): Promise<T> {
      await owe(test.pool, messages);
      return messages;
    },
    /** A worker with a doorbell that only remembers, and what it recorded. */
    openWorker(name: string, change: Partial<SendMessagesDeps> = {}) {
      const rings: string[] = [];
      const recorded: SettledMessage[] = [];
      const metrics: string[] = [];
      const job = createSendMessagesJob({
        database: test.database,
        clock,
        random,
        mail,
        secrets,
        claimedBy: name,
        holdsLease: () => true,
        enabled: true,
        redirectTo: null,
        doorbell: {
          ring: (task) => void rings.push(task),
          ringAt: (task, at) => void rings.push(`${task} ${at.toISOString()}`),
        },
        recordSettled: async (_tx, settled) => void recorded.push(...settled),
        metrics: {
          messageSettled: (method, outcome) => void metrics.push(`${method} ${outcome}`),
          possibleDuplicate: () => void metrics.push('possibly twice'),
          messageSent: () => {},
        },
        log: silent,
        ...change,
      });
      return { ...job, rings, recorded, metrics };
    },
    /** What the sweep does for a worker that died or froze. */
    bury: (...names: string[]) => releaseClaims(test.pool, names, clock.now()),
    async rows() {
      const { rows } = await test.pool.query(
        `select id, kind, method, state, attempts, fence, send_at, last_response, settled_at,
           claimed_by, first_tried_at, abandoned, in_doubt_since
         from messages order by created_at, id`,
      );
      return rows;
    },
    /** The attempts at one message, in order. */
    async attempts({ id }: OwedMessage) {
      const { rows } = await test.pool.query(
        `select worker, relay, dot_written_at, ended_at, outcome, response, remote_id
         from message_attempts where outbox_id = $1 order by fence`,
        [id],
      );
      return rows;
    },
    async row(message: OwedMessage) {
      return (await this.rows()).find(({ id }) => id === message.id);
    },
    async clear() {
      await test.pool.query('truncate message_attempts; delete from messages');
      sink.answerWith(null);
      sink.dropAfterDot(null);
      sink.clear();
      clock.set(startOfTest);
    },
    async close() {
      await mail.close();
      await closeAll(test, sink);
    },
  };
}

async function closeAll(test: TestDatabase, sink: MailSink): Promise<void> {
  await sink.close();
  await test.drop();
}

type Ids = { applicationId: string; roomId: string; host: string; guest: string };

async function seedRoom({ pool }: TestDatabase, ids: Ids): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('insert into applications (id, name, created_at) values ($1, $2, $3)', [
    ids.applicationId,
    'Practice',
    startOfTest,
  ]);
  await client.query(
    `insert into rooms (application_id, id, ics_uid, status, start_utc, duration_minutes, host_id,
       guest_id, created_at, updated_at)
     values ($1, $2, 'uid-1', 'booked', $3::timestamptz + interval '3 days', 60, $4, $5, $3, $3)`,
    [ids.applicationId, ids.roomId, startOfTest, ids.host, ids.guest],
  );
  for (const role of ['host', 'guest'] as const) {
    await client.query(
      `insert into attendees (application_id, id, room_id, role, name, email, email_key,
         reply_key_id, reply_hash) values ($1, $2, $3, $4, $5, $6, $6, 'k1', $7)`,
      [ids.applicationId, ids[role], ids.roomId, role, role, addressOf(role), hash(ids[role])],
    );
  }
  await client.query('commit');
  client.release();
}

export const addressOf = (role: 'host' | 'guest') => `${role}@example.org`;
const hash = (text: string) => createHash('sha256').update(text).digest();

function draftMessage(
  id: string,
  ids: Ids,
  role: 'host' | 'guest',
  now: Date,
  change: Partial<OwedMessage>,
): OwedMessage {
  const kind = change.kind ?? 'invitation';
  const sequence = change.sequence ?? 0;
  return {
    applicationId: ids.applicationId,
    id,
    roomId: ids.roomId,
    attendeeId: ids[role],
    attendeeEmail: addressOf(role),
    icsUid: 'uid-1',
    kind,
    method: 'REQUEST',
    sequence,
    revision: 0,
    roomVersion: 1,
    proposalId: null,
    facts: draftFacts(id, ids[role], role, kind, sequence, now),
    messageId: `<${id}@${domain}>`,
    bounceHash: hash(id),
    sendAt: now,
    createdAt: now,
    ...change,
  };
}

function draftFacts(
  id: string,
  attendeeId: string,
  role: 'host' | 'guest',
  kind: MailFacts['kind'],
  sequence: number,
  now: Date,
): MailFacts {
  const brand = { productName: null, color: null, logoUrl: null, supportEmail: null };
  return {
    kind,
    wordingVersion: 1,
    messageId: `<${id}@${domain}>`,
    inReplyTo: null,
    date: now.toISOString(),
    fromAddress: 'scheduling@parley.test',
    inboundDomain: domain,
    publicUrl: 'http://localhost:3000',
    application: { organizerName: 'Practice', brand },
    recipient: {
      attendeeId,
      role,
      name: role,
      email: addressOf(role),
      timeZone: 'Europe/Vienna',
      locale: 'en',
      answer: 'needs-action',
      replyKeyId: 'k1',
    },
    otherFirstName: role === 'host' ? 'Gerda' : 'Hans',
    sessionName: 'Session',
    description: null,
    location: null,
    joinUrl: null,
    icsUid: 'uid-1',
    sequence,
    stampedAt: now.toISOString(),
    startUtc: '2027-03-04T09:00:00.000Z',
    durationMinutes: 60,
    previous: null,
    proposal: null,
    reason: null,
    allowCounter: true,
    links: [],
    outboxId: id,
    bounceKeyId: 'k1',
  };
}
