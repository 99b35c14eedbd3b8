import { isIP } from 'node:net';
import { limits } from '../../limits.ts';

/** One outbound relay, as an entry of `SMTP_URL` describes it. */
export interface RelayAddress {
  /** Host and port; never a user or a password. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly pass: string; readonly method?: string } | null;
  readonly maxConnections: number;
  /** A connection is closed after this many mails. */
  readonly maxMessages: number;
  /** No more than `mails` in any `perMs`, counted in this process. */
  readonly rate: { readonly mails: number; readonly perMs: number } | null;
  readonly connectMs?: number;
  readonly greetingMs?: number;
  /** What nodemailer's connection is told besides. */
  readonly session: {
    readonly requireTLS?: boolean;
    readonly ignoreTLS?: boolean;
    readonly opportunisticTLS?: boolean;
    readonly name?: string;
    readonly tls: {
      readonly rejectUnauthorized?: boolean;
      readonly servername?: string;
      readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
    };
  };
  readonly localAddress?: string;
}

/** Says what is wrong with a relay's URL, without repeating any of it: it holds a password. */
class RelayUrlError extends Error {}

type Reader<T> = (value: string) => T;

const flag: Reader<boolean> = (value) => {
  if (value !== 'true' && value !== 'false') throw new RelayUrlError('must be true or false');
  return value === 'true';
};

const whole =
  (least: number, most: number): Reader<number> =>
  (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new RelayUrlError(`must be a whole number from ${least} to ${most}`);
  };

const oneOf =
  <T extends string>(...words: readonly T[]): Reader<T> =>
  (value) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new RelayUrlError(`must be one of ${words.join(', ')}`);
    return word;
  };

const hostName: Reader<string> = (value) => {
  const isName = /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?$/i.test(value);
  if (!isName && isIP(value) === 0) throw new RelayUrlError('must be a host name or an IP address');
  return value;
};

const ipAddress: Reader<string> = (value) => {
  if (isIP(value) === 0) throw new RelayUrlError('must be an IP address');
  return value;
};

const milliseconds = whole(100, 60_000);

/** nodemailer's names. What is not here would change nothing, or what Parley answers for. */
const readers = {
  pool: oneOf('true'),
  requireTLS: flag,
  ignoreTLS: flag,
  opportunisticTLS: flag,
  name: hostName,
  localAddress: ipAddress,
  authMethod: oneOf('PLAIN', 'LOGIN', 'CRAM-MD5'),
  maxConnections: whole(1, 100),
  maxMessages: whole(1, 100_000),
  rateLimit: whole(1, 100_000),
  rateDelta: whole(100, 60_000),
  connectionTimeout: milliseconds,
  greetingTimeout: milliseconds,
  'tls.rejectUnauthorized': flag,
  'tls.servername': hostName,
  'tls.minVersion': oneOf('TLSv1.2', 'TLSv1.3'),
};

type Options = { [K in keyof typeof readers]?: ReturnType<(typeof readers)[K]> };

/**
 * Reads `smtp(s)://user:password@host:port?option=…`, nodemailer's connection URL. Throws a
 * RelayUrlError for whatever it does not understand: an option that is not known (or not spelt
 * right, like `requireTls`) would otherwise silently protect nothing.
 */
export function parseRelayUrl(text: string): RelayAddress {
  const what = 'must be a URL smtp(s)://user:password@host:port';
  const url = URL.canParse(text) ? new URL(text) : null;
  const host = url?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
  const isRight = url !== null && /^smtps?:$/.test(url.protocol) && isHost(host);
  if (!isRight || url.hash !== '' || !/^\/?$/.test(url.pathname)) throw new RelayUrlError(what);
  const options = readOptions(url.searchParams);
  const secure = url.protocol === 'smtps:';
  if (url.port === '0') throw new RelayUrlError(what);
  const port = Number(url.port) || (secure ? 465 : 587);
  const { connectionTimeout, greetingTimeout, localAddress } = options;
  return {
    name: `${url.hostname}:${port}`,
    host,
    port,
    secure,
    login: readLogin(url, options.authMethod),
    maxConnections: options.maxConnections ?? limits.sendConcurrency,
    maxMessages: options.maxMessages ?? limits.relayMailsPerConnection,
    rate: readRate(options),
    ...(connectionTimeout && { connectMs: connectionTimeout }),
    ...(greetingTimeout && { greetingMs: greetingTimeout }),
    ...(localAddress && { localAddress }),
    session: readSession(options),
  };
}

function isHost(host: string): boolean {
  try {
    return hostName(host) === host;
  } catch {
    return false;
  }
}

function readOptions(params: URLSearchParams): Options {
  const options: Record<string, unknown> = {};
  for (const [name, value] of params) {
    // The name is not repeated: a `?` in a password would make the rest of it one.
    if (!Object.hasOwn(readers, name)) {
      const known = Object.keys(readers).join(', ');
      throw new RelayUrlError(`has an option that is none of ${known} (in a password ? is %3F)`);
    }
    if (Object.hasOwn(options, name)) throw new RelayUrlError(`has option ${name} twice`);
    try {
      options[name] = readers[name as keyof typeof readers](value);
    } catch (error) {
      throw new RelayUrlError(`has option ${name}, which ${(error as Error).message}`);
    }
  }
  return options as Options;
}

function readLogin(url: URL, method: string | undefined): RelayAddress['login'] {
  if (url.username === '' && url.password === '') {
    if (method !== undefined) throw new RelayUrlError('has option authMethod and no user');
    return null;
  }
  if (url.username === '' || url.password === '') {
    throw new RelayUrlError('must have both a user and a password, or neither');
  }
  try {
    const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    return { user, pass, ...(method !== undefined && { method }) };
  } catch {
    throw new RelayUrlError('has a user or password with a % that is not written %25');
  }
}

function readRate({ rateLimit, rateDelta }: Options): RelayAddress['rate'] {
  if (rateLimit === undefined && rateDelta === undefined) return null;
  if (rateLimit === undefined) throw new RelayUrlError('has option rateDelta and no rateLimit');
  return { mails: rateLimit, perMs: rateDelta ?? 1_000 };
}

function readSession(options: Options): RelayAddress['session'] {
  const { requireTLS, ignoreTLS, opportunisticTLS, name } = options;
  if (requireTLS && (ignoreTLS || opportunisticTLS)) {
    throw new RelayUrlError('has option requireTLS and one that contradicts it');
  }
  const rejectUnauthorized = options['tls.rejectUnauthorized'];
  const servername = options['tls.servername'];
  const minVersion = options['tls.minVersion'];
  return {
    ...(requireTLS !== undefined && { requireTLS }),
    ...(ignoreTLS !== undefined && { ignoreTLS }),
    ...(opportunisticTLS !== undefined && { opportunisticTLS }),
    ...(name !== undefined && { name }),
    tls: {
      ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
      ...(servername !== undefined && { servername }),
      ...(minVersion !== undefined && { minVersion }),
    },
  };
}
