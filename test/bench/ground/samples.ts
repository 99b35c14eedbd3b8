import { randomUUID } from 'node:crypto';
import { writeReplyMail } from '../../../service/dev/reply-simulator.ts';
import type { CalendarClient } from '../../../service/dev/simulated-reply.ts';
import type { HttpRequest } from '../programs/http-load.ts';
import type { MailToSend } from '../programs/smtp-load.ts';
import type { Recipient } from '../references/compose.ts';
import { authservId } from './service.ts';

const dayMs = 24 * 60 * 60_000;
/** In the future whenever the bench runs, on a full hour. */
const startUtc = new Date(Math.ceil(Date.now() / dayMs) * dayMs + 30 * dayMs + 15 * 60 * 60_000);

/** The rooms of a generated database are numbered from 1. */
export const roomIdOf = (number: number): string =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

const guestOf = (name: string) => ({
  name: 'Gil Grant',
  email: `guest-${name}@guest.example`,
  timeZone: 'America/New_York',
  locale: 'en-US',
});

export const bookingOf = (number: number): HttpRequest => ({
  method: 'POST',
  path: `/v1/rooms/${roomIdOf(number)}/book`,
  body: { guest: guestOf(String(number)) },
});

/** A room with its guest; `name` makes the addresses of the two its own. */
export const newRoomOf = (name: string): HttpRequest => ({
  method: 'POST',
  path: '/v1/rooms',
  body: {
    startUtc: startUtc.toISOString(),
    durationMinutes: 60,
    host: { name: 'Helen Hart', email: `host-${name}@host.example`, timeZone: 'Europe/London' },
    guest: guestOf(name),
    sessionName: 'Conversation practice',
    description: 'An hour of conversation. Bring a topic of your own.',
    joinUrl: `https://meet.example/${name}`,
    reference: name,
  },
});

/** Who gets a mail when that room is made. */
export const peopleOf = (name: string): string[] => [
  `host-${name}@host.example`,
  `guest-${name}@guest.example`,
];

/** An invitation as its reader has it. */
export interface Letter {
  readonly to: string;
  readonly replyTo: string;
  readonly ics: string;
}

const clients: readonly CalendarClient[] = ['gmail', 'outlook', 'apple', 'thunderbird'];

/** What the calendar of each reader sends back; clients in turn, stamped now. */
export function answerAll(
  letters: readonly Letter[],
  answer: 'ACCEPTED' | 'TENTATIVE',
): MailToSend[] {
  return letters.map((letter, index) => {
    const raw = writeReplyMail({
      client: clients[index % clients.length] ?? 'gmail',
      method: 'REPLY',
      answer,
      invitation: letter.ics,
      from: { name: 'Pat Reader', address: letter.to },
      to: letter.replyTo,
      stampedAt: new Date(),
      messageId: `<${randomUUID()}@mail.example>`,
    });
    const domain = letter.to.slice(letter.to.indexOf('@') + 1);
    return { from: letter.to, to: letter.replyTo, raw: `${writeTrace(domain)}${raw}` };
  });
}

/** What the servers on the way put in front of a mail; the relay's own finding comes first. */
function writeTrace(domain: string): string {
  const date = new Date().toUTCString().replace('GMT', '+0000');
  const hop = (by: string, from: string) =>
    `Received: from ${from} (${from} [192.0.2.10])\r\n` +
    ` by ${by} with ESMTPS id ${randomUUID()}\r\n` +
    ` (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n ${date}\r\n`;
  return [
    `Authentication-Results: ${authservId};\r\n dmarc=pass header.from=${domain}\r\n`,
    hop(authservId, `out.${domain}`),
    hop(`out.${domain}`, `client.${domain}`),
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=mail;\r\n` +
      ` h=from:to:subject:date:message-id:mime-version:content-type;\r\n` +
      ` bh=${'Ab1'.repeat(14)}=;\r\n b=${'Cd2+'.repeat(16)}\r\n`.replaceAll('+', '/') +
      Array.from({ length: 4 }, () => ` ${'Ef3G'.repeat(16)}\r\n`).join(''),
  ].join('');
}

export const recipientsOf = (count: number): Recipient[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    name: 'Gil Grant',
    email: `guest-${index}@guest.example`,
  }));
