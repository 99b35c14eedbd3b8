import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../service/db/transaction.ts';
import { createMailParser } from '../../service/inbox/mail-parser.ts';
import { createReadMailsJob } from '../../service/inbox/read-mails-job.ts';
import { createMailIntake } from '../../service/inbox/receive-mail.ts';
import { openZone, type Zone } from '../house/dns-zone.ts';
import { openInboxHouse, quiet } from '../inbox/inbox-house.ts';
import { byApi, gil, roomFacts } from '../rooms/waist-house.ts';

/** A booked room as somebody sees it who knows everything about it, and its present time. */
export interface Target {
  readonly roomId: string;
  readonly uid: string;
  readonly host: string;
  readonly guest: string;
}

/** A mail as it comes in: to an address of ours, from what its envelope says. */
export interface SentMail {
  readonly raw: string | Buffer;
  readonly to: string;
  readonly from: string;
}

/** What an attack may not touch. A question to the person themself leaves its trace beside it. */
const statements = {
  rooms: `select to_jsonb(r) - '{version,updated_at}'::text[] as row from rooms r where id = $1`,
  people: `select to_jsonb(a) - 'confirm_asked_at' as row from attendees a where room_id = $1
    order by id`,
  proposals: `select to_jsonb(p) as row from pending_proposals p where room_id = $1 order by id`,
  messages: `select to_jsonb(m) as row from messages m
    where room_id = $1 and kind <> 'confirm-answer' order by id`,
  links: `select to_jsonb(l) as row from magic_links l
    where room_id = $1 and purpose <> 'confirm' order by id`,
};

/** The forked parser, and the name server of ours that it asks who sent a mail. */
export function openParser(child?: URL) {
  let server = openZone({});
  const parser = createMailParser({
    log: quiet,
    ...(child ? { child } : {}),
    authentication: { mode: 'dns', resolveDns: (name, type) => server.resolve(name, type) },
  });
  return {
    parser,
    /** What DNS says from now on. */
    publish(zone: Zone) {
      server = openZone(zone);
    },
  };
}

/** The inbox with a real database and a parser, which is closed with it. */
export async function openAttackHouse({ parser, publish } = openParser()) {
  const house = await openInboxHouse();
  house.clock.set('2027-03-01T09:00:10Z');
  const { pool } = house.db;
  async function target(roomId: string): Promise<Target> {
    const { host, guest } = await house.people(roomId);
    return { roomId, uid: host.icsUid, host: host.address, guest: guest.address };
  }
  return {
    ...house,
    job: createReadMailsJob({ ...house.ground, parser, claimedBy: 'reader' }),
    publish,
    book: async () => target(await house.create({ guest: gil })),
    /** A room of the same two people in another application of this service. */
    async bookElsewhere(): Promise<Target> {
      const applicationId = randomUUID();
      await pool.query(`insert into applications (id, name, created_at) values ($1, 'Other', $2)`, [
        applicationId,
        house.clock.now(),
      ]);
      const { roomId } = await inTransaction(house.db.database, 'create', (tx) =>
        house.waist.create(tx, applicationId, { ...roomFacts, guest: gil }, byApi),
      );
      return target(roomId);
    },
    /** Takes a mail as SMTP does, beyond any quota; its row's id. */
    async take({ raw, to, from }: SentMail): Promise<string> {
      const intake = createMailIntake(house.ground);
      const recipient = await intake.findRecipient(to);
      if (typeof recipient === 'string') throw new Error(`recipient is ${recipient}`);
      const [id] = await intake.receive({
        source: 'smtp',
        remoteAddress: '192.0.2.1',
        helo: 'client.example',
        envelopeFrom: from,
        recipients: [recipient],
        raw: Buffer.from(raw),
      });
      return id ?? '';
    },
    /** What became of every mail, in the order they came: `parked forwarded`, or `waits`. */
    async outcomes(): Promise<ReadonlyMap<string, string>> {
      const { rows } = await pool.query<{ id: string; outcome: string }>(
        `select id, coalesce(concat_ws(' ', outcome, reason), 'waits') as outcome
         from imip_messages order by id`,
      );
      return new Map(rows.map(({ id, outcome }) => [id, outcome || 'waits']));
    },
    /** Everything about a room that only its own people may change. */
    async dump(roomId: string): Promise<Record<string, unknown[]>> {
      const tables: Record<string, unknown[]> = {};
      for (const [name, statement] of Object.entries(statements)) {
        const { rows } = await pool.query<{ row: unknown }>(statement, [roomId]);
        tables[name] = rows.map(({ row }) => row);
      }
      return tables;
    },
    /** To whom mail of this room is owed, and what: `gil@guest.example confirm-answer`. */
    async owed(roomId: string): Promise<string[]> {
      const { rows } = await pool.query<{ owed: string }>(
        `select attendee_email || ' ' || kind as owed from messages where room_id = $1
         order by created_at, id`,
        [roomId],
      );
      return rows.map(({ owed }) => owed);
    },
    /** Everybody whom any mail of any room is owed to. */
    async readers(): Promise<string[]> {
      const { rows } = await pool.query<{ email: string }>(
        'select distinct attendee_email as email from messages order by 1',
      );
      return rows.map(({ email }) => email);
    },
    async close() {
      await parser.close();
      await house.close();
    },
  };
}

export type AttackHouse = Awaited<ReturnType<typeof openAttackHouse>>;
