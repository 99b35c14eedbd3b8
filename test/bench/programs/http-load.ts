/**
 * Clients that keep their connections and send the next request when the last one is answered.
 * Written on bare sockets: a client of 100 microseconds would be what the bench measures.
 */
import { createConnection, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sharedNowMs } from '../ground/clock.ts';
import { answerBench } from '../ground/program.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

export interface Load {
  readonly url: string;
  readonly apiKey: string;
  readonly requests: readonly HttpRequest[];
  readonly clients: number;
  /** Absent: as fast as answers come. Else a request begins this many times a second. */
  readonly perSecond?: number;
  readonly keyPrefix: string;
}

export interface LoadResult {
  /** Milliseconds of the shared clock at which each request began. */
  readonly startedMs: readonly number[];
  readonly tookMs: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** The body of the first answer that is no success. */
  readonly refusal: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One kept connection, one request at a time; answers must tell their Content-Length. */
function openClient(url: URL): { send(text: string): Promise<Answer>; close(): void } {
  const socket: Socket = createConnection({ host: url.hostname, port: Number(url.port) });
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  let buffered = '';
  let waiting: PromiseWithResolvers<Answer> | null = null;
  const fail = (why: string) => () => waiting?.reject(new Error(why));
  socket.on('error', fail('the connection broke'));
  socket.on('close', fail('the server closed the connection'));
  socket.on('data', (chunk: string) => {
    buffered += chunk;
    const head = buffered.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, head))?.[1] ?? 0);
    if (buffered.length < head + 4 + length) return;
    const answer = { status: Number(buffered.slice(9, 12)), body: buffered.slice(head + 4) };
    buffered = '';
    waiting?.resolve(answer);
  });
  return {
    send(text) {
      waiting = Promise.withResolvers<Answer>();
      socket.write(text);
      return waiting.promise;
    },
    close: () => void socket.destroy(),
  };
}

async function run(load: Load): Promise<LoadResult> {
  const url = new URL(load.url.replace('localhost', '127.0.0.1'));
  const startedMs: number[] = new Array(load.requests.length).fill(0);
  const tookMs: number[] = new Array(load.requests.length).fill(0);
  const statuses: Record<string, number> = {};
  let refusal: string | null = null;
  let next = 0;
  const beginMs = sharedNowMs();

  async function work(): Promise<void> {
    const client = openClient(url);
    for (let index = next++; index < load.requests.length; index = next++) {
      const text = writeRequest(load, index);
      if (load.perSecond) {
        const dueMs = beginMs + (index * 1000) / load.perSecond;
        await pause(Math.max(0, dueMs - sharedNowMs()));
      }
      startedMs[index] = sharedNowMs();
      const { status, body } = await client.send(text);
      tookMs[index] = sharedNowMs() - (startedMs[index] ?? 0);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 300) refusal ??= `${status} ${body}`;
    }
    client.close();
  }

  await Promise.all(Array.from({ length: load.clients }, work));
  return { startedMs, tookMs, statuses, seconds: (sharedNowMs() - beginMs) / 1000, refusal };
}

function writeRequest({ requests, apiKey, keyPrefix }: Load, index: number): string {
  const { method, path, body } = requests[index] as HttpRequest;
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: bench',
    `Authorization: Bearer ${apiKey}`,
    ...(method === 'GET'
      ? []
      : [
          `Idempotency-Key: ${keyPrefix}-${index}`,
          'Content-Type: application/json',
          `Content-Length: ${Buffer.byteLength(text)}`,
        ]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

answerBench({ run });
