import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { lookAt } from './doctor-house.ts';

const password = 'Zk3vPq8wXn5t';
// The test certificate of smtp-server: public, so good for nothing else.
const { key, cert } = tlsOptions();

interface Relay {
  readonly port: number;
  /** Mails it was handed: there must be none. */
  readonly mails: () => number;
  close(): Promise<void>;
}

async function startRelay(options: SMTPServerOptions): Promise<Relay> {
  let mails = 0;
  const server = new SMTPServer({
    key: String(key),
    cert: String(cert),
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth: (auth, _session, callback) =>
      auth.password === password
        ? callback(null, { user: auth.username })
        : callback(new Error('no such user: mailer@private.example')),
    onMailFrom(_address, _session, callback) {
      mails += 1;
      callback();
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    mails: () => mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function judge(url: (port: number) => string, options: SMTPServerOptions = {}) {
  const relay = await startRelay(options);
  const found = await lookAt('relay', { SMTP_URL: url(relay.port) });
  await relay.close();
  expect(relay.mails()).toBe(0);
  const [finding = ''] = found;
  return finding.replace(`127.0.0.1:${relay.port}`, 'HERE');
}

const trusting = 'tls.rejectUnauthorized=false';

it('goes as far as the login, and hands over no mail', async () => {
  const url = (port: number) => `smtp://mailer:${password}@127.0.0.1:${port}?${trusting}`;
  expect(await judge(url)).toBe('ok relay 1 (HERE) is ready (TLS, login)');
});

it('says that the login is refused, and not what the relay repeats of it', async () => {
  const url = (port: number) => `smtp://mailer:wrong-one-x7@127.0.0.1:${port}?${trusting}`;
  const found = await judge(url);
  expect(found).toMatch(/^wrong relay 1 \(HERE\) refuses us with 535/);
  expect(found).not.toContain('private.example');
});

it('says that a certificate is not trusted', async () => {
  const url = (port: number) => `smtp://mailer:${password}@127.0.0.1:${port}?requireTLS=true`;
  expect(await judge(url)).toMatch(/^wrong relay 1 \(HERE\) refuses us: .*certificate/);
});

it('says that TLS is demanded and not offered', async () => {
  const url = (port: number) => `smtp://127.0.0.1:${port}?requireTLS=true`;
  const found = await judge(url, { disabledCommands: ['STARTTLS', 'AUTH'] });
  expect(found).toMatch(/^wrong relay 1 \(HERE\) refuses us/);
});

it('says that a password is of no use where no login is asked for', async () => {
  const url = (port: number) => `smtp://mailer:${password}@127.0.0.1:${port}`;
  const found = await judge(url, { disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true });
  expect(found).toMatch(/^wrong relay 1 \(HERE\) asks for no login/);
});

it('says that a relay is away, and looks at each of several', async () => {
  const SMTP_URL = 'smtp://127.0.0.1:1,smtp://127.0.0.1:2';
  expect(await lookAt('relay', { SMTP_URL })).toEqual([
    expect.stringMatching(/^wrong relay 1 \(127\.0\.0\.1:1\) is away/),
    expect.stringMatching(/^wrong relay 2 \(127\.0\.0\.1:2\) is away/),
  ]);
});

it('warns while nothing is sent, or everything to one mailbox', async () => {
  const found = await lookAt('relay', {
    NOTIFICATIONS_ENABLED: 'false',
    NOTIFICATIONS_REDIRECT_TO: 'desk@staging.example',
  });
  expect(found).toContain('warn NOTIFICATIONS_ENABLED=false: nothing is sent');
  expect(found.some((one) => one.startsWith('warn NOTIFICATIONS_REDIRECT_TO'))).toBe(true);
});
