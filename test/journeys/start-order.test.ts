import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { findFreePort } from '../faults/free-port.ts';
import { openEmptyDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { endAll, launch } from './parley-process.ts';

const patience = { timeoutMs: 30_000 };
const sockets = new Set<Socket>();
let database: TestDatabase;
let way: Server | null = null;

beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(async () => {
  await endAll();
  way?.close();
  for (const socket of sockets) socket.destroy();
  await database.drop();
}, 60_000);

/** Opens the port on which the database is expected; until then nobody listens there. */
async function openWay(port: number, { hostname, port: far }: URL): Promise<void> {
  way = createServer((near) => {
    const end = connect(Number(far), hostname);
    for (const [one, other] of [
      [near, end],
      [end, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  way.listen(port, '127.0.0.1');
  await once(way, 'listening');
}

test('processes of all roles that were started before their database wait for it', async () => {
  const port = await findFreePort();
  const url = new URL(database.databaseUrl);
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  const processes = ['worker', 'smtp', 'api'].map((role) =>
    launch({
      PARLEY_ROLES: role,
      PORT: '0',
      INBOUND_SMTP_PORT: '0',
      INBOUND_SMTP_HOST: '127.0.0.1',
      DATABASE_URL: through.href,
      TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
      PARLEY_API_KEY: 'parley_order_key_0123456789abcdef',
      SMTP_URL: 'smtp://127.0.0.1:9',
    }),
  );
  const allSay = (words: string) =>
    waitFor(() => processes.every(({ output }) => output().includes(words)), {
      ...patience,
      what: () => `${words}: ${processes.map(({ output, errors }) => output() + errors()).join()}`,
    });
  await allSay('waiting for the database');
  await openWay(port, url);
  await allSay('Parley is ready');
}, 90_000);
