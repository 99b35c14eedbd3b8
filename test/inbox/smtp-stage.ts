import type { ReceivedMail } from '../../service/inbox/inbox-store.ts';
import type { MailIntake } from '../../service/inbox/receive-mail.ts';
import {
  createSmtpListener,
  type ListenerDeps,
  type ListenerLimits,
  type SmtpListener,
} from '../../service/inbox/smtp-listener.ts';
import { waitFor } from '../house/wait-for.ts';
import { inboundDomain, quiet } from './inbox-house.ts';
import { callSmtp, type SmtpClient } from './smtp-client.ts';

/** Mailboxes that exist on the stage, without any database: one for each letter but `z`. */
export const mailboxOf = (letter: string) => `r-${letter.repeat(32)}@${inboundDomain}`;
export const mailbox = mailboxOf('a');
export const otherMailbox = mailboxOf('b');

type Options = Partial<ListenerLimits> & Partial<Pick<ListenerDeps, 'tls' | 'proxy' | 'intake'>>;

/** A listener before a store in memory: for what happens on the wire and nothing else. */
export function createSmtpStage() {
  const stored: ReceivedMail[] = [];
  const outcomes: string[] = [];
  const refusals: string[] = [];
  const clients: SmtpClient[] = [];
  let listener: SmtpListener | null = null;
  let port = 0;
  let present: object | null = null;
  const intake: MailIntake = {
    async findRecipient(address) {
      const letter = /^r-([a-y])\1{31}@/.exec(address)?.[1] ?? '';
      if (address !== mailboxOf(letter))
        return address.endsWith(`@${inboundDomain}`) ? 'unknown' : 'foreign';
      return { address, applicationId: null, roomId: null, attendeeId: address, outboxId: null };
    },
    async receive(mail) {
      stored.push(mail);
      return mail.recipients.map((_, index) => `${stored.length}.${index}`);
    },
  };
  const call = (localAddress?: string): SmtpClient => {
    const client = callSmtp(port, localAddress);
    clients.push(client);
    return client;
  };
  return {
    stored,
    outcomes,
    refusals,
    intake,
    call,
    /** Opens the door and calls it. */
    async open({ tls = null, proxy = false, intake: other, ...limits }: Options = {}) {
      // Sessions of an earlier door may end late; they are not counted here.
      const door = {};
      present = door;
      const smtpSession = (outcome: string) => {
        if (present === door) outcomes.push(outcome);
      };
      listener = createSmtpListener({
        intake: other ?? intake,
        log: quiet,
        metrics: { smtpSession, recipientRefused: (reason: string) => void refusals.push(reason) },
        host: '127.0.0.1',
        port: 0,
        inboundDomain,
        tls,
        proxy,
        limits,
      });
      port = (await listener.start()).port;
      return call();
    },
    /** A whole delivery over a connection of its own; returns the last answer, good or bad. */
    async deliver(to: string, localAddress?: string): Promise<string> {
      const client = call(localAddress);
      const greeting = await client.reply();
      if (!greeting.startsWith('220')) return greeting;
      await client.ask('EHLO client.example');
      await client.ask('MAIL FROM:<x@y.example>');
      await client.ask(`RCPT TO:<${to}>`);
      await client.ask('DATA');
      const answer = await client.ask('Subject: x\r\n\r\nhello\r\n.');
      await client.ask('QUIT');
      return answer;
    },
    /** Hangs up and closes; what was stored is forgotten. */
    async close() {
      for (const client of clients.splice(0)) client.close();
      await listener?.stop();
      listener = null;
      present = null;
      stored.length = 0;
      outcomes.length = 0;
    },
  };
}

/** Says one byte now and then until the connection is closed; returns how long that took. */
export async function drip(client: SmtpClient, byte = 'x'): Promise<number> {
  const startedAt = performance.now();
  const timer = setInterval(() => client.say(byte), 20);
  await waitFor(() => client.isClosed());
  clearInterval(timer);
  return performance.now() - startedAt;
}
