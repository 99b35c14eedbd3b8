import { readFileSync } from 'node:fs';
import {
  baseUrl,
  between,
  count,
  domain,
  flag,
  key,
  mailAddress,
  oneOf,
  type Parser,
  pem,
  port,
  postgresUrl,
  publicKey,
  roleList,
  roles,
  type ServiceRole,
  secrets,
  smtpUrls,
  text,
  topicArn,
  Wrong,
  webhookSecret,
} from './config-values.ts';
import type { KeepTimes } from './keeping/keep-times.ts';
import { limits } from './limits.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Everything that can be set from outside (contract.md, Running it). */
export interface Config {
  /** Null: an embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly roles: readonly ServiceRole[];
  /** 0 means any free port, here and below. */
  readonly port: number;
  /** Base of links, without a slash at the end. Null: `http://localhost:` and the port. */
  readonly publicUrl: string | null;
  readonly metricsPort: number | null;
  readonly inbound: {
    readonly port: number;
    readonly host: string;
    readonly tls: { readonly cert: string; readonly key: string } | null;
    readonly isBehindProxy: boolean;
    readonly domain: string;
    /** Whose Authentication-Results (RFC 8601) are believed. Null: DNS is asked instead. */
    readonly trustedAuthservId: string | null;
  };
  readonly outbound: {
    /** Tried in order; none: the development mailbox. */
    readonly smtpUrls: readonly string[];
    readonly dkim: {
      readonly domain: string;
      readonly selector: string;
      readonly privateKey: string;
    } | null;
    /** False: a dry run. */
    readonly isEnabled: boolean;
    readonly redirectTo: string | null;
    readonly fromEmail: string;
  };
  /** As given (links/secrets.ts reads them). Null only with the embedded database. */
  readonly tokenSecrets: string | null;
  readonly linkConfirmation: 'page' | 'one-click';
  readonly hookSecret: string | null;
  /** What providers sign their reports about mails with. Null: their hook answers 404. */
  readonly providers: {
    readonly sesTopicArn: string | null;
    readonly sendgridKey: string | null;
    readonly mailgunKey: string | null;
    readonly resendSecret: string | null;
  };
  readonly adminKey: string | null;
  /** Opens the operator's pages for looking only. */
  readonly adminReadKey: string | null;
  readonly apiKey: string | null;
  /** Of one key, at one process; 0: no limit. */
  readonly apiRequestsPerMinute: number;
  readonly webhookAllowPrivate: boolean;
  readonly keep: KeepTimes;
  /** How long a process that stops still answers HTTP, so that balancers see it go. */
  readonly drainNoticeSeconds: number;
  readonly log: {
    readonly level: (typeof logLevels)[number];
    readonly format: 'json' | 'pretty' | 'auto';
  };
}

/** Every mistake of the environment, one sentence each; no sentence shows a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The configuration has mistakes:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole configuration. A variable that is set but empty or malformed is a mistake, never
 * the default. Throws one `ConfigError` that has all mistakes. `readText` reads the files that the
 * certificate and key variables may name.
 */
