import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { findFreePort } from './free-port.ts';

/** Where a dialogue is: `in-data` is the first piece of the mail, `dot` its end, unanswered. */
export type RelayPhase =
  | 'connect'
  | 'hello'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'in-data'
  | 'dot'
  | 'answered';

export interface RelayStep {
  readonly phase: RelayPhase;
  /** Counts connections from 1. */
  readonly connection: number;
  /** The network address at the other end. */
  readonly peer: string;
  /** The recipient, from `rcpt` on. */
  readonly to: string | null;
}

/**
 * What to do at a step: go on, answer with a code, cut, say nothing more, or at the dot: cut and
 * not keep the mail either. At `answered` only `drop` means something.
 */
export type Conduct =
  | 'go-on'
  | 'drop'
  | 'lose'
  | 'hang'
  | { readonly code: number; readonly text: string };

/** A mail whose final dot came in and which the relay kept. */
export interface Arrival {
  /** When its final dot came in, on the harness's own clock. */
  readonly atMs: number;
  readonly connection: number;
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  /** As it stood on the wire, without the final dot; null once its recipient is done with it. */
  raw: Buffer | null;
  /** SHA-256 of that. */
  readonly digest: string;
  /** Whether its sender was told. */
  isAcknowledged: boolean;
}

/** A relay in the harness: it outlives every process of the service. */
export interface RecordingRelay {
  readonly port: number;
  /** A value for `SMTP_URL`. */
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Message-IDs of mails that were refused for good, at RCPT or after the dot. */
  readonly refused: ReadonlySet<string>;
  /** From now on behaves so; may wait before it answers. Default: goes on. */
  behave(conduct: (step: RelayStep) => Conduct | Promise<Conduct>): void;
  /** Refuses connections and cuts all; `comeBack` listens again on the same port. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on a free loopback port. */
export async function startRecordingRelay(): Promise<RecordingRelay> {
  const arrivals: Arrival[] = [];
  const refused = new Set<string>();
  const sockets = new Set<net.Socket>();
  let conduct: (step: RelayStep) => Conduct | Promise<Conduct> = () => 'go-on';
  let connections = 0;
  const port = await findFreePort();
  const record: Record = {
    keep(mail) {
      arrivals.push(mail);
      return mail;
    },
    refuse: (to, messageId) => void refused.add(messageId ?? `<${to}>`),
  };
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    connections += 1;
    void converse(socket, connections, (step) => conduct(step), record);
  });
  const listen = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen();
  const goAway = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    arrivals,
    refused,
    behave(next) {
      conduct = next;
    },
    goAway,
    comeBack: listen,
    close: goAway,
  };
}

interface Record {
  keep(mail: Arrival): Arrival;
  refuse(to: string, messageId: string | null): void;
}

interface Dialogue {
  readonly connection: number;
  readonly peer: string;
  from: string;
  to: string | null;
}

/** Reads lines and mails off a socket, one after the other. */
function createReader(socket: net.Socket) {
  let held = Buffer.alloc(0);
  let wake = () => {};
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    wake();
  });
  socket.on('close', () => wake());
  const more = () =>
    new Promise<void>((resolve, reject) => {
      if (socket.destroyed) return reject(new Gone());
      wake = () => (socket.destroyed ? reject(new Gone()) : resolve());
    });
  return {
    async until(end: string): Promise<Buffer> {
      for (;;) {
        const at = held.indexOf(end);
        if (at >= 0) {
          const found = held.subarray(0, at);
          held = held.subarray(at + end.length);
          return found;
        }
        await more();
      }
    },
    async some(): Promise<void> {
      while (held.length === 0) await more();
    },
  };
}

class Gone extends Error {}

type Ask = (step: RelayStep) => Conduct | Promise<Conduct>;

