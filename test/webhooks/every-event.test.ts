import { document } from '../contract/document.ts';
import {
  apiKey,
  closeStages,
  createServiceWorld,
  openStage,
} from '../transcripts/service-world.ts';
import { readTranscripts } from '../transcripts/transcript.ts';
import { perform } from '../transcripts/world.ts';

interface Posted {
  readonly post: {
    readonly requestBody: {
      readonly content: Record<string, { readonly schema: { $ref: string } }>;
    };
  };
}
interface EventSchema {
  readonly properties: { readonly type: { readonly enum: readonly string[] } };
}

const { webhooks } = document as unknown as { readonly webhooks: Record<string, Posted> };
const types = document.components.schemas.EventType?.enum ?? [];
/** What these journeys do not come by: mail that is called spam, and webhooks themselves. */
const elsewhere = ['message.complained', 'webhook.test', 'webhook-endpoint.disabled'];
const journeys = [
  'answers',
  'bounces-and-vacations',
  'cancel',
  'crossed-proposals',
  'expiry',
  'forwarded-and-delegated',
  'guest-declines',
  'hold-ended',
  'human-mail',
  'proposal-by-counter',
  'proposal-by-page',
  'proposal-race',
  'reminders',
  'reschedule',
];

afterAll(closeStages);

async function ask(url: string, change?: object) {
  const answer = await fetch(url, {
    method: change ? 'PATCH' : 'GET',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(change && { body: JSON.stringify(change) }),
  });
  const { data } = (await answer.json()) as { data: { id: string; type: string }[] };
  return { status: answer.status, data };
}

test('the document has a webhook for every type, with a schema of that type', () => {
  expect(Object.keys(webhooks).sort()).toEqual([...types].sort());
  for (const [type, { post }] of Object.entries(webhooks)) {
    const name = post.requestBody.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
    const schema = document.components.schemas[name] as unknown as EventSchema;
    expect(schema.properties.type.enum).toContain(type);
  }
});

/** The service answers with 500 when an event is not what the document says of its type. */
test('every event that whole journeys lead to is as the document describes it', async () => {
  const seen = new Set<string>();
  const played = readTranscripts('service').filter(({ name }) => journeys.includes(name));
  expect(played).toHaveLength(journeys.length);
  for (const transcript of played) {
    const stage = await openStage(transcript);
    const world = createServiceWorld(stage, transcript);
    try {
      await perform(transcript, world);
      const base = `${stage.service().publicUrl}/v1`;
      const { data: rooms } = await ask(`${base}/rooms?limit=1`);
      for (const { id } of rooms) await ask(`${base}/rooms/${id}`, { location: 'Hall' });
      const { status, data } = await ask(`${base}/events?limit=100`);
      expect([transcript.name, status]).toEqual([transcript.name, 200]);
      for (const { type } of data) seen.add(type);
    } finally {
      await world.close();
    }
  }
  expect([...seen].sort()).toEqual(types.filter((type) => !elsewhere.includes(type)).sort());
}, 120_000);
