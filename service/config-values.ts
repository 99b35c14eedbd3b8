import { createPublicKey } from 'node:crypto';
import { parseSecrets } from './links/secrets.ts';
import { parseRelayUrl } from './outbox/relay/relay-url.ts';

export const roles = ['api', 'worker', 'smtp'] as const;
export type ServiceRole = (typeof roles)[number];

/** Turns a value into what it means, or throws a `Wrong`. `readText` reads a file. */
export type Parser<T> = (value: string, readText: (path: string) => string) => T;

/** What a value must be; the value itself is never repeated, it may be a secret. */
export class Wrong extends Error {}

export const text: Parser<string> = (value) => value;

export const port: Parser<number> = (value) => {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 65_535)) throw new Wrong('must be a port number from 0 to 65535');
  return number;
};

export const count: Parser<number> = (value) => {
  if (!/^\d{1,9}$/.test(value)) throw new Wrong('must be a whole number from 0 to 999999999');
  return Number(value);
};

/** A whole number in these bounds, both included. */
export const between =
  (least: number, most: number): Parser<number> =>
  (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      throw new Wrong(`must be a whole number from ${least} to ${most}`);
    }
    return number;
  };

export const flag: Parser<boolean> = (value) => {
  if (value !== 'true' && value !== 'false') throw new Wrong('must be true or false');
  return value === 'true';
};

export function oneOf<T extends string>(...words: readonly T[]): Parser<T> {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new Wrong(`must be one of ${words.join(', ')}`);
    return word;
  };
}

export const roleList: Parser<ServiceRole[]> = (value) =>
  [...new Set(value.split(','))].map((word) => oneOf(...roles)(word.trim(), String));

export const domain: Parser<string> = (value) => {
  const label = '[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?';
  const isDomain = new RegExp(`^${label}(?:\\.${label})*$`, 'i').test(value);
  if (!isDomain || value.length > 253) throw new Wrong('must be a domain name (IDN as xn--)');
  return value.toLowerCase();
};

export const mailAddress: Parser<string> = (value) => {
  const [, local, host] = /^([\w.!#$%&'*+/=?^`{|}~-]{1,64})@([^@\s]+)$/.exec(value) ?? [];
  if (local === undefined || host === undefined) throw new Wrong('must be one mail address');
  try {
    return `${local}@${domain(host, String)}`;
  } catch {
    throw new Wrong('must be one mail address');
  }
};

function parseUrl(value: string, protocols: readonly string[], what: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !protocols.includes(url.protocol) || url.hostname === '')
    throw new Wrong(what);
  return url;
}

export const postgresUrl: Parser<string> = (value) => {
  const what = 'must be a URL postgres://user:password@host/name';
  const url = URL.canParse(value) ? new URL(value) : null;
  // Without a host the database may be named by the folder of its socket (?host=/run/postgresql).
  const hasHost = url !== null && (url.hostname !== '' || url.searchParams.has('host'));
  if (!hasHost || !/^postgres(ql)?:$/.test(url.protocol)) throw new Wrong(what);
  return value;
};

export const baseUrl: Parser<string> = (value) => {
  const what = 'must be a URL http(s)://host without user, query or fragment';
  const url = parseUrl(value, ['http:', 'https:'], what);
  if (url.search !== '' || url.hash !== '' || url.username !== '') throw new Wrong(what);
  return url.href.replace(/\/+$/, '');
};

/** Each entry is read in full, options included; a mistake in one is found at the start. */
export const smtpUrls: Parser<string[]> = (value) =>
  value.split(',').map((entry, index) => {
    try {
      parseRelayUrl(entry.trim());
    } catch (error) {
      throw new Wrong(`entry ${index + 1} ${(error as Error).message}`);
    }
    return entry.trim();
  });

export const secrets: Parser<string> = (value) => {
  try {
    parseSecrets(value);
  } catch (error) {
    throw new Wrong(`is not right: ${(error as Error).message}`);
  }
  return value;
};

export const key: Parser<string> = (value) => {
  if (!/^[\x21-\x7e]{16,}$/.test(value)) {
    throw new Wrong('must have at least 16 visible ASCII characters and no space');
  }
  return value;
};

/** The PEM text itself (line ends may be written `\n`) or the path of its file. */
export const pem: Parser<string> = (value, readText) => {
  let content = value.replaceAll('\\n', '\n');
  if (!value.startsWith('-----BEGIN ')) {
    try {
      content = readText(value);
    } catch {
      throw new Wrong('must be a PEM text or the path of a readable PEM file');
    }
  }
  if (!/^-----BEGIN [A-Z ]+-----\s[\s\S]+-----END [A-Z ]+-----\s*$/.test(content.trim())) {
    throw new Wrong('must be a PEM text or the path of a readable PEM file');
  }
  return content;
};

/** An Amazon SNS topic in any of Amazon's partitions. */
export const topicArn: Parser<string> = (value) => {
  if (!/^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(value)) {
    throw new Wrong('must be a topic ARN arn:aws:sns:region:account:name');
  }
  return value;
};

/** A public key of the curve P-256 as SendGrid shows it: base64 of its SPKI form. */
export const publicKey: Parser<string> = (value) => {
  const what = 'must be the base64 of a P-256 public key, as SendGrid shows it';
  try {
    const der = Buffer.from(value, 'base64');
    const { asymmetricKeyDetails } = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Wrong(what);
  } catch {
    throw new Wrong(what);
  }
  return value;
};

/** The secret of a hook signed as Standard Webhooks says: `whsec_` and base64. */
export const webhookSecret: Parser<string> = (value) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  if (base64 === undefined || Buffer.from(base64, 'base64').length < 16) {
    throw new Wrong('must be whsec_ and the base64 of at least 16 bytes');
  }
  return value;
};
