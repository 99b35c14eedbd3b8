import { Resolver } from 'node:dns/promises';
import { limits } from '../../limits.ts';
import type { DnsType, ResolveDns } from '../../ports.ts';

/**
 * Asks name servers (`host:port`), by default the machine's own, each question at most as long as
 * the limit says.
 */
export function createDnsResolver(servers?: readonly string[]): ResolveDns {
  // Two tries: a lost packet is asked again once within the time for one question.
  const resolver = new Resolver({ timeout: limits.dnsQuestionTimeoutMs / 3, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name, type) => resolver.resolve(name, type);
}

const types: ReadonlySet<string> = new Set<DnsType>(['TXT', 'A', 'AAAA', 'MX', 'PTR', 'CNAME']);

/**
 * The same resolver for the questions of one mail, which are chosen by whoever sent it: only the
 * permitted types, only names that can exist, only so many, each only so long. What is refused or
 * late rejects as DNS that did not answer, so that it is never taken for "there is no record".
 */
export function limitQuestions(resolve: ResolveDns, timeoutMs: number): ResolveDns {
  let asked = 0;
  return async (name, type) => {
    if (!types.has(type)) throw dnsError('EBADQUERY');
    if (!canExist(name)) throw dnsError('ENOTFOUND');
    if (++asked > limits.dnsQuestionsPerMail) throw dnsError('ECANCELLED');
    return inTime(resolve(name, type), timeoutMs);
  };
}

/** RFC 1035 §2.3.4 for the lengths; what is not printable ASCII is no name that mail asks for. */
function canExist(name: unknown): boolean {
  if (typeof name !== 'string' || name.length > 253) return false;
  const labels = name.replace(/\.$/, '').split('.');
  return labels.every((label) => /^[\x21-\x7e]{1,63}$/.test(label));
}

async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(dnsError('ETIMEOUT')), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const dnsError = (code: string) => Object.assign(new Error(`DNS: ${code}`), { code });
