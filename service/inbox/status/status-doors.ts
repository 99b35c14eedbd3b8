import { limits } from '../../limits.ts';
import type { Clock, FetchText } from '../../ports.ts';
import { createSecretCheck } from '../hook-secret.ts';
import { isSignedByMailgun, readMailgun, readMailgunSignature } from './mailgun.ts';
import { readNormalised } from './normalised.ts';
import { readPostmarkStatus } from './postmark.ts';
import { isRecord, parseJson, textOf } from './read-fields.ts';
import { isSignedWebhook, readResend } from './resend.ts';
import { isSignedBySendgrid, readSendgrid, readSendgridKey } from './sendgrid.ts';
import { readSes } from './ses.ts';
import {
  CertificateAway,
  createKeyLoader,
  isSignedBySns,
  type LoadKey,
  readCertificateUrl,
  readSubscribeUrl,
} from './sns-signature.ts';
import type { Provider, StatusEvent } from './status-event.ts';

/** What the operator shares with each provider; null: there is no such door. */
export interface StatusSecrets {
  /** HOOK_SECRET: for our own words, and for Postmark, which signs nothing. */
  readonly hookSecret: string | null;
  readonly sesTopicArn: string | null;
  readonly sendgridKey: string | null;
  readonly mailgunKey: string | null;
  readonly resendSecret: string | null;
}

/** A request as far as a door looks at it. */
interface StatusRequest {
  readonly body: Buffer;
  /** A header's value; empty when it is not there. */
  readonly header: (name: string) => string;
}

/** The reports in a request that is really the provider's; else why there are none. */
type Opened = readonly StatusEvent[] | 'unauthorized' | 'malformed-request' | 'away';

type Headers = StatusRequest['header'];

export interface StatusDoor {
  /** False: the headers alone show that it is not the provider's, so its body is not read. */
  readonly admits: (header: Headers) => boolean;
  readonly open: (request: StatusRequest) => Promise<Opened>;
  /** It takes the secret as a password, so it says how to send it. */
  readonly asksForSecret: boolean;
}

interface DoorDeps {
  readonly clock: Clock;
  readonly fetchText: FetchText;
}

type Door = Pick<StatusDoor, 'admits'> & {
  readonly open: (request: StatusRequest) => Opened | Promise<Opened>;
};

/** The doors of those providers whose secrets are set. */
export function createStatusDoors(
  secrets: StatusSecrets,
  deps: DoorDeps,
): ReadonlyMap<Provider, StatusDoor> {
  const { hookSecret, sesTopicArn, sendgridKey, mailgunKey, resendSecret } = secrets;
  const doors = new Map<Provider, StatusDoor>();
  const add = (provider: Provider, { admits, open }: Door, asksForSecret = false) =>
    doors.set(provider, { admits, open: async (request) => open(request), asksForSecret });
  if (hookSecret !== null) {
    add('generic', byPassword(hookSecret, readNormalised), true);
    add('postmark', byPassword(hookSecret, readPostmarkStatus), true);
  }
  if (sesTopicArn !== null) add('ses', openSes(sesTopicArn, deps));
  if (sendgridKey !== null) add('sendgrid', openSendgrid(sendgridKey, deps.clock));
  if (mailgunKey !== null) add('mailgun', openMailgun(mailgunKey, deps.clock));
  if (resendSecret !== null) add('resend', openResend(resendSecret, deps.clock));
  return doors;
}

function byPassword(secret: string, read: (body: string) => StatusEvent[] | null): Door {
  const isAllowed = createSecretCheck(secret);
  return {
    admits: (header) => isAllowed(header('authorization')),
    open: ({ body }) => read(body.toString('utf8')) ?? 'malformed-request',
  };
}

