import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';

/** What a mail server said to somebody who sent nothing. */
export interface SmtpTalk {
  /** The name it greets with. */
  readonly name: string;
  readonly offersTls: boolean;
  /** Its reply code to `RCPT TO:<postmaster@domain>`; null when it was not asked. */
  readonly recipientCode: number | null;
}

export interface TalkOptions {
  readonly host: string;
  readonly port: number;
  /** Whose postmaster is named as the recipient; none: it ends after EHLO. */
  readonly domain: string | null;
  /** Behind a balancer the listener wants a line of the PROXY protocol first. */
  readonly isBehindProxy?: boolean;
  readonly timeoutMs: number;
}

/**
 * Greets a mail server, names a recipient that each has to take (RFC 5321 §4.5.1), and leaves
 * before any mail. Rejects when it is not reached or does not speak SMTP within `timeoutMs`.
 */
export async function talkSmtp(options: TalkOptions): Promise<SmtpTalk> {
  const { host, port, domain, timeoutMs } = options;
  const socket = connect({ host, port });
  const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), timeoutMs);
  const lines = createInterface({ input: socket });
  // It passes on what the socket says, which is heard there.
  lines.on('error', () => {});
  try {
    await connected(socket);
    const replies = readReplies(lines, socket);
    const ask = (command: string) => {
      socket.write(`${command}\r\n`);
      return replies();
    };
    if (options.isBehindProxy) socket.write('PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n');
    const greeting = await replies();
    if (greeting.code !== 220) throw new Error(`it greets with ${greeting.code}`);
    const offer = await ask('EHLO doctor.parley.invalid');
    const talk = {
      name: greeting.text.split(' ')[0]?.toLowerCase() ?? '',
      offersTls: /^STARTTLS$/im.test(offer.text),
    };
    if (domain === null) return { ...talk, recipientCode: null };
    const sender = await ask('MAIL FROM:<>');
    if (sender.code !== 250) return { ...talk, recipientCode: sender.code };
    const { code } = await ask(`RCPT TO:<postmaster@${domain}>`);
    return { ...talk, recipientCode: code };
  } finally {
    clearTimeout(timer);
    lines.close();
    socket.end('QUIT\r\n', () => socket.destroy());
    socket.on('error', () => {});
  }
}

async function connected(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('error', reject);
  await promise;
}

interface Reply {
  readonly code: number;
  readonly text: string;
}

/** Gives one whole reply at each call (RFC 5321 §4.2.1). */
function readReplies(lines: Interface, socket: Socket): () => Promise<Reply> {
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  const early: Reply[] = [];
  let texts: string[] = [];
  let ended: Error | null = null;
  lines.on('line', (line) => {
    const [, code, more, text = ''] = /^(\d{3})([ -]?)(.*)$/.exec(line) ?? [];
    texts.push(text);
    if (code === undefined || more === '-') return;
    const reply = { code: Number(code), text: texts.join('\n') };
    texts = [];
    const next = waiting.shift();
    if (next) next.resolve(reply);
    else early.push(reply);
  });
  const end = (error: Error) => {
    ended ??= error;
    for (const one of waiting.splice(0)) one.reject(ended);
  };
  socket.on('error', end);
  socket.on('close', () => end(new Error('it closed the connection')));
  return () =>
    new Promise((resolve, reject) => {
      const reply = early.shift();
      if (reply) resolve(reply);
      else if (ended) reject(ended);
      else waiting.push({ resolve, reject });
    });
}
