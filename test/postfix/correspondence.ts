import { randomUUID } from 'node:crypto';
import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { SimulatedReply } from '../../service/dev/simulated-reply.ts';
import { type MailSink, parseSunk } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { waitFor } from '../house/wait-for.ts';
import { inDays, type RoomSeen } from '../journeys/host-application.ts';
import { sign } from '../mail/signed-mail.ts';
import { type ReceivedMail, receive } from '../transcripts/calendar-client.ts';
import type { PostfixStage } from './stage.ts';

const patience = { timeoutMs: 30_000 };

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
}

export const host = (email: string): Person => ({
  name: 'Helen Hart',
  email,
  timeZone: 'Europe/London',
});

export const guest = (email: string): Person => ({
  name: 'Gil Grant',
  email,
  timeZone: 'America/New_York',
});

export interface FullRoom extends RoomSeen {
  readonly version: number;
  readonly guest: { readonly answer: string; readonly reachable: boolean } | null;
}

/** Books a session for two people. */
export async function book(
  { application }: PostfixStage,
  helen: Person,
  gil: Person,
): Promise<FullRoom> {
  const wish = { startUtc: inDays(7), durationMinutes: 60, host: helen, guest: gil };
  const { status, json } = await application.call('POST', '/v1/rooms', wish);
  if (status !== 201) throw new Error(`no room: ${status} ${JSON.stringify(json)}`);
  return json as FullRoom;
}

export const roomOf = async ({ application }: PostfixStage, id: string): Promise<FullRoom> =>
  (await application.room(id)) as FullRoom;

/** A mail as it stands in a mailbox: read, and as it came. */
export interface Delivered extends ReceivedMail {
  readonly raw: Buffer;
  readonly bounceTo: string;
}

/** Waits for somebody's newest mail that is wanted, which Postfix brought to their server. */
export async function mailTo(
  sink: MailSink,
  email: string,
  isWanted: (mail: ReceivedMail) => boolean = () => true,
): Promise<Delivered> {
  const find = async () => {
    const mine = sink.mails.filter(({ envelopeTo }) => envelopeTo.includes(email));
    const read = mine.map(async (mail) => ({
      ...receive(await parseSunk(mail), email),
      raw: mail.raw,
      bounceTo: mail.envelopeFrom,
    }));
    return (await Promise.all(read)).findLast(isWanted);
  };
  return waitFor(find, { ...patience, what: `a mail to ${email}` });
}

export const isCalendar =
  (method: string, sequence: number) =>
  (mail: ReceivedMail): boolean =>
    mail.method === method && mail.sequence === sequence;

export interface Letter {
  readonly raw: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
}

/** What a person's calendar makes of an invitation, signed by the domain of the person. */
export async function writeAnswer(
  who: Person,
  invitation: ReceivedMail,
  answer: Pick<SimulatedReply, 'client' | 'method' | 'answer' | 'proposedStartUtc'>,
): Promise<Letter> {
  const domain = who.email.split('@')[1] ?? '';
  const messageId = `<${randomUUID()}@${domain}>`;
  const raw = writeReplyMail({
    ...answer,
    invitation: invitation.ics ?? '',
    from: { name: who.name, address: who.email },
    to: invitation.replyTo,
    stampedAt: new Date(),
    messageId,
  });
  const signed = await sign(raw, domain, { signTime: new Date() });
  return { raw: signed, messageId, from: who.email, to: invitation.replyTo };
}

export const accepted = { client: 'outlook', method: 'REPLY', answer: 'ACCEPTED' } as const;

/** Hands a letter to the MX, as the server of its sender does; rejects unless it is taken. */
export const submit = ({ postfix }: PostfixStage, letter: Letter): Promise<void> =>
  sendMail(postfix.mxPort, letter);

/** The code with which the MX refused a mail; null when it took it. */
export async function refusalOf(
  port: number,
  mail: { readonly raw: string; readonly from: string; readonly to: string },
): Promise<number | null> {
  return sendMail(port, mail).then(
    () => null,
    (error: { responseCode?: number }) => error.responseCode ?? 0,
  );
}

export interface Fate {
  readonly outcome: string;
  readonly reason: string | null;
  readonly envelope_to: string;
  readonly raw: Buffer;
  readonly authentication: {
    readonly source: string;
    readonly spf: { readonly result: string };
    readonly dkim: readonly { readonly result: string; readonly aligned: boolean }[];
    readonly dmarc: { readonly result: string; readonly policy: string | null };
  } | null;
}

/** What became of the mail that Parley took which matches: a Message-ID, or words of the raw mail. */
export async function fateOf({ database }: PostfixStage, words: string): Promise<Fate> {
  const find = async () => {
    const { rows } = await database.pool.query<Fate>(
      `select outcome, reason, envelope_to, raw, authentication from imip_messages
       where read_at is not null and position(convert_to($1, 'utf8') in raw) > 0
       order by received_at desc limit 1`,
      [words],
    );
    return rows[0];
  };
  return waitFor(find, { ...patience, what: `a mail with ${words} to be read` });
}

/** Waits until a condition holds of a room. */
export const roomBecomes = (
  stage: PostfixStage,
  id: string,
  what: string,
  isSo: (room: FullRoom) => boolean,
): Promise<FullRoom> =>
  waitFor(
    async () => {
      const room = await roomOf(stage, id);
      return isSo(room) ? room : null;
    },
    { ...patience, what },
  );

/** Waits until Postfix holds nothing any more. */
export const queueIsEmpty = ({ postfix }: PostfixStage): Promise<boolean> =>
  waitFor(async () => (await postfix.queue()).length === 0, {
    ...patience,
    what: 'an empty queue',
  });
