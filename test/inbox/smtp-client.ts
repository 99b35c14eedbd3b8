import { connect, type Socket } from 'node:net';
import { waitFor } from '../house/wait-for.ts';

/** A bare SMTP client that says exactly the bytes it is told to. */
export interface SmtpClient {
  readonly socket: Socket;
  /** Everything the server said so far. */
  heard(): string;
  isClosed(): boolean;
  /** Sends bytes as they are. */
  say(bytes: string | Buffer): void;
  /** Resolves when what was said so far is on its way, in packets of its own. */
  written(): Promise<void>;
  /** Sends one command and returns the server's whole reply. */
  ask(command: string): Promise<string>;
  /** The next reply of the server, all its lines. */
  reply(): Promise<string>;
  /** EHLO, MAIL, RCPT for each, DATA; returns the last reply. */
  begin(from: string, ...to: string[]): Promise<string>;
  close(): void;
}

const lastLine = /^\d{3} [^\n]*\n/m;

/** `localAddress`: which of this machine's addresses calls; 127.0.0.2 is one more. */
export const callSmtp = (port: number, localAddress?: string): SmtpClient =>
  listenTo(connect({ port, host: '127.0.0.1', ...(localAddress ? { localAddress } : {}) }));

/** The same over a connection that exists, a TLS one for instance. */
export function listenTo(socket: Socket): SmtpClient {
  let text = '';
  let taken = 0;
  let closed = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => {});

  async function reply(): Promise<string> {
    await waitFor(() => lastLine.test(text.slice(taken)), { what: `a reply after: ${text}` });
    const rest = text.slice(taken);
    const match = lastLine.exec(rest);
    const length = (match?.index ?? 0) + (match?.[0].length ?? 0);
    taken += length;
    return rest.slice(0, length).trimEnd();
  }

  const client: SmtpClient = {
    socket,
    heard: () => text,
    isClosed: () => closed,
    say: (bytes) => void socket.write(bytes),
    written: () => new Promise((resolve) => void socket.write('', () => resolve())),
    async ask(command) {
      socket.write(`${command}\r\n`);
      return reply();
    },
    reply,
    async begin(from, ...to) {
      await reply();
      await client.ask('EHLO client.example');
      await client.ask(`MAIL FROM:<${from}>`);
      for (const one of to) await client.ask(`RCPT TO:<${one}>`);
      return client.ask('DATA');
    },
    close: () => void socket.destroy(),
  };
  return client;
}
