import { Webhook } from 'standardwebhooks';
import {
  type ParleyEvent,
  SignatureVerificationError,
  signTestEvent,
  verifyWebhook,
} from '../../sdk/src/index.ts';

const secret = `whsec_${btoa('a secret of thirty-two bytes ...')}`;
const otherSecret = `whsec_${btoa('another secret of 32 bytes .....')}`;
const event: ParleyEvent = {
  id: '0199a3c5-3a10-7c21-8d55-2f0b9c7e4a10',
  type: 'webhook.test',
  occurredAt: '2027-02-01T09:05:12.000Z',
  applicationId: '00000000-0000-7000-8000-000000000001',
  endpointId: '0199a3c6-0d2e-7b18-9a40-6c1f5e8d7b32',
  cause: { channel: 'api', requestId: 'zoë', actor: 'application' },
};
const at = new Date('2027-02-01T09:05:13Z');
const signed = () => signTestEvent(event, secret, { at });
const secondsLater = (seconds: number) => ({ now: new Date(at.getTime() + seconds * 1000) });

async function reasonOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SignatureVerificationError);
  return (error as SignatureVerificationError).reason;
}

test('what the library of Standard Webhooks signs is believed', async () => {
  const body = JSON.stringify(event);
  const now = new Date();
  const headers = {
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(event.id, now, body),
  };
  expect(await verifyWebhook(body, headers, secret)).toEqual(event);
  expect(await verifyWebhook(Buffer.from(body), new Headers(headers), secret)).toEqual(event);
});

test('the library of Standard Webhooks believes what is signed for a test', async () => {
  const { body, headers } = await signTestEvent(event, secret);
  expect(new Webhook(secret).verify(body, headers)).toEqual(event);
  expect(() => new Webhook(otherSecret).verify(body, headers)).toThrow();
});

test('headers are found whatever their case, as strings or as lists', async () => {
  const { body, headers } = await signed();
  const lists = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]);
  const now = secondsLater(0);
  expect(await verifyWebhook(body, Object.fromEntries(lists), secret, now)).toEqual(event);
});

test('any of several secrets and any of several signatures will do', async () => {
  const { body, headers } = await signed();
  const foreign = (await signTestEvent(event, otherSecret, { at })).headers['webhook-signature'];
  const both = {
    ...headers,
    'webhook-signature': `v1a,xyz ${foreign} ${headers['webhook-signature']}`,
  };
  const now = secondsLater(0);
  expect(await verifyWebhook(body, headers, [otherSecret, secret], now)).toEqual(event);
  expect(await verifyWebhook(body, both, secret, now)).toEqual(event);
});

test('a changed body, id, time, signature or secret is refused', async () => {
  const { body, headers } = await signed();
  const now = secondsLater(0);
  const badly = (changed: Record<string, string>, text = body, key = secret) =>
    reasonOf(verifyWebhook(text, { ...headers, ...changed }, key, now));
  expect(await badly({}, body.replace('api', 'job'))).toBe('bad-signature');
  expect(await badly({ 'webhook-id': 'other' })).toBe('bad-signature');
  const later = String(Number(headers['webhook-timestamp']) + 1);
  expect(await badly({ 'webhook-timestamp': later })).toBe('bad-signature');
  expect(await badly({ 'webhook-signature': `v1,${btoa('short')}` })).toBe('bad-signature');
  expect(await badly({}, body, otherSecret)).toBe('bad-signature');
});

test.each([
  [300, null],
  [301, 'too-old'],
  [-300, null],
  [-301, 'too-new'],
])('%d seconds after it was signed: %s', async (seconds, reason) => {
  const { body, headers } = await signed();
  const call = verifyWebhook(body, headers, secret, secondsLater(seconds));
  if (reason === null) expect(await call).toEqual(event);
  else expect(await reasonOf(call)).toBe(reason);
});

test('a tolerance of your own holds instead', async () => {
  const { body, headers } = await signed();
  const options = { ...secondsLater(11), toleranceSeconds: 10 };
  expect(await reasonOf(verifyWebhook(body, headers, secret, options))).toBe('too-old');
});

test('what is not signed, or not readable, is told apart', async () => {
  const { body, headers } = await signed();
  const now = secondsLater(0);
  const reason = (changed: object) =>
    reasonOf(verifyWebhook(body, { ...headers, ...changed }, secret, now));
  expect(await reasonOf(verifyWebhook(body, {}, secret))).toBe('no-signature');
  expect(await reason({ 'webhook-signature': undefined })).toBe('no-signature');
  expect(await reason({ 'webhook-timestamp': '1e9' })).toBe('malformed');
  expect(await reason({ 'webhook-signature': 'v2,AAAA' })).toBe('malformed');
  const text = 'not json';
  const signature = new Webhook(secret).sign(event.id, at, text);
  const honest = { ...headers, 'webhook-signature': signature };
  expect(await reasonOf(verifyWebhook(text, honest, secret, now))).toBe('malformed');
});

test.each([[''], ['whsec_'], ['whsec_!'], [[]]])('%j is no secret', async (wrong) => {
  const { body, headers } = await signed();
  await expect(verifyWebhook(body, headers, wrong)).rejects.toBeInstanceOf(TypeError);
});

test('the type of an event says what it holds', async () => {
  const { body, headers } = await signed();
  const verified = await verifyWebhook(body, headers, secret, secondsLater(0));
  if (verified.type !== 'webhook.test') throw new Error('another event');
  expect(verified.endpointId).toBe(event.endpointId);
});
