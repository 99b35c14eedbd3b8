import type { IncomingMessage } from 'node:http';
import { type ParleyEvent, SignatureVerificationError, verifyWebhook } from '@parley/sdk';
import { readBody } from './answer.ts';
import type { Live } from './live.ts';
import { noWords, tellNews } from './news.ts';
import { findPerson, people } from './people.ts';
import { guestOf, hostOf } from './sessions.ts';

/** Takes a webhook in; gives the status to answer with. */
export type WebhookReceiver = (request: IncomingMessage) => Promise<number>;

const bodyMaxBytes = 1024 * 1024;
/** Ids of events that were seen: enough for the retries that may come in the life of a demo. */
const rememberedAtMost = 10_000;

/**
 * Only what Parley signed with the secret of our endpoint is believed. The same event may come
 * twice, and events may overtake each other, so an event is only the reason to look again: what
 * pages show is read from Parley.
 */
export function createWebhookReceiver(
  live: Live,
  secrets: () => Promise<readonly string[]>,
): WebhookReceiver {
  const seen = new Set<string>();
  return async (request) => {
    // As it came, byte for byte: a parsed and rewritten body has another signature.
    const body = await readBody(request, bodyMaxBytes);
    const event = await verify(body, request, await secrets());
    if (event === null) return 401;
    if (seen.has(event.id)) return 200;
    if (seen.size >= rememberedAtMost) seen.clear();
    seen.add(event.id);
    tellEverybody(live, event);
    return 200;
  };
}

async function verify(
  body: string,
  { headers }: IncomingMessage,
  secrets: readonly string[],
): Promise<ParleyEvent | null> {
  try {
    return await verifyWebhook(body, headers, secrets);
  } catch (error) {
    if (error instanceof SignatureVerificationError) return null;
    throw error;
  }
}

function tellEverybody(live: Live, event: ParleyEvent): void {
  if (!('room' in event) || !event.room) return;
  const { room, type } = event;
  // Who had the seat before is told, too.
  const involved = [hostOf(room), guestOf(room), findPerson(room.metadata.guestId)];
  for (const person of people) {
    const isInvolved = involved.includes(person);
    // Every guest's page lists what is open.
    const isList = person.role === 'guest' && type.startsWith('room.');
    const news = isInvolved ? tellNews(event, room, person) : noWords;
    if (isInvolved || isList) live.tell(person, { roomId: room.id, ...news });
  }
}
