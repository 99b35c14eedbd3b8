import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface SlowRelay {
  /** A value for `SMTP_URL`. */
  readonly url: string;
  /** The Message-ID of every mail answered with 250, in order. */
  readonly taken: readonly string[];
  /** How many mails are on the wire, waiting for their answer. */
  held(): number;
  /** Answers what is held, and from now on everything at once. */
  letGo(): void;
  close(): Promise<void>;
}

/** A relay on a free loopback port that lets mails come in and does not answer until told to. */
export async function startSlowRelay(): Promise<SlowRelay> {
  const taken: string[] = [];
  let held: (() => void)[] | null = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 200,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const take = () => {
          taken.push(/^Message-ID: (.*)\r$/im.exec(raw)?.[1] ?? '');
          callback();
        };
        if (held) held.push(take);
        else take();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    taken,
    held: () => held?.length ?? 0,
    letGo() {
      const waiting = held ?? [];
      held = null;
      for (const take of waiting) take();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
