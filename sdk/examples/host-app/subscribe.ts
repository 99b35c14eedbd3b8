import type { Parley } from '@parley/sdk';

/** Has Parley tell this address what happens; gives the secrets its webhooks are signed with. */
export async function subscribe(parley: Parley, url: string): Promise<readonly string[]> {
  for await (const endpoint of parley.webhookEndpoints.list()) {
    if (endpoint.url !== url) continue;
    const { secret } = await parley.webhookEndpoints.secret(endpoint.id);
    return [secret];
  }
  const { secret } = await parley.webhookEndpoints.create({ url, description: 'Practice demo' });
  return [secret];
}
