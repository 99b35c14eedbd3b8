/**
 * A mail server that takes everything and forgets all but what the bench asks for: who got which
 * Message-ID when. Written on bare sockets, so that it is never what a sender waits for.
 */
import { createServer, type Socket } from 'node:net';
import { sharedNowMs } from '../ground/clock.ts';
import { answerBench } from '../ground/program.ts';

export interface Arrival {
  readonly to: string;
  readonly messageId: string;
  readonly atMs: number;
  readonly bytes: number;
}

let arrivals: Arrival[] = [];
let kept: { to: string; raw: string }[] | null = null;
let wanted: { count: number; done: () => void } | null = null;

function take(to: string, mail: string): void {
  const messageId = /^Message-ID:\s*(<[^>]+>)/im.exec(mail)?.[1] ?? '';
  arrivals.push({ to, messageId, atMs: sharedNowMs(), bytes: mail.length });
  kept?.push({ to, raw: mail });
  if (wanted && arrivals.length >= wanted.count) wanted.done();
}

/** One connection: commands may come in one packet (PIPELINING), a mail in many. */
function serve(socket: Socket): void {
  let buffered = '';
  let to = '';
  let inData = false;
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    let answers = '';
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end < 0) break;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (inData) {
        take(to, text);
        inData = false;
        answers += '250 2.0.0 taken\r\n';
        continue;
      }
      const word = text.slice(0, 4).toUpperCase();
      if (word === 'RCPT') to = /<([^>]*)>/.exec(text)?.[1] ?? '';
      if (word === 'DATA') inData = true;
      if (word === 'QUIT') return void socket.end(`${answers}221 bye\r\n`);
      answers += answerTo(word);
    }
    if (answers) socket.write(answers);
  });
}

function answerTo(word: string): string {
  if (word === 'EHLO') return '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
  return word === 'DATA' ? '354 go on\r\n' : '250 2.0.0 ok\r\n';
}

const server = createServer(serve);

answerBench({
  listen: () =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    }),
  /** Forgets what came; from now on whole mails are kept, or not. */
  clear({ keep = false }: { keep?: boolean }) {
    arrivals = [];
    kept = keep ? [] : null;
  },
  /** Resolves at the mail number `count` since the last clear; false when the time is over. */
  wait({ count, timeoutMs }: { count: number; timeoutMs: number }) {
    if (arrivals.length >= count) return true;
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      const done = () => {
        clearTimeout(timer);
        wanted = null;
        resolve(true);
      };
      wanted = { count, done };
    });
  },
  count: () => arrivals.length,
  arrivals: () => arrivals,
  mails: () => kept,
});
