import { BlockList, isIP } from 'node:net';

/** Addresses that no stranger has: this machine and its own network (RFC 1918, 4193, 6598 …). */
const nearby = new BlockList();
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  nearby.addSubnet(net, prefix, 'ipv4');
}
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');
nearby.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whom a network address stands for when things are counted. One IPv6 subscriber has a whole /64,
 * so its addresses are one; an IPv4 address mapped into IPv6 is itself.
 */
export function networkOf(address: string): string {
  const plain = withoutMapping(address);
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * Whether `address` is of this machine or its own network: a front relay, a balancer, or the
 * gateway of a container, behind which many clients look like one.
 */
export function isNearby(address: string): boolean {
  const plain = withoutMapping(address);
  const family = isIP(plain);
  return family !== 0 && nearby.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

const withoutMapping = (address: string) =>
  address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '');
