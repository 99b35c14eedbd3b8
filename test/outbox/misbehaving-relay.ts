import net from 'node:net';

/** What the relay does; everything not named goes well. */
export type Misbehaviour =
  | 'none'
  | 'refuse-greeting'
  | 'refuse-login'
  | 'refuse-sender'
  | 'refuse-size'
  | 'rcpt-450'
  | 'rcpt-550'
  | 'drop-before-data'
  | 'drop-in-data'
  | 'drop-after-dot'
  | 'hang-after-dot'
  | 'hang-before-data'
  | 'dot-451'
  | 'dot-554';

interface MisbehavingRelay {
  readonly url: string;
  /** Mails whose final dot arrived, as they stood on the wire. */
  readonly mails: { from: string; to: string[]; raw: string }[];
  behave(how: Misbehaviour): void;
  close(): Promise<void>;
}

/** A relay on a free loopback port that fails on demand, one command at a time. */
export async function startMisbehavingRelay(first: Misbehaviour = 'none') {
  let how = first;
  const sockets = new Set<net.Socket>();
  const mails: MisbehavingRelay['mails'] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    talk(socket, () => how, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `smtp://user:secret@127.0.0.1:${port}`,
    mails,
    behave(next: Misbehaviour) {
      how = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  } satisfies MisbehavingRelay;
}

function talk(socket: net.Socket, how: () => Misbehaviour, mails: MisbehavingRelay['mails']): void {
  let rest = '';
  let mail: { from: string; to: string[]; raw: string } | null = null;
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say(how() === 'refuse-greeting' ? '554 5.7.1 go away' : '220 relay ESMTP');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    if (inData && how() === 'drop-in-data') return socket.destroy();
    for (;;) {
      const end = rest.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        if (mail) mails.push({ ...mail, raw: `${line}\r\n` });
        answerDot(socket, how(), say);
      } else {
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'MAIL') mail = { from: addressIn(line), to: [], raw: '' };
        if (verb === 'RCPT') mail?.to.push(addressIn(line));
        inData = answerCommand(socket, verb, how(), say);
      }
    }
  });
}

const addressIn = (line: string): string => /<(.*)>/.exec(line)?.[1] ?? '';

/** Returns true when the mail's data follow. */
function answerCommand(
  socket: net.Socket,
  verb: string,
  how: Misbehaviour,
  say: (line: string) => void,
): boolean {
  if (verb === 'EHLO') say('250-relay\r\n250-AUTH PLAIN\r\n250 SIZE 1000000');
  else if (verb === 'AUTH') say(how === 'refuse-login' ? '535 5.7.8 no' : '235 2.7.0 welcome');
  else if (verb === 'MAIL' && how === 'refuse-sender') say('550 5.1.8 not from you');
  else if (verb === 'MAIL' && how === 'refuse-size') say('552 5.3.4 too big');
  else if (verb === 'RCPT' && how === 'rcpt-450') say('450 4.2.0 greylisted');
  else if (verb === 'RCPT' && how === 'rcpt-550') say('550 5.1.1 no such user');
  else if (verb === 'DATA' && how === 'drop-before-data') socket.destroy();
  else if (verb === 'DATA' && how === 'hang-before-data') return false;
  else if (verb === 'DATA') {
    say('354 go on');
    return true;
  } else say('250 2.0.0 ok');
  return false;
}

function answerDot(socket: net.Socket, how: Misbehaviour, say: (line: string) => void): void {
  if (how === 'drop-after-dot') socket.destroy();
  else if (how === 'dot-451') say('451 4.3.0 later');
  else if (how === 'dot-554') say('554 5.7.1 spam');
  else if (how !== 'hang-after-dot') say('250 2.0.0 queued as 1');
}
