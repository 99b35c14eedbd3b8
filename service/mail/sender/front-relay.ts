import {
  type DkimEvidence,
  type MailAuthentication,
  nothingKnown,
} from '../mail-authentication.ts';
import { type MethodResult, readAuthenticationResults } from './authentication-results.ts';

/** No relay's part of a head is longer. */
const headBytes = 128 * 1024;

/**
 * What the relay in front of us found out, as it wrote it into the head under its `authservId`.
 *
 * A sender may write the same field himself, and a relay must take that out (RFC 8601 §5); one that
 * does not must not be trusted. What he wrote stands below what the relay wrote in any case, so
 * only the topmost is believed, and nothing once a server that is not the relay's has signed for
 * the mail (Received). Without a word on DMARC nothing was told: source `missing`.
 *
 * `from` are the addresses of the From header as they were read: DMARC must be about their domain.
 */
export function readFrontRelay(
  raw: Buffer,
  authservId: string,
  from: readonly string[],
): MailAuthentication {
  const results = findResults(readFieldList(raw), authservId.toLowerCase());
  const dmarc = results.filter((one) => one.method === 'dmarc');
  if (dmarc.length === 0) return nothingKnown('permerror', 'missing');
  const domains = new Set(from.map(domainOf));
  const [fromDomain = null] = domains.size === 1 ? domains : [];
  return {
    source: 'front-relay',
    spf: readSpf(results, fromDomain),
    dkim: results.filter((one) => one.method === 'dkim').map((one) => readDkim(one, fromDomain)),
    dmarc: readDmarc(dmarc, fromDomain),
    // The relay that trusts a seal says so by its DMARC result; whose seal it was it need not say.
    arc: { result: results.find((one) => one.method === 'arc')?.result ?? 'none', sealer: null },
  };
}

interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * The fields of the head in their order, unfolded (RFC 5322 §2.2.3). Only what the relay too took
 * for a field is one: it takes out the fields others wrote in its name where it sees them, so
 * neither a bare CR begins a line, nor does white space stand before a colon.
 */
function readFieldList(raw: Buffer): readonly Field[] {
  const text = raw.subarray(0, headBytes).toString('utf8').replaceAll('\r\n', '\n');
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  return head
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1) };
    });
}

/** What relays write between their results, when they write one field for each method. */
const amongResults = /^(authentication-results|received-spf|dkim-filter|arc-.*)$/;

/** All methods of the topmost field of that id and of those that belong to it. */
function findResults(fields: readonly Field[], authservId: string): readonly MethodResult[] {
  const found: MethodResult[] = [];
  let received = 0;
  for (const { name, value } of fields) {
    if (name === 'received') {
      if (++received > 1 && !isOwnHop(value, authservId)) break;
    }
    if (name === 'authentication-results') {
      const told = readAuthenticationResults(value);
      if (told?.authservId === authservId) found.push(...told.results);
    } else if (found.length > 0 && !amongResults.test(name)) break;
  }
  return found;
}

/** Handed on inside the relay: by a filter on the same machine, or by a server of its domain. */
function isOwnHop(received: string, authservId: string): boolean {
  const by = /\bby\s+([\w.-]+)/i.exec(received)?.[1]?.toLowerCase();
  if (by === undefined) return false;
  const labels = authservId.split('.');
  const domain = labels.length > 2 ? labels.slice(1).join('.') : authservId;
  return by === 'localhost' || by === authservId || isWithin(by, domain);
}

function readSpf(results: readonly MethodResult[], from: string | null): MailAuthentication['spf'] {
  const spf = results.find((one) => one.method === 'spf');
  if (!spf) return { result: 'none', domain: null, aligned: false };
  const identity = spf.properties.get('smtp.mailfrom') ?? spf.properties.get('smtp.helo');
  const domain = identity ? domainOf(identity) : null;
  return { result: spf.result, domain, aligned: areAligned(domain, from) };
}

function readDkim({ result, properties }: MethodResult, from: string | null): DkimEvidence {
  const identity = properties.get('header.d') ?? properties.get('header.i');
  const domain = identity ? domainOf(identity) : null;
  return { result, domain, aligned: areAligned(domain, from), isUndersized: false };
}

/** Two words on DMARC that differ, or one on another domain than that of From, are no word. */
function readDmarc(
  told: readonly MethodResult[],
  from: string | null,
): MailAuthentication['dmarc'] {
  const [first] = told;
  const about = first?.properties.get('header.from');
  const domain = about ? domainOf(about) : null;
  const isOne = told.every((one) => one.result === first?.result);
  if (!first || !isOne || from === null || domain === null || !isWithin(from, domain)) {
    return { result: 'permerror', policy: null, domain: from };
  }
  return { result: first.result, policy: readPolicy(first), domain: from };
}

/**
 * The policy, which RFC 8601 has no place for: `(p=REJECT sp=NONE …)`, `(policy=reject)` or
 * `policy.published-domain-policy=reject`. Null when it is not told, or may be either of two.
 */
function readPolicy({ comment, properties }: MethodResult): MailAuthentication['dmarc']['policy'] {
  const published = properties.get('policy.published-domain-policy');
  const told = `${comment} ${published ? `p=${published}` : ''}`.toLowerCase();
  const named = [...told.matchAll(/\b(?:p|sp|policy)=(none|quarantine|reject)\b/g)];
  const [policy, ...others] = new Set(named.map(([, word]) => word));
  if (others.length > 0) return null;
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The domain itself or one below it; never of a top-level domain. */
const isWithin = (domain: string, parent: string) =>
  domain === parent || (parent.includes('.') && domain.endsWith(`.${parent}`));

const areAligned = (domain: string | null, from: string | null) =>
  domain !== null && from !== null && (isWithin(domain, from) || isWithin(from, domain));
