import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { waitFor } from '../house/wait-for.ts';
import { answer, openReceiver, type Receiver } from './receiver.ts';
import { openWebhookHouse, type WebhookHouse } from './webhook-house.ts';

let house: WebhookHouse;
const receivers: Receiver[] = [];
beforeEach(async () => {
  house = await openWebhookHouse();
});
afterEach(async () => {
  await house.close();
  await Promise.all(receivers.splice(0).map((one) => one.close()));
});

const open = async (...args: Parameters<typeof openReceiver>): Promise<Receiver> => {
  const receiver = await openReceiver(...args);
  receivers.push(receiver);
  return receiver;
};

/** A server that speaks as it likes; `close` ends it and all its connections. */
async function openTcp(speak: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    speak(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    sockets,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('endpoints that hang or drip are given up after 15 s, and delay nobody meanwhile', async () => {
  const hanging = await openTcp(() => {});
  const dripping = await openTcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx: ');
    const timer = setInterval(() => socket.write('x'), 1000);
    socket.once('close', () => clearInterval(timer));
  });
  const good = await open();
  const bad = [await house.addEndpoint(hanging.url), await house.addEndpoint(dripping.url)];
  await house.addEndpoint(good.url);
  const wanted = await house.writeEvents(100);
  const startedMs = performance.now();
  await house.job.run();
  await waitFor(() => good.got.length === 100);
  expect(performance.now() - startedMs).toBeLessThan(8_000);
  expect(good.got.map(({ id }) => id).sort()).toEqual([...wanted].sort());
  expect(hanging.sockets.size).toBeLessThanOrEqual(5);
  for (const { id } of bad) {
    const [attempt] = await waitFor(
      async () => {
        const attempts = await house.attemptsOf(id);
        return attempts.length > 0 ? attempts : null;
      },
      { timeoutMs: 20_000 },
    );
    expect(attempt).toMatchObject({ outcome: 'failed', error: 'timeout', status: null });
    expect(attempt.durationMs).toBeGreaterThan(14_000);
  }
  hanging.close();
  dripping.close();
}, 40_000);

test('an answer that never ends is cut off; its status counts', async () => {
  let sent = 0;
  const endless = await open((res) => {
    res.writeHead(200);
    const pour = () => {
      while (!res.destroyed && res.write('x'.repeat(64 * 1024))) sent += 64 * 1024;
    };
    res.on('drain', pour);
    pour();
  });
  const { id } = await house.addEndpoint(endless.url);
  await house.writeEvents(1);
  await house.deliver();
  const [attempt] = await house.attemptsOf(id);
  expect(attempt).toMatchObject({ outcome: 'delivered', status: 200 });
  expect(attempt.response).toHaveLength(1024);
  expect(sent).toBeLessThan(32 * 1024 * 1024);
});

test('an answer whose text drips is left after two seconds; its status counts', async () => {
  const slow = await open((res) => {
    res.writeHead(200).write('o');
    const timer = setInterval(() => res.write('o'), 500);
    res.once('close', () => clearInterval(timer));
  });
  const { id } = await house.addEndpoint(slow.url);
  await house.writeEvents(1);
  await house.deliver();
  const [attempt] = await house.attemptsOf(id);
  expect(attempt).toMatchObject({ outcome: 'delivered', status: 200 });
  expect(attempt.durationMs).toBeLessThan(5_000);
});

test.each([301, 302, 303, 307, 308])('a redirect (%s) is a failure and not followed', async (s) => {
  const canary = await open();
  const redirecting = await open(answer(s, { location: canary.url }));
  const { id } = await house.addEndpoint(redirecting.url);
  await house.writeEvents(1);
  await house.deliver();
  expect(canary.got).toEqual([]);
  const [attempt] = await house.attemptsOf(id);
  expect(attempt).toMatchObject({ outcome: 'failed', status: s, error: 'status' });
});

test('a certificate nobody vouches for is refused before anything is sent', async () => {
  let requests = 0;
  const server = createTlsServer(tlsOptions() as object, () => {
    requests += 1;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { id } = await house.addEndpoint(`https://127.0.0.1:${port}/`);
  await house.writeEvents(1);
  await house.deliver();
  expect((await house.attemptsOf(id))[0]).toMatchObject({ outcome: 'failed', error: 'tls' });
  expect(requests).toBe(0);
  server.close();
});

test('who speaks no HTTP, or hangs up, is a failure that is tried again', async () => {
  const rude = await openTcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  const mute = await openTcp((socket) => socket.destroy());
  const gone = await openTcp(() => {});
  gone.close();
  for (const { url } of [rude, mute, gone]) {
    const { id } = await house.addEndpoint(url);
    await house.writeEvents(1);
    await house.deliver();
    const attempts = await house.attemptsOf(id);
    expect(attempts[0]).toMatchObject({ outcome: 'failed', error: 'connection', status: null });
    expect(attempts[0].nextAttemptAt).not.toBeNull();
    await house.call('DELETE', `/v1/webhook-endpoints/${id}`);
  }
  rude.close();
  mute.close();
});

test('whoever dies between posting and recording has it posted again, with the same id', async () => {
  const receiver = await open();
  const { id } = await house.addEndpoint(receiver.url);
  const [eventId] = await house.writeEvents(1);
  // The answer comes after the poster is dead.
  let letGo = () => {};
  receiver.behave = (res) => {
    letGo = () => res.end();
  };
  const dying = house.startJob({ claimedBy: 'worker-that-dies' });
  await dying.run();
  await waitFor(() => receiver.got.length === 1);
  dying.kill();
  await dying.finish();
  letGo();
  await house.job.run();
  expect(receiver.got).toHaveLength(1);
  house.clock.advance({ seconds: 61 });
  receiver.behave = answer(200);
  await house.deliver();
  expect(receiver.got.map((one) => one.id)).toEqual([eventId, eventId]);
  const attempts = await house.attemptsOf(id);
  expect(attempts.map(({ outcome, error }) => [outcome, error])).toEqual([
    ['delivered', null],
    ['failed', 'worker-died'],
  ]);
});

test('a poster that lost its claim writes nothing down', async () => {
  const receiver = await open();
  const { id } = await house.addEndpoint(receiver.url);
  await house.writeEvents(1);
  let letGo = () => {};
  receiver.behave = (res, _got, nth) => {
    if (nth > 1) res.end();
    else letGo = () => res.end();
  };
  const frozen = house.startJob({ claimedBy: 'worker-that-froze' });
  await frozen.run();
  await waitFor(() => receiver.got.length === 1);
  house.clock.advance({ seconds: 61 });
  await house.deliver();
  const before = await house.attemptsOf(id);
  letGo();
  await frozen.finish();
  expect(await house.attemptsOf(id)).toEqual(before);
});

test('two processes together post each event once', async () => {
  const receiver = await open();
  await house.addEndpoint(receiver.url);
  const wanted = await house.writeEvents(40);
  const other = house.startJob({ claimedBy: 'worker-2' });
  await Promise.all([house.job.run(), other.run()]);
  await house.deliver();
  await other.finish();
  expect(receiver.got.map(({ id }) => id).sort()).toEqual([...wanted].sort());
});
