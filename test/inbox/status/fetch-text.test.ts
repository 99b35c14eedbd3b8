import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFetchText } from '../../../service/inbox/status/fetch-text.ts';

let server: Server;
let base: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path === '/small') response.end('a certificate: ü');
    else if (path === '/moved') response.writeHead(302, { location: '/small' }).end();
    else if (path === '/gone') response.writeHead(404).end('no');
    else if (path === '/large') response.end('x'.repeat(5_000));
    else response.write('and then nothing');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const fetchText = createFetchText({ protocol: 'http:', bytes: 1_000, timeoutMs: 300 });

it('a small text comes whole', async () => {
  expect(await fetchText(`${base}/small`)).toBe('a certificate: ü');
});

it.each(['/moved', '/gone', '/large', '/hangs'])('%s is no text', async (path) => {
  asked.length = 0;
  await expect(fetchText(`${base}${path}`)).rejects.toThrow();
  expect(asked).toEqual([path]);
});

it('nothing is fetched but by HTTPS', async () => {
  asked.length = 0;
  await expect(createFetchText()(`${base}/small`)).rejects.toThrow('only https:');
  expect(asked).toEqual([]);
});
