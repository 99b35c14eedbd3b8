import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../faults/free-port.ts';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createHostApplication, type HostApplication } from '../journeys/host-application.ts';
import { endAll, type Parley, startParley, stopParley } from '../journeys/parley-process.ts';
import { keyRecord } from '../mail/signed-mail.ts';
import { startFilters } from './filters.ts';
import type { FinallyDo } from './finally-do.ts';
import { type NameServer, type Records, startNameServer } from './name-server.ts';
import { openOwnResolver } from './own-resolver.ts';
import { type Postfix, startPostfix } from './postfix-instance.ts';

export const inboundDomain = 'in.parley.example';
export const frontName = 'mx.parley.example';
export const publicUrl = 'https://meet.parley.example';
const apiKey = 'parley_postfix_key_0123456789abcdef';

/** Parley's own key, which signs what goes out. */
const ownKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ownPublicKey = ownKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** What the world publishes: whose mail is whose, and what to do with any other. */
export const records: Records = {
  'guest.example TXT': ['v=spf1 ip4:127.0.0.1 -all'],
  's1._domainkey.guest.example TXT': [keyRecord],
  '_dmarc.guest.example TXT': ['v=DMARC1; p=reject'],
  'elsewhere.example TXT': ['v=spf1 ip4:127.0.0.1 -all'],
  's1._domainkey.in.parley.example TXT': [`v=DKIM1; k=rsa; p=${ownPublicKey}`],
};

/** Postfix on both sides of a Parley in real processes, and the mailboxes of the world. */
export interface PostfixStage {
  readonly postfix: Postfix;
  /** Mailboxes that work: host.example and guest.example. */
  readonly people: MailSink;
  /** gone.example: nobody lives there any more. */
  readonly gone: MailSink;
  /** slow.example: puts everything off until told otherwise. */
  readonly slow: MailSink;
  /** old.example: a server from before 8-bit mail. */
  readonly old: MailSink;
  readonly database: TestDatabase;
  readonly application: HostApplication;
  /** Where the pages behind `publicUrl` really are. */
  readonly url: string;
  stopListener(): Promise<void>;
  startListener(): Promise<void>;
}

/** Plays on a stage of its own; however it ends, by a signal too, nothing of it is left. */
export async function onStage<T>(play: (stage: PostfixStage) => Promise<T>): Promise<T> {
  const closes: Parameters<FinallyDo>[0][] = [];
  let isOver = false;
  const finallyDo: FinallyDo = (close) => {
    // What was just being started when the end came.
    if (isOver) void close();
    else closes.unshift(close);
  };
  const stopped = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopped.reject(new Error(`stopped by ${signal}`)));
  }
  const playing = build(finallyDo).then(play);
  try {
    return await Promise.race([playing, stopped.promise]);
  } finally {
    isOver = true;
    // Whoever still plays finds everything gone.
    playing.catch(() => {});
    for (const close of closes) await close();
  }
}

async function build(finallyDo: FinallyDo): Promise<PostfixStage> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-postfix-'));
  finallyDo(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  // Postfix and the filters work as users of their own.
  await chmod(folder, 0o755);
  const database = await openTestDatabase();
  finallyDo(() => database.drop());
  const sinks = await startSinks();
  finallyDo(() => Promise.all(Object.values(sinks).map((sink) => sink.close())));
  const names: NameServer = await startNameServer(records);
  finallyDo(() => names.close());
  const resolver = await openOwnResolver(folder, names.address);
  const filters = await startFilters(folder, resolver, finallyDo);
  const listenerPort = await findFreePort();
  const places = { listenerPort, filters, transport: mailboxesOf(sinks) };
  const postfix = await startPostfix(folder, resolver, places, finallyDo);
  finallyDo(endAll);
  const start = (roles: string) => startParley(environment(roles, database, postfix, listenerPort));
  const inside = await start('api,worker');
  let listener: Parley | null = await start('smtp');
  return {
    postfix,
    ...sinks,
    database,
    application: createHostApplication(inside.url, apiKey),
    url: inside.url,
    async stopListener() {
      if (listener) await stopParley(listener);
      listener = null;
    },
    async startListener() {
      listener ??= await start('smtp');
    },
  };
}

async function startSinks() {
  const [people, gone, slow] = await Promise.all([
    startMailSink(),
    startMailSink(),
    startMailSink(),
  ]);
  gone.answerWith(550, 'rcpt-to', '5.1.1 nobody of that name');
  slow.answerWith(451, 'rcpt-to');
  return { people, gone, slow, old: await startMailSink({ isOld: true }) };
}

/** Lines of `transport`, which stands for the MX records of the world. */
const mailboxesOf = ({ people, gone, slow, old }: Awaited<ReturnType<typeof startSinks>>) => [
  `host.example smtp:[127.0.0.1]:${people.port}`,
  `guest.example smtp:[127.0.0.1]:${people.port}`,
  `gone.example smtp:[127.0.0.1]:${gone.port}`,
  `slow.example smtp:[127.0.0.1]:${slow.port}`,
  `old.example smtp:[127.0.0.1]:${old.port}`,
  'nowhere.example error:5.1.2 there is no such domain',
];

const environment = (
  roles: string,
  database: TestDatabase,
  postfix: Postfix,
  listenerPort: number,
) => ({
  PARLEY_ROLES: roles,
  DATABASE_URL: database.databaseUrl,
  TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
  PARLEY_API_KEY: apiKey,
  SMTP_URL: `smtp://127.0.0.1:${postfix.relayPort}`,
  PUBLIC_URL: publicUrl,
  NOTIFICATIONS_FROM_EMAIL: `scheduling@${inboundDomain}`,
  INBOUND_DOMAIN: inboundDomain,
  INBOUND_SMTP_HOST: '127.0.0.1',
  INBOUND_SMTP_PORT: String(listenerPort),
  TRUSTED_AUTHSERV_ID: frontName,
  DKIM_DOMAIN: inboundDomain,
  DKIM_SELECTOR: 's1',
  DKIM_PRIVATE_KEY: ownKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  LOG_LEVEL: 'warn',
});
