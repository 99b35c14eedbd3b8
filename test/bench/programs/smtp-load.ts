/** Senders that keep their connections and hand over the next mail at each 250, on bare sockets. */
import { createConnection } from 'node:net';
import { sharedNowMs } from '../ground/clock.ts';
import { answerBench } from '../ground/program.ts';

export interface MailToSend {
  readonly from: string;
  readonly to: string;
  /** CRLF lines; nothing in it begins with a dot. */
  readonly raw: string;
}

export interface SmtpLoad {
  readonly port: number;
  readonly connections: number;
  readonly mails: readonly MailToSend[];
}

export interface SmtpResult {
  readonly accepted: number;
  /** From the first command of the first mail to the last 250. */
  readonly seconds: number;
  /** The first answer that is no success. */
  readonly refusal: string | null;
}

interface Session {
  /** Sends text and resolves with the answer; `count` answers come for pipelined commands. */
  talk(text: string, count?: number): Promise<string[]>;
  close(): void;
}

function openSession(port: number): Session {
  const socket = createConnection({ host: '127.0.0.1', port });
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  let buffered = '';
  let answers: string[] = [];
  let waiting: { count: number; done: PromiseWithResolvers<string[]> } | null = null;
  const settle = () => {
    if (!waiting || answers.length < waiting.count) return;
    const { done } = waiting;
    const all = answers;
    waiting = null;
    answers = [];
    done.resolve(all);
  };
  const fail = () => waiting?.done.reject(new Error('the server closed the connection'));
  socket.on('error', fail);
  socket.on('close', fail);
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    const lines = buffered.split('\r\n');
    buffered = lines.pop() ?? '';
    // `250-` goes on, `250 ` is the last line of an answer (RFC 5321 §4.2.1).
    for (const line of lines) if (line[3] === ' ') answers.push(line);
    settle();
  });
  return {
    talk(text, count = 1) {
      const done = Promise.withResolvers<string[]>();
      waiting = { count, done };
      if (text) socket.write(text, 'latin1');
      settle();
      return done.promise;
    },
    close: () => void socket.end('QUIT\r\n'),
  };
}

async function greet(port: number): Promise<Session> {
  const session = openSession(port);
  const [greeting = ''] = await session.talk('');
  if (!greeting.startsWith('220')) throw new Error(`refused at the door: ${greeting}`);
  await session.talk('EHLO load.bench.example\r\n');
  return session;
}

async function send(session: Session, { from, to, raw }: MailToSend): Promise<string | null> {
  const commands = `MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`;
  const answers = await session.talk(commands, 3);
  const [refused] = answers.filter((answer) => !/^[23]/.test(answer));
  if (refused !== undefined) return refused;
  const [answer = ''] = await session.talk(`${raw}\r\n.\r\n`);
  return answer.startsWith('250') ? null : answer;
}

async function run({ port, connections, mails }: SmtpLoad): Promise<SmtpResult> {
  const sessions = await Promise.all(Array.from({ length: connections }, () => greet(port)));
  let next = 0;
  let accepted = 0;
  let refusal: string | null = null;
  const beginMs = sharedNowMs();
  await Promise.all(
    sessions.map(async (session) => {
      for (let mail = mails[next++]; mail; mail = mails[next++]) {
        const refused = await send(session, mail);
        if (refused === null) accepted += 1;
        else refusal ??= refused;
      }
    }),
  );
  const seconds = (sharedNowMs() - beginMs) / 1000;
  for (const session of sessions) session.close();
  return { accepted, seconds, refusal };
}

answerBench({ run });
