/**
 * The demo host application. From the environment: PARLEY_URL and PARLEY_API_KEY; HOST_APP_PORT
 * (any free one unless told), HOST_APP_URL (where Parley reaches it; this machine unless told) and
 * HOST_APP_SECRET, which signs its cookies.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createParley } from '@parley/sdk';
import { createAppRoutes } from './app-routes.ts';
import { importLegacyRooms } from './legacy.ts';
import { createLive } from './live.ts';
import { createWebhookReceiver } from './receive-webhook.ts';
import { createApp } from './serve.ts';
import { createCookies } from './sign-in.ts';
import { subscribe } from './subscribe.ts';

const { env } = process;
const parley = createParley({
  baseUrl: env.PARLEY_URL ?? 'http://localhost:3000',
  apiKey: env.PARLEY_API_KEY ?? '',
});
const cookies = createCookies(env.HOST_APP_SECRET ?? randomBytes(32).toString('base64'));
const live = createLive();
// A webhook may come before the answer that holds its secret; it waits for that.
const { promise: secrets, resolve: keepSecrets } = Promise.withResolvers<readonly string[]>();

const app = createApp({
  cookies,
  live,
  routes: createAppRoutes(parley, cookies),
  receiveWebhook: createWebhookReceiver(live, () => secrets),
});
app.listen(Number(env.HOST_APP_PORT ?? 0), '127.0.0.1');
await once(app, 'listening');
const { port } = app.address() as AddressInfo;
const ownUrl = env.HOST_APP_URL ?? `http://localhost:${port}`;

await importLegacyRooms(parley);
keepSecrets(await subscribe(parley, `${ownUrl}/webhooks/parley`));

process.stdout.write(`The host application is ready at ${ownUrl}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    live.close();
    app.close();
    app.closeIdleConnections();
  });
}
