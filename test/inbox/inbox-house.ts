import type { Database } from '../../service/db/transaction.ts';
import { createMailParser } from '../../service/inbox/mail-parser.ts';
import { createReadMailsJob } from '../../service/inbox/read-mails-job.ts';
import { createMailIntake } from '../../service/inbox/receive-mail.ts';
import {
  createSmtpListener,
  type ListenerDeps,
  type ListenerLimits,
} from '../../service/inbox/smtp-listener.ts';
import { replyAddress } from '../../service/links/reply-address.ts';
import type { MailAuthentication } from '../../service/mail/mail-authentication.ts';
import { createLog } from '../../service/ops/log.ts';
import { openWaistHouse, replyTokenOf, secrets } from '../rooms/waist-house.ts';

export const inboundDomain = 'in.parley.example';
/** The From address of our mails, of the inbound domain here. */
export const centralAddress = `scheduling@${inboundDomain}`;
export const quiet = createLog({ level: 'silent', format: 'json' });

/** One counted thing: name and labels. */
type Count = readonly string[];

/** A real database and waist, the doors of the inbox, and what they rang and counted. */
export async function openInboxHouse() {
  const house = await openWaistHouse();
  const { db, clock, random, waist } = house;
  const rings: string[] = [];
  const counts: Count[] = [];
  const doorbell = { ring: (task: string) => void rings.push(task) };
  const count =
    (name: string) =>
    (...labels: string[]) =>
      void counts.push([name, ...labels]);
  const metrics = {
    inboundMail: count('inboundMail'),
    reply: count('reply'),
    proposal: count('proposal'),
    proposalDecision: count('proposalDecision'),
    bounce: count('bounce'),
    doubtfulMail: count('doubtfulMail'),
    recipientRefused: count('recipientRefused'),
    smtpSession: count('smtpSession'),
  };
  const mailboxes = { inboundDomain, centralAddress, secrets };
  const services = { clock, random, log: quiet, metrics, doorbell, waist };
  const ground = { ...mailboxes, ...services, database: db.database };
  const child = createMailParser({ log: quiet });
  const told: { evidence: MailAuthentication | null } = { evidence: null };
  const parser: typeof child = {
    async read(raw, context) {
      return { ...(await child.read(raw, context)), authentication: told.evidence };
    },
    close: () => child.close(),
  };
  const intake = createMailIntake({ ...ground });
  return {
    ...house,
    ground,
    intake,
    parser,
    /** What the reading says of who sent the mails, from now on. */
    told,
    rings,
    counts,
    job: createReadMailsJob({ ...ground, parser, claimedBy: 'reader' }),
    listener: (
      limits: Partial<ListenerLimits> = {},
      { database = db.database, ...changes }: Partial<ListenerDeps> & { database?: Database } = {},
    ) =>
      createSmtpListener({
        intake: createMailIntake({ ...ground, database }),
        log: quiet,
        metrics,
        host: '127.0.0.1',
        port: 0,
        inboundDomain,
        tls: null,
        proxy: false,
        limits,
        ...changes,
      }),
    /** The people of a room, with the addresses their calendars answer to. */
    async people(roomId: string) {
      const { rows } = await db.pool.query<{ id: string; role: string; ics_uid: string }>(
        `select a.id, a.role, r.ics_uid from attendees a join rooms r on r.id = a.room_id
         where r.id = $1`,
        [roomId],
      );
      const find = (role: string) => {
        const row = rows.find((one) => one.role === role);
        if (!row) throw new Error(`no ${role}`);
        const address = replyAddress(replyTokenOf(row.id), inboundDomain);
        return { attendeeId: row.id, address, icsUid: row.ics_uid };
      };
      return { host: find('host'), guest: find('guest') };
    },
    /** Takes a mail as SMTP does; rejects when `to` is no mailbox of ours. */
    async receive(raw: string | Buffer, to: string, from: string): Promise<string> {
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
    /** Every stored mail, oldest first, as far as tests look at it. */
    async mails() {
      const { rows } = await db.pool.query<StoredMail>(
        `select id, attendee_id as "attendeeId", outbox_id as "outboxId", kind, outcome, reason,
           envelope_from as "envelopeFrom", envelope_to as "envelopeTo", raw, attempts,
           raw_hash = sha256(raw) as "hashFits", detail, application_id as "applicationId",
           room_id as "roomId", question, alias, authentication
         from imip_messages order by received_at, id`,
      );
      return rows;
    },
    /** Forgets every stored mail, and the links that ask about one. */
    async forgetMails() {
      await db.pool.query('delete from magic_links where inbound_mail_id is not null');
      await db.pool.query('delete from imip_messages');
    },
    async close() {
      await parser.close();
      await house.close();
    },
  };
}

export interface StoredMail {
  readonly id: string;
  readonly attendeeId: string | null;
  readonly outboxId: string | null;
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly raw: Buffer;
  readonly attempts: number;
  readonly hashFits: boolean;
  readonly detail: Record<string, unknown> | null;
  readonly applicationId: string | null;
  readonly roomId: string | null;
  readonly question: unknown;
  readonly alias: string | null;
  readonly authentication: MailAuthentication | null;
}

export type InboxHouse = Awaited<ReturnType<typeof openInboxHouse>>;
