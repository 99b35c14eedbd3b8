import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigError, parseConfig } from '../../service/config.ts';
import { parseRelayUrl } from '../../service/outbox/relay/relay-url.ts';

const secret = 'k1:0123456789abcdef0123456789abcdef';
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail-events';
const asSpki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64');
const sendgridKey = asSpki(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey);
const rsaKey = asSpki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----';

function mistakesOf(env: Record<string, string>, readText?: (path: string) => string) {
  try {
    parseConfig(env, readText);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

test('nothing set is the development set-up of the contract', () => {
  expect(parseConfig({})).toEqual({
    databaseUrl: null,
    dataDir: '.parley',
    roles: ['api', 'worker', 'smtp'],
    port: 3000,
    publicUrl: null,
    metricsPort: null,
    inbound: {
      port: 2525,
      host: '0.0.0.0',
      tls: null,
      isBehindProxy: false,
      domain: 'parley.localhost',
      trustedAuthservId: null,
    },
    outbound: {
      smtpUrls: [],
      dkim: null,
      isEnabled: true,
      redirectTo: null,
      fromEmail: 'scheduling@parley.localhost',
    },
    tokenSecrets: null,
    linkConfirmation: 'page',
    hookSecret: null,
    providers: { sesTopicArn: null, sendgridKey: null, mailgunKey: null, resendSecret: null },
    adminKey: null,
    adminReadKey: null,
    apiKey: null,
    apiRequestsPerMinute: 6000,
    webhookAllowPrivate: false,
    keep: { rawMailDays: 30, mailDays: 90, eventDays: 90, roomDays: 730 },
    drainNoticeSeconds: 0,
    log: { level: 'info', format: 'auto' },
  });
});

test('every variable of the contract is read', () => {
  const config = parseConfig(
    {
      DATABASE_URL: 'postgres://parley:pw@db.example.com/parley?sslmode=require',
      PARLEY_DATA_DIR: '/var/lib/parley',
      PARLEY_ROLES: 'worker, smtp',
      PORT: '8080',
      PUBLIC_URL: 'https://meet.example.com/parley/',
      METRICS_PORT: '9090',
      INBOUND_SMTP_PORT: '25',
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_TLS_CERT: certificate.replaceAll('\n', '\\n'),
      INBOUND_TLS_KEY: '/run/key.pem',
      INBOUND_PROXY: 'true',
      INBOUND_DOMAIN: 'In.Example.com',
      TRUSTED_AUTHSERV_ID: 'MX.Example.com',
      SMTP_URL: 'smtp://u:p@a.example.com:587, smtps://b.example.com',
      DKIM_DOMAIN: 'example.com',
      DKIM_SELECTOR: 's1',
      DKIM_PRIVATE_KEY: privateKey,
      NOTIFICATIONS_ENABLED: 'false',
      NOTIFICATIONS_REDIRECT_TO: 'all@Example.com',
      NOTIFICATIONS_FROM_EMAIL: 'hello@mail.example.com',
      TOKEN_SECRETS: secret,
      LINK_CONFIRMATION: 'one-click',
      HOOK_SECRET: 'hook-secret-0123456789',
      SES_TOPIC_ARN: topicArn,
      SENDGRID_VERIFICATION_KEY: sendgridKey,
      MAILGUN_SIGNING_KEY: 'key-0123456789abcdef',
      RESEND_SIGNING_SECRET: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
      PARLEY_ADMIN_KEY: 'admin-key-0123456789',
      PARLEY_API_KEY: 'api-key-0123456789',
      API_REQUESTS_PER_MINUTE: '0',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      DRAIN_NOTICE_SECONDS: '5',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'pretty',
    },
    (path) => (path === '/run/key.pem' ? privateKey : ''),
  );
  expect(config).toMatchObject({
    databaseUrl: 'postgres://parley:pw@db.example.com/parley?sslmode=require',
    dataDir: '/var/lib/parley',
    roles: ['worker', 'smtp'],
    port: 8080,
    publicUrl: 'https://meet.example.com/parley',
    metricsPort: 9090,
    inbound: {
      port: 25,
      host: '127.0.0.1',
      tls: { cert: certificate, key: privateKey },
      isBehindProxy: true,
      domain: 'in.example.com',
      trustedAuthservId: 'mx.example.com',
    },
    outbound: {
      smtpUrls: ['smtp://u:p@a.example.com:587', 'smtps://b.example.com'],
      dkim: { domain: 'example.com', selector: 's1', privateKey },
      isEnabled: false,
      redirectTo: 'all@example.com',
      fromEmail: 'hello@mail.example.com',
    },
    tokenSecrets: secret,
    linkConfirmation: 'one-click',
    providers: {
      sesTopicArn: topicArn,
      sendgridKey,
      mailgunKey: 'key-0123456789abcdef',
      resendSecret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
    },
    apiRequestsPerMinute: 0,
    webhookAllowPrivate: true,
    drainNoticeSeconds: 5,
    log: { level: 'debug', format: 'pretty' },
  });
});

test('replies go to the domain mails come from unless another is named', () => {
  expect(parseConfig({ NOTIFICATIONS_FROM_EMAIL: 'x@mail.example.com' }).inbound.domain).toBe(
    'mail.example.com',
  );
});

test('all mistakes are reported together', () => {
  const mistakes = mistakesOf({
    DATABASE_URL: 'mysql://x',
    PORT: '80 80',
    PARLEY_ROLES: 'api,cook',
    NOTIFICATIONS_ENABLED: 'yes',
    LOG_LEVEL: 'loud',
    DKIM_DOMAIN: 'example.com',
  });
  const named = mistakes.map((mistake) => mistake.split(' ')[0]);
  expect(named.sort()).toEqual([
    'DATABASE_URL',
    'DKIM_SELECTOR',
    'LOG_LEVEL',
    'NOTIFICATIONS_ENABLED',
    'PARLEY_ROLES',
    'PORT',
    'TOKEN_SECRETS',
  ]);
});

describe('a malformed value is a mistake, never the default', () => {
  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['METRICS_PORT', '0x50'],
    ['INBOUND_SMTP_PORT', 'smtp'],
    ['INBOUND_PROXY', '1'],
    ['DRAIN_NOTICE_SECONDS', '11'],
    ['DRAIN_NOTICE_SECONDS', '-1'],
    ['INBOUND_DOMAIN', 'exa mple.com'],
    ['INBOUND_DOMAIN', 'müller.de'],
    ['TRUSTED_AUTHSERV_ID', 'mx.example.com; dmarc=pass'],
    ['TRUSTED_AUTHSERV_ID', ' '],
    ['NOTIFICATIONS_ENABLED', 'False'],
    ['NOTIFICATIONS_FROM_EMAIL', 'Parley <x@example.com>'],
    ['NOTIFICATIONS_REDIRECT_TO', 'a@example.com,b@example.com'],
    ['PUBLIC_URL', 'meet.example.com'],
    ['PUBLIC_URL', 'https://meet.example.com/?x=1'],
    ['PUBLIC_URL', 'ftp://meet.example.com'],
    ['SMTP_URL', 'smtp://a.example.com,b.example.com'],
    ['SMTP_URL', 'smtp://a.example.com,'],
    ['SMTP_URL', 'smtp://user@a.example.com'],
    ['SMTP_URL', 'smtp://user:50%off@a.example.com'],
    ['SMTP_URL', 'smtp://a.example.com:0'],
    ['SMTP_URL', 'smtp://a.example.com/queue'],
    ['SMTP_URL', 'smtp://a.example.com?requireTls=true'],
    ['SMTP_URL', 'smtp://a.example.com?requireTLS=yes'],
    ['SMTP_URL', 'smtp://a.example.com?requireTLS=true&requireTLS=false'],
    ['SMTP_URL', 'smtp://a.example.com?requireTLS=true&ignoreTLS=true'],
    ['SMTP_URL', 'smtp://a.example.com?rateLimit=ten'],
    ['SMTP_URL', 'smtp://a.example.com?rateDelta=1000'],
    ['SMTP_URL', 'smtp://a.example.com?maxConnections=0'],
    ['SMTP_URL', 'smtp://a.example.com?tls.rejectUnauthorized=0'],
    ['SMTP_URL', 'smtp://a.example.com?tls.minVersion=TLSv1'],
    ['SMTP_URL', 'smtp://a.example.com?logger=true'],
    ['PARLEY_ROLES', 'api,,smtp'],
    ['LINK_CONFIRMATION', 'oneclick'],
    ['LOG_FORMAT', 'xml'],
    ['TOKEN_SECRETS', 'k1:short'],
    ['TOKEN_SECRETS', `${secret},${secret}`],
    ['HOOK_SECRET', 'short'],
    ['SES_TOPIC_ARN', 'arn:aws:s3:eu-west-1:123456789012:bucket'],
    ['SENDGRID_VERIFICATION_KEY', 'MFkwEwYHKoZIzj0CAQ'],
    ['SENDGRID_VERIFICATION_KEY', rsaKey],
    ['MAILGUN_SIGNING_KEY', 'short'],
    ['RESEND_SIGNING_SECRET', 're_0123456789abcdef0123456789'],
    ['RESEND_SIGNING_SECRET', 'whsec_c2hvcnQ='],
    ['PARLEY_API_KEY', 'with a space in the middle'],
    ['API_REQUESTS_PER_MINUTE', '-1'],
    ['API_REQUESTS_PER_MINUTE', '1e3'],
    ['WEBHOOK_ALLOW_PRIVATE', 'TRUE'],
    ['KEEP_RAW_MAIL_DAYS', '0'],
    ['KEEP_MAIL_DAYS', '29'],
    ['KEEP_EVENTS_DAYS', 'never'],
    ['KEEP_ROOMS_DAYS', '89'],
    ['KEEP_ROOMS_DAYS', '1e3'],
  ])('%s=%s', (name, value) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name} `));
  });

  const names = [
    'DATABASE_URL',
    'PARLEY_DATA_DIR',
    'PORT',
    'SMTP_URL',
    'TOKEN_SECRETS',
    'LOG_LEVEL',
  ];
  test.each(names)('%s set but empty', (name) => {
    expect(
      mistakesOf({ [name]: ' ', TOKEN_SECRETS: name === 'TOKEN_SECRETS' ? '' : secret }),
    ).toEqual([`${name} is empty: give a value or remove it`]);
  });

  test('any text as a port is a port or a mistake', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.integer().map(String)), (value) => {
        const isPort = /^\d{1,5}$/.test(value.trim()) && Number(value) <= 65_535;
        expect(mistakesOf({ METRICS_PORT: value, PORT: '0', INBOUND_SMTP_PORT: '0' })).toHaveLength(
          isPort ? 0 : 1,
        );
      }),
    );
  });
});

describe('what goes together is demanded together', () => {
  test.each([
    [{ INBOUND_TLS_CERT: certificate }, 'INBOUND_TLS_KEY must be set too'],
    [{ DKIM_SELECTOR: 's1' }, 'DKIM_DOMAIN and DKIM_PRIVATE_KEY must be set too'],
    [{ DATABASE_URL: 'postgres://h/d' }, 'TOKEN_SECRETS is required'],
    [{ PORT: '2525' }, 'INBOUND_SMTP_PORT and PORT must not be the same port'],
    [
      { PARLEY_ADMIN_KEY: 'one-key-for-all-0123', PARLEY_API_KEY: 'one-key-for-all-0123' },
      'PARLEY_ADMIN_KEY and PARLEY_API_KEY must not be the same key',
    ],
    [
      { PARLEY_ADMIN_KEY: 'one-key-for-all-0123', PARLEY_ADMIN_READ_KEY: 'one-key-for-all-0123' },
      'PARLEY_ADMIN_READ_KEY must be a key of its own',
    ],
    [
      { PARLEY_API_KEY: 'one-key-for-all-0123', PARLEY_ADMIN_READ_KEY: 'one-key-for-all-0123' },
      'PARLEY_ADMIN_READ_KEY must be a key of its own',
    ],
    [{ METRICS_PORT: '3000' }, 'METRICS_PORT and PORT must not be the same port'],
  ])('%j', (env, mistake) => {
    const mistakes = mistakesOf(env as Record<string, string>);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(mistake);
  });
});

test('a key or certificate file that cannot be read, or holds something else, is a mistake', () => {
  const missing = () => {
    throw new Error('ENOENT');
  };
  const env = { INBOUND_TLS_CERT: '/no/such.pem', INBOUND_TLS_KEY: privateKey };
  expect(mistakesOf(env, missing)).toHaveLength(1);
  expect(mistakesOf(env, () => 'hello')).toHaveLength(1);
});

test('no message repeats a secret', () => {
  const canary = 'canary7';
  const names = ['DATABASE_URL', 'SMTP_URL', 'TOKEN_SECRETS', 'HOOK_SECRET', 'PARLEY_ADMIN_KEY'];
  const providers = ['SES_TOPIC_ARN', 'SENDGRID_VERIFICATION_KEY', 'RESEND_SIGNING_SECRET'];
  const env = Object.fromEntries(
    [...names, ...providers, 'PARLEY_API_KEY', 'DKIM_PRIVATE_KEY'].map((n) => [n, canary]),
  );
  const mistakes = mistakesOf(env);
  expect(mistakes.length).toBeGreaterThanOrEqual(7);
  expect(mistakes.join('\n')).not.toContain(canary);
});

test('a relay may be told all that matters by its URL', () => {
  const options = 'requireTLS=true&rateLimit=8&maxConnections=3&maxMessages=50&name=out.example';
  const url = `smtp://us%40er:p%2Cw%3F@[::1]:2525?${options}&tls.rejectUnauthorized=false`;
  expect(mistakesOf({ SMTP_URL: `${url}, smtps://b.example.com?pool=true` })).toEqual([]);
  expect(parseRelayUrl(url)).toEqual({
    name: '[::1]:2525',
    host: '::1',
    port: 2525,
    secure: false,
    login: { user: 'us@er', pass: 'p,w?' },
    maxConnections: 3,
    maxMessages: 50,
    rate: { mails: 8, perMs: 1_000 },
    session: { requireTLS: true, name: 'out.example', tls: { rejectUnauthorized: false } },
  });
});

test('whatever a password looks like, a mistake in its URL never shows a part of it', () => {
  const odd = fc.string({
    unit: fc.constantFrom('?', '#', '&', '=', '/', '%', '@', ':', 'Q', 'Z'),
  });
  fc.assert(
    fc.property(odd, (secretPart) => {
      const url = `smtp://user:x${secretPart}canary7=canary7@relay.example.com?canary7=1`;
      expect(mistakesOf({ SMTP_URL: url }).join()).not.toContain('canary7');
    }),
  );
});

test('the deployment guide lists every variable that is read, and no other', () => {
  const read = new Set<string>();
  const env = new Proxy({} as Record<string, string>, {
    get: (_env, name) => void read.add(String(name)),
  });
  parseConfig(env);
  const guide = readFileSync(new URL('../../deploy/README.md', import.meta.url), 'utf8');
  const rows = guide.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => (row.split('|')[1] ?? '').match(/[A-Z_]{4,}/g) ?? []);
  expect(listed.sort()).toEqual([...read].sort());
});
