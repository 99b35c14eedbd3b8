import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

/** Keys of providers, made for this run, and what they sign with them. */

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const sendgridKey = ec.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
export const snsPem = String(rsa.publicKey.export({ format: 'pem', type: 'spki' }));
export const mailgunKey = 'key-0123456789abcdef0123456789abcdef';
export const resendSecret = `whsec_${Buffer.from('a secret of the hook, 32 bytes..').toString('base64')}`;

export function signSendgrid(body: string, timestamp: string, key = ec.privateKey) {
  return {
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    'X-Twilio-Email-Event-Webhook-Signature': sign(
      'sha256',
      Buffer.from(timestamp + body),
      key,
    ).toString('base64'),
  };
}

export const mailgunBody = (
  event: unknown,
  timestamp: string,
  token: string,
  key = mailgunKey,
): string => {
  const signature = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex');
  return JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event });
};

export function signWebhook(
  body: string,
  timestamp: string,
  id = 'msg_2W2D3qXLS5fOaPja1GDg7rF2CwB',
  secret = resendSecret,
) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${mac}` };
}

/** Signs an SNS message as Amazon does, by its own `SignatureVersion`. */
export function signSns(message: Record<string, unknown>): Record<string, unknown> {
  const isNotification = message.Type === 'Notification';
  const names = isNotification
    ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (name in message ? [name, message[name]] : []));
  const hash = message.SignatureVersion === '2' ? 'sha256' : 'sha1';
  const signature = sign(hash, Buffer.from(`${text.join('\n')}\n`), rsa.privateKey);
  return { ...message, Signature: signature.toString('base64') };
}
