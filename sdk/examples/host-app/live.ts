import type { ServerResponse } from 'node:http';
import type { Person } from './people.ts';

/** What the pages of a person are told: refresh, and perhaps say something. */
export interface News {
  readonly roomId: string;
  readonly text: string | null;
  readonly tone: 'good' | 'bad';
}

export interface Live {
  /** Keeps this answer open and writes the person's news into it (server-sent events). */
  open(person: Person, response: ServerResponse): void;
  tell(person: Person, news: News): void;
  close(): void;
}

/** Proxies close what is silent for long. */
const heartbeatMs = 25_000;

/** The open pages of everybody. One process only: several would tell each other by a channel. */
export function createLive(): Live {
  const streams = new Map<ServerResponse, string>();
  const heartbeat = setInterval(() => {
    for (const stream of streams.keys()) stream.write(':\n\n');
  }, heartbeatMs).unref();
  return {
    open(person, response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 2000\n\n');
      streams.set(response, person.id);
      response.once('close', () => streams.delete(response));
    },
    tell(person, news) {
      for (const [stream, personId] of streams) {
        if (personId === person.id) stream.write(`data: ${JSON.stringify(news)}\n\n`);
      }
    },
    close() {
      clearInterval(heartbeat);
      for (const stream of streams.keys()) stream.end();
    },
  };
}