async function converse(socket: net.Socket, connection: number, ask: Ask, record: Record) {
  const reader = createReader(socket);
  const peer = socket.remoteAddress ?? '';
  const dialogue: Dialogue = { connection, peer, from: '', to: null };
  /** Says `fine`, or what the conduct wants instead; true when all went well. */
  const reply = async (phase: RelayPhase, fine: string): Promise<boolean> => {
    const conduct = await ask({ phase, connection, peer, to: dialogue.to });
    if (conduct === 'hang') throw await hang(socket);
    if (conduct === 'drop' || conduct === 'lose') {
      socket.destroy();
      throw new Gone();
    }
    if (socket.destroyed) throw new Gone();
    socket.write(conduct === 'go-on' ? fine : `${conduct.code} ${conduct.text}\r\n`);
    if (conduct !== 'go-on' && phase === 'rcpt' && conduct.code >= 500) {
      record.refuse(dialogue.to ?? '', null);
    }
    return conduct === 'go-on';
  };
  try {
    await reply('connect', '220 relay.example ESMTP\r\n');
    for (;;) {
      const line = (await reader.until('\r\n')).toString('latin1');
      if (await answerCommand(line, dialogue, reply, socket)) {
        await takeMail(reader, dialogue, ask, socket, record);
      }
    }
  } catch (error) {
    if (!(error instanceof Gone)) socket.destroy(error as Error);
  }
}

/** Waits until the other side gives up. */
async function hang(socket: net.Socket): Promise<Gone> {
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  return new Gone();
}

const addressIn = (line: string): string => /<(.*)>/.exec(line)?.[1] ?? '';

/** Answers one command; true when the mail's data follow. */
async function answerCommand(
  line: string,
  dialogue: Dialogue,
  reply: (phase: RelayPhase, fine: string) => Promise<boolean>,
  socket: net.Socket,
): Promise<boolean> {
  const ok = '250 2.0.0 ok\r\n';
  switch (line.slice(0, 4).toUpperCase()) {
    case 'EHLO':
      await reply('hello', '250-relay.example\r\n250 SIZE 20000000\r\n');
      return false;
    case 'MAIL':
      dialogue.from = addressIn(line);
      dialogue.to = null;
      await reply('mail', ok);
      return false;
    case 'RCPT':
      dialogue.to = addressIn(line);
      await reply('rcpt', ok);
      return false;
    case 'DATA':
      return reply('data', '354 go on\r\n');
    case 'QUIT':
      socket.end('221 2.0.0 bye\r\n');
      return false;
    default:
      socket.write(ok);
      return false;
  }
}

async function takeMail(
  reader: ReturnType<typeof createReader>,
  { connection, peer, from, to }: Dialogue,
  ask: Ask,
  socket: net.Socket,
  record: Record,
): Promise<void> {
  await reader.some();
  const early = await ask({ phase: 'in-data', connection, peer, to });
  if (early === 'hang') throw await hang(socket);
  if (early !== 'go-on') {
    socket.destroy();
    throw new Gone();
  }
  const raw = await reader.until('\r\n.\r\n');
  const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(raw.toString('latin1'))?.[1] ?? '';
  const atMs = performance.now();
  const mail: Arrival = {
    atMs,
    connection,
    from,
    to: to ?? '',
    messageId,
    // A copy: what was read off the socket at once may be much more.
    raw: Buffer.from(raw),
    digest: createHash('sha256').update(raw).digest('hex'),
    isAcknowledged: false,
  };
  const conduct = await ask({ phase: 'dot', connection, peer, to });
  if (typeof conduct === 'object') {
    if (conduct.code >= 500) record.refuse(mail.to, messageId);
    if (!socket.destroyed) socket.write(`${conduct.code} ${conduct.text}\r\n`);
    return;
  }
  // Kept when it says nothing more, as a server does that breaks down after it has stored a mail.
  const arrival = conduct === 'lose' ? null : record.keep(mail);
  if (conduct === 'hang') throw await hang(socket);
  if (conduct !== 'go-on' || socket.destroyed || arrival === null) {
    socket.destroy();
    throw new Gone();
  }
  await new Promise((resolve) => socket.write('250 2.0.0 queued as 1\r\n', resolve));
  arrival.isAcknowledged = true;
  if ((await ask({ phase: 'answered', connection, peer, to })) === 'drop') {
    socket.destroy();
    throw new Gone();
  }
}
