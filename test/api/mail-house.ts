import { randomUUID } from 'node:crypto';
import { createMailParser } from '../../service/inbox/mail-parser.ts';
import { createReadMailsJob } from '../../service/inbox/read-mails-job.ts';
import { createMailIntake } from '../../service/inbox/receive-mail.ts';
import { deriveReplyToken, replyAddress } from '../../service/links/reply-address.ts';
import { type ApiHouse, inboundDomain, secrets } from './api-house.ts';

/** A person of a room, as mail reaches them. */
export interface Mailed {
  readonly applicationId: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly icsUid: string;
  readonly token: string;
  readonly address: string;
}

/** One of the two people of a room. */
export async function personIn(house: ApiHouse, roomId: string, role: string): Promise<Mailed> {
  const { rows } = await house.db.pool.query(
    `select p.id, p.application_id, r.ics_uid from attendees p join rooms r on r.id = p.room_id
     where p.room_id = $1 and p.role = $2`,
    [roomId, role],
  );
  const [{ id, application_id, ics_uid }] = rows;
  const token = deriveReplyToken(id, 'k1', secrets);
  return {
    applicationId: application_id,
    roomId,
    attendeeId: id,
    icsUid: ics_uid,
    token,
    address: replyAddress(token, inboundDomain),
  };
}

/** The columns of a mail that was read, as a test wants it to have been. */
export interface ReadMail {
  readonly receivedAt?: string;
  readonly raw?: string | Buffer;
  readonly kind?: string;
  readonly outcome?: string | null;
  readonly reason?: string | null;
  readonly authentication?: unknown;
  readonly question?: unknown;
}

/** Stores a mail to this person (null: to nobody's address) as read, without a reader. */
export async function storeMail(
  house: ApiHouse,
  to: Mailed | null,
  mail: ReadMail = {},
): Promise<string> {
  const id = randomUUID();
  const { receivedAt = '2027-03-01T08:00:00Z', raw = 'Subject: x\r\n\r\nx\r\n' } = mail;
  const { kind = 'calendar', outcome = 'parked', reason = 'forwarded' } = mail;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await house.db.pool.query(
    `insert into imip_messages (id, application_id, room_id, attendee_id, source, received_at,
       envelope_from, envelope_to, raw, raw_hash, read_at, kind, outcome, reason, authentication,
       question, from_address, attempts)
     values ($1, $2, $3, $4, 'smtp', $5, 'gil@guest.example', 'r-*@in.parley.example', $6,
       sha256($6), case when $8::text is not null then $5::timestamptz end, $7, $8, $9, $10, $11,
       'gil@guest.example', 2)`,
    [
      id,
      to?.applicationId ?? null,
      to?.roomId ?? null,
      to?.attendeeId ?? null,
      receivedAt,
      Buffer.from(raw),
      outcome === null ? null : kind,
      outcome,
      outcome === null ? null : reason,
      json(mail.authentication),
      json(mail.question),
    ],
  );
  return id;
}

/** The real door for mail and the real reader, on the API's database. */
export function openInbox(house: ApiHouse) {
  const addresses = { inboundDomain, centralAddress: null, secrets };
  const parser = createMailParser(house.ground);
  const intake = createMailIntake({ ...house.ground, ...addresses });
  const job = createReadMailsJob({ ...house.ground, ...addresses, parser, claimedBy: 'reader' });
  return {
    async receive(raw: string, to: string): Promise<string> {
      const recipient = await intake.findRecipient(to);
      if (typeof recipient === 'string') throw new Error(`recipient is ${recipient}`);
      const [id] = await intake.receive({
        source: 'smtp',
        remoteAddress: '192.0.2.1',
        helo: 'client.example',
        envelopeFrom: 'gil@guest.example',
        recipients: [recipient],
        raw: Buffer.from(raw),
      });
      return id ?? '';
    },
    read: () => job.run(),
    close: () => parser.close(),
  };
}
