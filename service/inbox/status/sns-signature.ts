import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { limits } from '../../limits.ts';
import type { Clock, FetchText } from '../../ports.ts';
import { entryOf, type JsonRecord, textOf } from './read-fields.ts';

/** The certificate's address when Amazon SNS serves it in the topic's region; else null. */
export function readCertificateUrl(message: JsonRecord, topicArn: string): URL | null {
  const url = readUrl(message.SigningCertURL ?? message.SigningCertUrl, topicArn);
  const isBare = url?.search === '' && url.hash === '';
  return isBare && url.pathname.endsWith('.pem') ? url : null;
}

/**
 * Where a subscription of `topicArn` is confirmed: only by Amazon SNS itself in the topic's region,
 * only to confirm, and only that topic. Else null.
 */
export function readSubscribeUrl(message: JsonRecord, topicArn: string): URL | null {
  const url = readUrl(message.SubscribeURL, topicArn);
  const isConfirmation =
    url?.searchParams.get('Action') === 'ConfirmSubscription' &&
    url.searchParams.get('TopicArn') === topicArn;
  return isConfirmation ? url : null;
}

/**
 * Not any region: `sns.s3.amazonaws.com` and `sns.s3-us-west-2.amazonaws.com` are a bucket named
 * `sns`, which is somebody's.
 */
function readUrl(value: unknown, topicArn: string): URL | null {
  const host = `sns.${topicArn.split(':')[3]}.amazonaws.com`;
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  const isPlain = url?.protocol === 'https:' && url.port === '' && url.username === '';
  const isAmazon = url?.hostname === host || url?.hostname === `${host}.cn`;
  return isPlain && isAmazon && url.password === '' ? url : null;
}

/** Fields that are signed, in their order. */
const signedFields: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: subscriptionFields(),
  UnsubscribeConfirmation: subscriptionFields(),
};

function subscriptionFields(): string[] {
  return ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
}

/** The signature versions: SHA-1 is what topics have unless somebody changed them. */
const hashes: Readonly<Record<string, string>> = { 1: 'sha1', 2: 'sha256' };

/**
 * Whether this key signed the message.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function isSignedBySns(message: JsonRecord, key: KeyObject): boolean {
  const fields = entryOf(signedFields, textOf(message.Type) ?? '');
  const hash = entryOf(hashes, textOf(message.SignatureVersion) ?? '');
  if (fields === undefined || hash === undefined || typeof message.Signature !== 'string') {
    return false;
  }
  const present = fields.filter((name) => (message[name] ?? null) !== null);
  // A list of one text reads like that text, and would be signed like it.
  if (!present.every((name) => typeof message[name] === 'string')) return false;
  const signed = present.map((name) => `${name}\n${message[name]}\n`).join('');
  return verify(hash, Buffer.from(signed, 'utf8'), key, Buffer.from(message.Signature, 'base64'));
}

/** The certificate could not be had now; the message may be good. */
export class CertificateAway extends Error {}

/** Gets the key of a certificate; null when it is none or its time is over. */
export type LoadKey = (url: URL) => Promise<KeyObject | null>;

/**
 * Keeps what it got, a few at most. Nobody can make it fetch without end: of addresses it does not
 * know it asks for a few in a minute, whatever comes.
 */
export function createKeyLoader(fetchText: FetchText, clock: Clock): LoadKey {
  const known = new Map<string, string>();
  let asked: number[] = [];

  async function load(url: string): Promise<string> {
    const now = clock.now().getTime();
    asked = asked.filter((at) => now - at < 60_000);
    if (asked.length >= limits.statusCertificates) throw new CertificateAway('asked too often');
    asked.push(now);
    try {
      return await fetchText(url);
    } catch (error) {
      throw new CertificateAway('the certificate of the provider is away', { cause: error });
    }
  }

  return async ({ href }) => {
    const pem = known.get(href) ?? (await load(href));
    const key = readKey(pem, clock.now());
    if (key === null) return null;
    known.delete(href);
    known.set(href, pem);
    const [oldest] = known.keys();
    if (known.size > limits.statusCertificates && oldest !== undefined) known.delete(oldest);
    return key;
  };
}

/** The key in a certificate that is valid at `now`, or a bare public key. */
function readKey(pem: string, now: Date): KeyObject | null {
  try {
    const { validFromDate, validToDate, publicKey } = pem.includes('BEGIN CERTIFICATE')
      ? new X509Certificate(pem)
      : { validFromDate: now, validToDate: now, publicKey: createPublicKey(pem) };
    const isValid = validFromDate <= now && now <= validToDate;
    return isValid && publicKey.asymmetricKeyType === 'rsa' ? publicKey : null;
  } catch {
    return null;
  }
}