function openSendgrid(base64: string, clock: Clock): Door {
  const key = readSendgridKey(base64);
  const part = (header: Headers, name: string) => header(`x-twilio-email-event-webhook-${name}`);
  return {
    // Repeats of a day may bear their first time; each event counts once anyway.
    admits: (header) =>
      part(header, 'signature') !== '' &&
      isRecent(secondsOf(part(header, 'timestamp')), clock, limits.statusRepeatedMs),
    open({ header, body }) {
      const [signature, timestamp] = [part(header, 'signature'), part(header, 'timestamp')];
      if (!isSignedBySendgrid(key, { signature, timestamp, body })) return 'unauthorized';
      return readSendgrid(body.toString('utf8')) ?? 'malformed-request';
    },
  };
}

function openMailgun(key: string, clock: Clock): Door {
  return {
    admits: () => true,
    open({ body }) {
      const text = body.toString('utf8');
      const signature = readMailgunSignature(text);
      if (signature === null) return 'unauthorized';
      const isFresh = isRecent(secondsOf(signature.timestamp), clock, limits.statusRepeatedMs);
      if (!isFresh || !isSignedByMailgun(key, signature)) return 'unauthorized';
      return readMailgun(text) ?? 'malformed-request';
    },
  };
}

function openResend(secret: string, clock: Clock): Door {
  const stampOf = (header: Headers) => {
    const part = (name: string) => header(`svix-${name}`) || header(`webhook-${name}`);
    return { id: part('id'), timestamp: part('timestamp'), signatures: part('signature') };
  };
  return {
    admits(header) {
      const { id, timestamp } = stampOf(header);
      // Each repeat is stamped anew.
      return id !== '' && isRecent(secondsOf(timestamp), clock, limits.statusFreshMs);
    },
    open({ header, body }) {
      const stamp = stampOf(header);
      if (!isSignedWebhook(secret, stamp, body)) return 'unauthorized';
      return readResend(body.toString('utf8'), stamp.id) ?? 'malformed-request';
    },
  };
}

function openSes(topicArn: string, { clock, fetchText }: DoorDeps): Door {
  const loadKey = createKeyLoader(fetchText, clock);
  return {
    admits: () => true,
    async open({ body }) {
      const message = parseJson(body.toString('utf8'));
      if (!isRecord(message)) return 'malformed-request';
      const isTheirs = await isOfTopic(message, topicArn, clock, loadKey);
      if (isTheirs !== true) return isTheirs === 'away' ? 'away' : 'unauthorized';
      const type = textOf(message.Type);
      if (type === 'Notification') return readSes(message) ?? 'malformed-request';
      if (type === 'UnsubscribeConfirmation') return [];
      const url = readSubscribeUrl(message, topicArn);
      if (url === null) return 'unauthorized';
      // Amazon asks again when we could not confirm.
      return await fetchText(url.href).then(
        () => [],
        () => 'away',
      );
    },
  };
}

async function isOfTopic(
  message: Readonly<Record<string, unknown>>,
  topicArn: string,
  clock: Clock,
  loadKey: LoadKey,
): Promise<boolean | 'away'> {
  const sentAt = Date.parse(textOf(message.Timestamp) ?? '');
  const isFresh = isRecent(sentAt, clock, limits.statusRepeatedMs);
  const url = readCertificateUrl(message, topicArn);
  // Looked at first: strangers do not make us fetch anything.
  if (message.TopicArn !== topicArn || !isFresh || url === null) return false;
  try {
    const key = await loadKey(url);
    return key !== null && isSignedBySns(message, key);
  } catch (error) {
    if (error instanceof CertificateAway) return 'away';
    throw error;
  }
}

const secondsOf = (text: string) => (/^\d{1,12}$/.test(text) ? Number(text) * 1_000 : Number.NaN);

/** Not older than `maxAgeMs`, nor ahead of us by more than clocks differ. */
function isRecent(atMs: number, clock: Clock, maxAgeMs: number): boolean {
  const ageMs = clock.now().getTime() - atMs;
  return ageMs <= maxAgeMs && ageMs >= -limits.statusFreshMs;
}
