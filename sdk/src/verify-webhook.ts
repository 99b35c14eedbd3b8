import { type SignatureProblem, SignatureVerificationError } from './errors.ts';
import type { ParleyEvent } from './types.ts';

/** The headers of a request: `Headers`, or a record such as Node's `request.headers`. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

export interface VerifyOptions {
  /** How old a webhook may be, or how far ahead its clock; 300 seconds unless told. */
  readonly toleranceSeconds?: number;
  /** The present time, for tests. */
  readonly now?: Date;
}

const defaultToleranceSeconds = 300;
const signatureVersion = 'v1';

/**
 * The event in a webhook, once it is sure that it comes from Parley (Standard Webhooks 1.0).
 *
 * @param body the body as it came, before any parser touched it
 * @param secrets the endpoint's secret, or several while it is changed
 * @throws SignatureVerificationError whose `reason` says why it is not believed
 * @throws TypeError when there is no secret or it is not one
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<ParleyEvent> {
  const keys = (typeof secrets === 'string' ? [secrets] : secrets).map(decodeSecret);
  if (keys.length === 0) throw new TypeError('A webhook is verified with at least one secret');
  const id = readHeader(headers, 'webhook-id');
  const timestamp = readHeader(headers, 'webhook-timestamp');
  const signatures = readHeader(headers, 'webhook-signature');
  if (!id || !timestamp || !signatures) refuse('no-signature', 'The request is not signed');
  checkTime(timestamp, options);
  const given = readSignatures(signatures);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const expected = await Promise.all(keys.map((key) => sign(key, id, timestamp, bytes)));
  // Every pair is compared, so that the time taken tells nothing of which came close.
  const matches = given.flatMap((one) => expected.map((other) => isSame(one, other)));
  if (!matches.includes(true)) refuse('bad-signature', 'No signature fits the body and the secret');
  return readEvent(bytes);
}

/** A signed webhook as Parley would send it, for tests of your own receiver. */
export async function signTestEvent(
  event: ParleyEvent,
  secret: string,
  options: { readonly at?: Date } = {},
): Promise<{ body: string; headers: Record<string, string> }> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor((options.at?.getTime() ?? Date.now()) / 1000));
  const bytes = new TextEncoder().encode(body);
  const signature = await sign(decodeSecret(secret), event.id, timestamp, bytes);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `${signatureVersion},${btoa(String.fromCharCode(...signature))}`,
    },
  };
}

function refuse(reason: SignatureProblem, message: string, cause?: unknown): never {
  throw new SignatureVerificationError(reason, message, { cause });
}

function readHeader(headers: WebhookHeaders, name: string): string | null {
  if (typeof headers.get === 'function') return headers.get(name);
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.[0] ?? null);
}

function checkTime(timestamp: string, options: VerifyOptions): void {
  if (!/^\d{1,12}$/.test(timestamp)) refuse('malformed', 'webhook-timestamp is no Unix time');
  const tolerance = options.toleranceSeconds ?? defaultToleranceSeconds;
  const age = Math.floor((options.now?.getTime() ?? Date.now()) / 1000) - Number(timestamp);
  if (age > tolerance) refuse('too-old', `The webhook was signed ${age} s ago`);
  if (age < -tolerance) refuse('too-new', `The webhook was signed ${-age} s in the future`);
}

/** Signatures of versions and forms that are not known are left out, as the specification says. */
function readSignatures(header: string): Uint8Array[] {
  const found = header.split(' ').flatMap((one) => {
    const [version, text = ''] = one.split(',');
    const bytes = version === signatureVersion ? decodeBase64(text) : null;
    return bytes === null ? [] : [bytes];
  });
  if (found.length === 0) refuse('malformed', 'webhook-signature holds no v1 signature');
  return found;
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length === 0) {
    throw new TypeError('A webhook secret is whsec_ and base64');
  }
  return bytes;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

async function sign(
  secret: Uint8Array<ArrayBuffer>,
  id: string,
  timestamp: string,
  body: Uint8Array,
): Promise<Uint8Array> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
}

/** Takes as long whatever differs. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}

function readEvent(bytes: Uint8Array): ParleyEvent {
  try {
    const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isEvent(event)) return event;
  } catch (cause) {
    refuse('malformed', 'The body is not JSON', cause);
  }
  return refuse('malformed', 'The body is no event');
}

/** A type that is not known yet passes: a newer service may have more of them. */
function isEvent(value: unknown): value is ParleyEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type } = value as { id?: unknown; type?: unknown };
  return typeof id === 'string' && typeof type === 'string';
}
