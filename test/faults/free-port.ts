import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range from which the system gives out ports by itself: such a port stays free while the
 * process that listens on it is dead.
 */
const first = 10_000;
const count = 20_000;
let next = process.pid % count;

/** A port on which a process may be started, killed and started again. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < count; tries += 1) {
    next = (next + 1) % count;
    const port = first + next;
    const server = createServer();
    // On all interfaces, as the service does.
    server.listen(port);
    // `once` rejects at an error: the port is taken.
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error('no free port');
}
