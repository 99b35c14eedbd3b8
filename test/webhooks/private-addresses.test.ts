import fc from 'fast-check';
import type { ResolveDns } from '../../service/ports.ts';
import { checkWebhookUrl } from '../../service/webhooks/check-url.ts';
import { findPublicAddresses } from '../../service/webhooks/find-addresses.ts';
import { postEvent } from '../../service/webhooks/post-event.ts';
import { isPublicAddress } from '../../service/webhooks/private-address.ts';
import { openReceiver, type Receiver } from './receiver.ts';

let canary: Receiver;
beforeAll(async () => {
  canary = await openReceiver();
});
afterAll(() => canary.close());
afterEach(() => expect(canary.got).toEqual([]));

const noDns: ResolveDns = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
const notFound = () => Promise.reject(Object.assign(new Error(), { code: 'ENODATA' }));

/** Posts to the canary's port on this host, as if the URL had got past the first check. */
const post = (host: string, dns: ResolveDns = noDns) =>
  postEvent(
    findPublicAddresses(dns),
    { url: `http://${host}:${canary.port}/`, headers: {}, body: '{}' },
    new AbortController().signal,
  );

/** Every way of writing an IPv4 address that URLs know. */
const spellings = (bytes: readonly number[]): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const octal = (value: number) => `0${value.toString(8)}`;
  return [
    bytes.join('.'),
    `${bytes.join('.')}.`,
    bytes.map(hex).join('.'),
    bytes.map(octal).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c * 256 + d}`,
    String(number),
    hex(number),
    octal(number),
    `[::ffff:${bytes.join('.')}]`,
    `[::${bytes.join('.')}]`,
    `[64:ff9b::${bytes.join('.')}]`,
    `[0:0:0:0:0:ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`,
    `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1]`,
  ];
};

const byte = fc.nat(255);
const privateIpv4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.constant(198), fc.constantFrom(18, 19), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);

test('a private IPv4 address is refused in every spelling, before and while connecting', async () => {
  await fc.assert(
    fc.asyncProperty(privateIpv4, async (bytes) => {
      for (const host of spellings(bytes)) {
        expect(checkWebhookUrl(`https://${host}/`, false)).toHaveProperty('wrong');
        expect(await post(host)).toMatchObject({ status: null, error: 'private-address' });
      }
    }),
    { numRuns: 60, examples: [[[127, 0, 0, 1]], [[169, 254, 169, 254]], [[0, 0, 0, 0]]] },
  );
});

test.each([
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[0:0:0:0:0:0:0:1]',
  '[fd00::1]',
  '[fc00::]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2001:db8::1]',
  '[2001::1]',
  '[2002:7f00:1::]',
  '[3fff::1]',
  '[100::1]',
  '127.1',
  '0x7f000001',
  '2130706433',
  '0177.0.0.1',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.9',
])('%s is refused', async (host) => {
  expect(checkWebhookUrl(`https://${host}/`, false)).toHaveProperty('wrong');
  expect(await post(host)).toMatchObject({ status: null, error: 'private-address' });
});

test.each(['8.8.8.8', '1.1.1.1', '93.184.215.14', '2606:4700::6810:84e5', '2a00:1450:4001::1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each<[string, string[], string[]]>([
  ['a private A record', ['127.0.0.1'], []],
  ['a private AAAA record', [], ['::1']],
  ['a public A and a private AAAA record', ['8.8.8.8'], ['::1']],
  ['a private A and a public AAAA record', ['10.0.0.1'], ['2606:4700::1']],
  ['a public and a private A record', ['8.8.8.8', '127.0.0.1'], []],
  ['a mapped AAAA record', [], ['::ffff:127.0.0.1']],
  ['something that is no address', ['localhost'], []],
])('a name with %s is refused', async (_what, a, aaaa) => {
  const dns: ResolveDns = (_name, type) => {
    const records = type === 'A' ? a : aaaa;
    return records.length > 0 ? Promise.resolve(records) : notFound();
  };
  expect(await post('hooks.example.com', dns)).toMatchObject({ error: 'private-address' });
});

test('a name that answers publicly first and privately then is asked once a connection', async () => {
  let asked = 0;
  const dns: ResolveDns = (_name, type) => {
    if (type !== 'A') return notFound();
    asked += 1;
    return Promise.resolve([asked === 1 ? '8.8.8.8' : '127.0.0.1']);
  };
  const stop = new AbortController();
  const order = { url: `http://x.example.com:${canary.port}/`, headers: {}, body: '{}' };
  const find = findPublicAddresses(dns);
  const first = postEvent(
    async (host) => {
      const found = await find(host);
      stop.abort();
      return found;
    },
    order,
    stop.signal,
  );
  expect((await first).status).toBeNull();
  expect(asked).toBe(1);
  expect(await post('x.example.com', dns)).toMatchObject({ error: 'private-address' });
});

test.each([
  'localhost',
  'localhost.',
  'a.localhost',
  'db',
  'x.local',
  'x.internal',
  'metadata.lan',
])('the local name %s is refused from the start, and no DNS of ours knows it', async (host) => {
  expect(checkWebhookUrl(`https://${host}/`, false)).toHaveProperty('wrong');
  expect((await post(host)).error).toBe('dns');
});

test.each([
  'http://hooks.example.com/',
  'ftp://hooks.example.com/',
  'file:///etc/passwd',
  'gopher://hooks.example.com/',
  'unix:/run/x.sock',
  'javascript:alert(1)',
  'https://user@hooks.example.com/',
  'https://user:password@hooks.example.com/',
  'https://hooks.example.com/#part',
  'https://hooks.example.com/#',
  'https://hooks.example.com:25/',
  'https://hooks.example.com:22/',
  'https://hooks.example.com:6379/',
  'https://hooks.example.com:5432/',
  'https://hooks.example.com/a b',
  'https://hooks.example.com/\n',
  'https:\\\\hooks.example.com',
  'hooks.example.com',
  'https://',
])('%j is no URL for webhooks', (url) => {
  expect(checkWebhookUrl(url, false)).toHaveProperty('wrong');
});

test('a public https URL is taken, and with private ones allowed http and this host too', () => {
  expect(checkWebhookUrl('https://Hooks.Example.com:8443/a?b=c', false)).toEqual({
    url: 'https://hooks.example.com:8443/a?b=c',
  });
  expect(checkWebhookUrl('http://localhost:4000/hook', true)).toEqual({
    url: 'http://localhost:4000/hook',
  });
  for (const url of ['ftp://localhost/', 'http://u@localhost/', 'http://localhost:25/']) {
    expect(checkWebhookUrl(url, true)).toHaveProperty('wrong');
  }
});
