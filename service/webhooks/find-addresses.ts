import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ResolveDns } from '../ports.ts';
import { isPublicAddress } from './private-address.ts';

/** Why an event could not be posted; its words are part of the API. */
export class PostError extends Error {
  readonly reason: 'private-address' | 'dns';
  constructor(reason: PostError['reason']) {
    super(reason);
    this.name = 'PostError';
    this.reason = reason;
  }
}

export type FindAddresses = (host: string) => Promise<readonly string[]>;

/**
 * Finds the addresses that are then connected to, and no others: a name that answers otherwise the
 * next moment is not asked again. Rejects with a `PostError` when one of them is not public.
 */
export function findPublicAddresses(resolveDns: ResolveDns): FindAddresses {
  return async (host) => {
    const addresses = isIP(host) === 0 ? await askDns(resolveDns, host) : [host];
    if (!addresses.every(isPublicAddress)) throw new PostError('private-address');
    return addresses;
  };
}

/** Whatever the machine itself would connect to, its hosts file included. */
export const findAnyAddresses: FindAddresses = async (host) => {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new PostError('dns');
  return found.map(({ address }) => address);
};

async function askDns(resolveDns: ResolveDns, host: string): Promise<string[]> {
  const answers = await Promise.allSettled([resolveDns(host, 'A'), resolveDns(host, 'AAAA')]);
  const addresses = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? (answer.value as string[]) : [],
  );
  if (addresses.length === 0) throw new PostError('dns');
  return addresses;
}
