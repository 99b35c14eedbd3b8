import { createParley, type Parley, ParleyError, type Proposal } from '../../sdk/src/index.ts';
import type { Action, Player } from './transcript.ts';

/** What the host application was told. */
interface ApplicationAnswer {
  readonly problem: string | null;
}

/** A host application with one room, written against the SDK as any other. */
export interface Application {
  play(action: Action, players: ReadonlyMap<string, Player>): Promise<ApplicationAnswer>;
  room(): ReturnType<Parley['rooms']['get']>;
  proposals(): Promise<Proposal[]>;
}

type Persist = <T>(attempt: () => Promise<T>) => Promise<T>;

/** `persist` repeats a request that was cut off, as it is: with the same idempotency key. */
export function createApplication(baseUrl: string, apiKey: string, persist: Persist): Application {
  const parley = createParley({
    baseUrl,
    apiKey,
    fetch: (request) => persist(() => fetch(request.clone())),
  });
  let roomId = '';

  async function pendingId(): Promise<string> {
    const all = await parley.proposals.list(roomId).toArray({ limit: 100 });
    const found = all.find((one) => one.status === 'pending');
    if (!found) throw new Error('there is no open proposal');
    return found.id;
  }

  async function create(
    action: Extract<Action, { do: 'create' }>,
    players: ReadonlyMap<string, Player>,
  ) {
    const host = [...players.values()].find((player) => player.part === 'host');
    const room = await parley.rooms.create({
      startUtc: action.startUtc.toISOString(),
      durationMinutes: action.minutes as 60,
      host: personOf(host),
      ...(action.guest ? { guest: personOf(players.get(action.guest)) } : {}),
    });
    roomId = room.id;
  }

  async function command(action: Action, players: ReadonlyMap<string, Player>): Promise<unknown> {
    switch (action.do) {
      case 'create':
        return create(action, players);
      case 'book':
        return parley.rooms.book(roomId, { guest: personOf(players.get(action.guest)) });
      case 'reschedule':
        return parley.rooms.reschedule(roomId, {
          startUtc: action.startUtc.toISOString(),
          ...(action.minutes === null ? {} : { durationMinutes: action.minutes as 60 }),
        });
      case 'unbook':
        return parley.rooms.unbook(roomId, reasonOf(action.reason));
      case 'cancel':
        return parley.rooms.cancel(roomId, reasonOf(action.reason));
      case 'app-approves':
        return parley.proposals.approve(await pendingId());
      case 'app-declines':
        return parley.proposals.decline(await pendingId());
      default:
        throw new Error(`an application does not ${action.do}`);
    }
  }

  return {
    async play(action, players) {
      try {
        await command(action, players);
        return { problem: null };
      } catch (error) {
        if (error instanceof ParleyError && error.status !== null) {
          return { problem: error.code };
        }
        throw error;
      }
    },
    room: () => parley.rooms.get(roomId),
    proposals: () => parley.proposals.list(roomId).toArray({ limit: 100 }),
  };
}

const reasonOf = (reason: string | null) => (reason === null ? {} : { reason });

function personOf(player: Player | undefined) {
  if (!player) throw new Error('the transcript names a person it does not introduce');
  const { name, email, timeZone } = player;
  return { name, email, timeZone };
}