export function parseConfig(
  env: Env,
  readText: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const mistakes: string[] = [];
  const read = createReader(env, mistakes, readText);
  const fromEmail = read('NOTIFICATIONS_FROM_EMAIL', mailAddress) ?? 'scheduling@parley.localhost';
  const config: Config = {
    databaseUrl: read('DATABASE_URL', postgresUrl),
    dataDir: read('PARLEY_DATA_DIR', text) ?? '.parley',
    roles: read('PARLEY_ROLES', roleList) ?? roles,
    port: read('PORT', port) ?? 3000,
    publicUrl: read('PUBLIC_URL', baseUrl),
    metricsPort: read('METRICS_PORT', port),
    inbound: {
      port: read('INBOUND_SMTP_PORT', port) ?? 2525,
      host: read('INBOUND_SMTP_HOST', text) ?? '0.0.0.0',
      tls: readTls(env, read, mistakes),
      isBehindProxy: read('INBOUND_PROXY', flag) ?? false,
      domain: read('INBOUND_DOMAIN', domain) ?? fromEmail.slice(fromEmail.lastIndexOf('@') + 1),
      trustedAuthservId: read('TRUSTED_AUTHSERV_ID', domain),
    },
    outbound: {
      smtpUrls: read('SMTP_URL', smtpUrls) ?? [],
      dkim: readDkim(env, read, mistakes),
      isEnabled: read('NOTIFICATIONS_ENABLED', flag) ?? true,
      redirectTo: read('NOTIFICATIONS_REDIRECT_TO', mailAddress),
      fromEmail,
    },
    tokenSecrets: read('TOKEN_SECRETS', secrets),
    linkConfirmation: read('LINK_CONFIRMATION', oneOf('page', 'one-click')) ?? 'page',
    hookSecret: read('HOOK_SECRET', key),
    providers: {
      sesTopicArn: read('SES_TOPIC_ARN', topicArn),
      sendgridKey: read('SENDGRID_VERIFICATION_KEY', publicKey),
      mailgunKey: read('MAILGUN_SIGNING_KEY', key),
      resendSecret: read('RESEND_SIGNING_SECRET', webhookSecret),
    },
    adminKey: read('PARLEY_ADMIN_KEY', key),
    adminReadKey: read('PARLEY_ADMIN_READ_KEY', key),
    apiKey: read('PARLEY_API_KEY', key),
    apiRequestsPerMinute: read('API_REQUESTS_PER_MINUTE', count) ?? limits.apiRequestsPerMinute,
    webhookAllowPrivate: read('WEBHOOK_ALLOW_PRIVATE', flag) ?? false,
    keep: {
      rawMailDays: read('KEEP_RAW_MAIL_DAYS', between(1, 36_500)) ?? 30,
      mailDays: read('KEEP_MAIL_DAYS', between(30, 36_500)) ?? 90,
      eventDays: read('KEEP_EVENTS_DAYS', between(30, 36_500)) ?? 90,
      roomDays: read('KEEP_ROOMS_DAYS', between(30, 36_500)) ?? 730,
    },
    drainNoticeSeconds: read('DRAIN_NOTICE_SECONDS', between(0, limits.drainNoticeMaxSeconds)) ?? 0,
    log: {
      level: read('LOG_LEVEL', oneOf(...logLevels)) ?? 'info',
      format: read('LOG_FORMAT', oneOf('json', 'pretty')) ?? 'auto',
    },
  };
  checkTogether(env, config, mistakes);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

/** What no single variable can tell. */
function checkTogether(env: Env, config: Config, mistakes: string[]): void {
  if (env.DATABASE_URL !== undefined && env.TOKEN_SECRETS === undefined) {
    mistakes.push('TOKEN_SECRETS is required when DATABASE_URL is set (kid:secret, 32 bytes)');
  }
  if (config.adminKey !== null && config.adminKey === config.apiKey) {
    mistakes.push('PARLEY_ADMIN_KEY and PARLEY_API_KEY must not be the same key');
  }
  if (config.keep.roomDays < config.keep.mailDays) {
    mistakes.push('KEEP_ROOMS_DAYS must not be less than KEEP_MAIL_DAYS: mails belong to rooms');
  }
  if (
    config.adminReadKey !== null &&
    [config.adminKey, config.apiKey].includes(config.adminReadKey)
  ) {
    mistakes.push('PARLEY_ADMIN_READ_KEY must be a key of its own');
  }
  const ports = { PORT: config.port, METRICS_PORT: config.metricsPort };
  const taken = new Map<number, string>();
  for (const [name, value] of Object.entries({
    ...ports,
    INBOUND_SMTP_PORT: config.inbound.port,
  })) {
    if (!value) continue;
    const other = taken.get(value);
    if (other !== undefined) mistakes.push(`${name} and ${other} must not be the same port`);
    taken.set(value, name);
  }
}

type Read = <T>(name: string, parse: Parser<T>) => T | null;

function createReader(env: Env, mistakes: string[], readText: (path: string) => string): Read {
  return (name, parse) => {
    const value = env[name];
    if (value === undefined) return null;
    try {
      if (value.trim() === '') throw new Wrong('is empty: give a value or remove it');
      return parse(value.trim(), readText);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      mistakes.push(`${name} ${error.message}`);
      return null;
    }
  };
}

function readTls(env: Env, read: Read, mistakes: string[]): Config['inbound']['tls'] {
  const cert = read('INBOUND_TLS_CERT', pem);
  const key = read('INBOUND_TLS_KEY', pem);
  demandAll(env, ['INBOUND_TLS_CERT', 'INBOUND_TLS_KEY'], mistakes);
  return cert !== null && key !== null ? { cert, key } : null;
}

function readDkim(env: Env, read: Read, mistakes: string[]): Config['outbound']['dkim'] {
  const signer = read('DKIM_DOMAIN', domain);
  const selector = read('DKIM_SELECTOR', domain);
  const privateKey = read('DKIM_PRIVATE_KEY', pem);
  demandAll(env, ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'], mistakes);
  if (signer === null || selector === null || privateKey === null) return null;
  return { domain: signer, selector, privateKey };
}

function demandAll(env: Env, names: readonly string[], mistakes: string[]): void {
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return;
  mistakes.push(`${missing.join(' and ')} must be set too: ${names.join(', ')} go together`);
}
