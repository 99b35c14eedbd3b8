import { randomUUID } from 'node:crypto';

export const helen = { name: 'Helen Hart', email: 'helen@host.example', timeZone: 'Europe/London' };
export const gil = { name: 'Gil Grant', email: 'gil@guest.example', timeZone: 'America/New_York' };

const dayMs = 24 * 60 * 60_000;
/** The service's clock is the real one here. */
export const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

export interface RoomSeen {
  readonly id: string;
  readonly status: string;
  readonly icsSequence: number;
  readonly host: { readonly answer: string };
  readonly guest: { readonly answer: string } | null;
}

export interface HostApplication {
  /** Status and body of one request. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: RoomSeen }>;
  /** A room with both people in it. */
  book(): Promise<RoomSeen>;
  room(id: string): Promise<RoomSeen>;
}

/** A host application of the service at `url`. */
export function createHostApplication(url: string, apiKey: string): HostApplication {
  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as RoomSeen };
  }
  return {
    call,
    async book() {
      const wish = { startUtc: inDays(7), durationMinutes: 60, host: helen, guest: gil };
      const { status, json } = await call('POST', '/v1/rooms', wish);
      if (status !== 201) throw new Error(`no room: ${status} ${JSON.stringify(json)}`);
      return json;
    },
    room: async (id) => (await call('GET', `/v1/rooms/${id}`)).json,
  };
}
