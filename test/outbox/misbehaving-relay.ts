import net from 'node:net';
import { type Line, type Misbehaviour, type Stage, tricks, wrapInTls } from './misbehaviours.ts';

export type { Misbehaviour } from './misbehaviours.ts';

interface RelayedMail {
  from: string;
  to: string[];
  /** The bytes as they stood on the wire, dots doubled, without the final one. */
  raw: string;
}

export interface MisbehavingRelay {
  /** A value for `SMTP_URL`. */
  readonly url: string;
  /** Mails the relay took or kept: they count as arrived. */
  readonly mails: RelayedMail[];
  /** Mails that broke off before the final dot. */
  readonly unfinished: RelayedMail[];
  /** How many final dots came. */
  dots(): number;
  /** How many connections were made, and how many are open. */
  connections(): { made: number; open: number };
  /** What came of a mail that has no dot yet; empty when none is under way. */
  receiving(): string;
  /** The last stage that any connection reached. */
  reached(): string;
  /** From now on, or once; connections that are open change their ways too. */
  behave(how: Misbehaviour, options?: { once?: boolean }): void;
  /** Says a line on the newest connection, which may hang. */
  sayNow(text: string): void;
  /** Closes all connections and the port. */
  close(): Promise<void>;
}

export interface RelayOptions {
  /** Offers PIPELINING (RFC 2920). */
  readonly pipelining?: boolean;
}

interface Shared {
  how: Misbehaviour;
  isOnce: boolean;
  reached: string;
  newest: Line | null;
  receiving: string;
  readonly greeting: string;
  readonly mails: RelayedMail[];
  readonly unfinished: RelayedMail[];
  dots: number;
}

/** A relay on a free loopback port that fails on demand, at one point of the dialogue. */
export async function startMisbehavingRelay(
  first: Misbehaviour = 'none',
  options: RelayOptions = {},
): Promise<MisbehavingRelay> {
  const extensions = `${options.pipelining ? '250-PIPELINING\r\n' : ''}250-AUTH PLAIN`;
  const greeting = `250-relay\r\n${extensions}\r\n250 SIZE 100000000`;
  const shared: Shared = {
    ...{ how: first, isOnce: false, reached: '', newest: null, receiving: '' },
    ...{ greeting, mails: [], unfinished: [], dots: 0 },
  };
  const sockets = new Set<net.Socket>();
  let made = 0;
  const server = net.createServer((socket) => {
    made += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    talk(socket, shared);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `smtp://user:secret@127.0.0.1:${port}`,
    mails: shared.mails,
    unfinished: shared.unfinished,
    dots: () => shared.dots,
    connections: () => ({ made, open: sockets.size }),
    receiving: () => shared.receiving,
    reached: () => shared.reached,
    behave(how, { once = false } = {}) {
      shared.how = how;
      shared.isOnce = once;
    },
    sayNow: (text) => shared.newest?.say(text),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One connection: reads commands and mails and answers them, or does the trick instead. */
function talk(plain: net.Socket, shared: Shared): void {
  let socket = plain;
  let rest = '';
  let mail: RelayedMail | null = null;
  let inData = false;
  const timers = new Set<NodeJS.Timeout>();

  const line: Line = {
    say: (text) => line.write(`${text}\r\n`),
    write: (bytes) => void (socket.writable && socket.write(bytes, 'latin1')),
    drip(bytes, everyMs) {
      let at = 0;
      const isEndless = everyMs > 1;
      const timer = setInterval(() => {
        if (!isEndless && at >= bytes.length) clearInterval(timer);
        else line.write(bytes[at++ % bytes.length] ?? '');
      }, everyMs);
      timers.add(timer);
    },
    answerNext(bytes) {
      plain.removeAllListeners('data');
      plain.on('data', () => line.write(bytes));
    },
    keep: () => void (mail && shared.mails.push(mail)),
    takeData: () => {
      inData = true;
    },
    stopReading: () => void socket.pause(),
    startTls() {
      line.say('220 2.0.0 go');
      plain.removeAllListeners('data');
      socket = wrapInTls(plain);
      listen();
    },
    drop: () => void socket.destroySoon(),
    reset: () => void plain.resetAndDestroy(),
  };

  function act(stage: Stage | string): void {
    const trick = (tricks[shared.how] as Record<string, (line: Line) => void>)[stage];
    shared.reached = stage;
    if (trick && shared.isOnce) shared.how = 'none';
    if (trick) trick(line);
    else if (stage === 'connect') line.say('220 relay ESMTP');
    else if (stage === 'EHLO') line.say(shared.greeting);
    else if (stage === 'AUTH') line.say('235 2.7.0 welcome');
    else if (stage === 'DATA' && !mail?.to.length) line.say('503 5.5.1 for whom?');
    else if (stage === 'DATA') {
      line.takeData();
      line.say('354 go on');
    } else if (stage === 'dot') {
      line.keep();
      line.say(`250 2.0.0 queued as ${shared.mails.length}`);
    } else if (stage === 'QUIT') {
      line.say('221 2.0.0 bye');
      line.drop();
    } else if (stage !== 'piece') line.say('250 2.0.0 ok');
  }

  function readCommand(text: string): void {
    const verb = text.slice(0, 4).toUpperCase();
    const isRefused = (stage: Stage) => Object.hasOwn(tricks[shared.how], stage);
    if (verb === 'MAIL')
      mail = isRefused('MAIL') ? null : { from: addressIn(text), to: [], raw: '' };
    if (verb === 'RCPT' && !isRefused('RCPT')) mail?.to.push(addressIn(text));
    if (verb === 'RCPT' && mail === null) line.say('503 5.5.1 from whom?');
    else act({ STAR: 'STARTTLS', HELO: 'EHLO' }[verb] ?? verb);
  }

  function readData(): boolean {
    const end = /(^|\r\n)\.\r\n/.exec(rest);
    shared.receiving = end === null ? rest : '';
    if (end === null) {
      act('piece');
      return false;
    }
    const bytes = end.index + (end[1] ?? '').length;
    if (mail) mail.raw = rest.slice(0, bytes);
    rest = rest.slice(bytes + 3);
    inData = false;
    shared.dots += 1;
    act('dot');
    return true;
  }

  function read(): void {
    while (rest !== '') {
      if (inData) {
        if (!readData()) return;
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) return;
      const command = rest.slice(0, end);
      rest = rest.slice(end + 2);
      readCommand(command);
    }
  }

  function listen(): void {
    const here = socket;
    here.on('error', () => here.destroy());
    here.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      read();
    });
    here.once('close', () => {
      for (const timer of timers) clearInterval(timer);
      if (here === socket) shared.receiving = '';
      if (here === socket && inData && mail) shared.unfinished.push({ ...mail, raw: rest });
    });
  }

  shared.newest = line;
  listen();
  act('connect');
}

const addressIn = (text: string): string => /<(.*?)>/.exec(text)?.[1] ?? '';
