import { connect } from 'node:net';
import { parseSunk } from '../house/mail-sink.ts';
import { linkIn, type ReceivedMail, receive } from '../transcripts/calendar-client.ts';
import { gil } from './host-application.ts';
import { calendarMail, declined, icsOf } from './hostile-mails.ts';
import { deliver, type LiveRoom } from './live-room.ts';
import { type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

/** The token of a link, whatever its parameter is called; empty when there is none. */
export function tokenOf(link: string): string {
  return new URL(link).searchParams.values().next().value ?? '';
}

/** The mails that went out after the first `count`, once all is quiet. */
export async function mailsAfter(stage: WatchedStage, count: number): Promise<ReceivedMail[]> {
  await waitUntilQuiet(stage);
  const mails = stage.sink.mails.slice(count);
  return Promise.all(
    mails.map(async (mail) => receive(await parseSunk(mail), mail.envelopeTo[0] ?? '')),
  );
}

/** A decline comes in the guest's name that may not be theirs; the token of the question to them. */
export async function askWhetherTheirs(stage: WatchedStage, room: LiveRoom): Promise<string> {
  const before = stage.sink.mails.length;
  const ics = icsOf({ uid: room.icsUid, attendee: declined('gil@work.example') });
  const raw = calendarMail(gil.email, ics);
  await deliver(stage, { raw, from: gil.email, to: room.guest.replyTo });
  const [question] = await mailsAfter(stage, before);
  return tokenOf((question && linkIn(question, 'confirm')) ?? '');
}

/** Sends bytes to the HTTP port and returns all that comes back. */
export function say(stage: WatchedStage, head: string, body = ''): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(stage.service().httpPort, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => resolve(heard));
  socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`, 'latin1');
  return promise;
}
