import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: events of every type.
  readonly event: any;
}

export type Behave = (res: ServerResponse, got: Received, nth: number) => void;

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly got: Received[];
  behave: Behave;
  close(): Promise<void>;
}

export const take: Behave = (res) => {
  res.writeHead(204).end();
};

/** An answer with this status. */
export const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Behave =>
  (res) => {
    res.writeHead(status, headers).end(body);
  };

/** A host application's own web server, on a port of this machine. */
export async function openReceiver(behave: Behave = take): Promise<Receiver> {
  const got: Received[] = [];
  const server = createServer(async (req, res) => {
    const received = await read(req).catch(() => null);
    if (received === null) return;
    got.push(received);
    receiver.behave(res, received, got.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    got,
    behave,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

async function read(req: IncomingMessage): Promise<Received> {
  let body = '';
  for await (const part of req.setEncoding('utf8')) body += part;
  const headers = req.headers as Record<string, string>;
  return { id: headers['webhook-id'] ?? '', headers, body, event: JSON.parse(body) };
}
