import { isIP } from 'node:net';
import { isPublicAddress } from './private-address.ts';

/** Ports of other services: a POST there could be taken for something else. */
const otherPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900,
  6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9100, 9200, 9300, 10080, 11211,
  27017,
]);
const localName = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i;
const notInUrl = /[\s\p{Cc}"<>\\^`{|}]/u;

/** The host of a URL as an address or name: without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/**
 * A URL that webhooks may be sent to, in its normal form, or what is wrong with it. That a name
 * leads to a public address is checked when it is connected to, each time.
 */
export function checkWebhookUrl(
  text: string,
  allowPrivate: boolean,
): { readonly url: string } | { readonly wrong: string } {
  if (notInUrl.test(text) || !URL.canParse(text)) return { wrong: 'must be a full URL' };
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:');
  if (!isWeb) return { wrong: 'must begin with https://' };
  if (url.username !== '' || url.password !== '') return { wrong: 'must have no user or password' };
  if (text.includes('#')) return { wrong: 'must have no fragment' };
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const isOther = (port < 1024 && port !== 80 && port !== 443) || otherPorts.has(port);
  if (isOther) return { wrong: 'must have a port of a web server' };
  if (!allowPrivate && !isPublicHost(hostOf(url))) return { wrong: 'must name a public host' };
  return { url: url.href };
}

/** `new URL` has turned every spelling of an IPv4 address (0x7f.1, 2130706433) into the usual. */
function isPublicHost(host: string): boolean {
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.replace(/\.$/, '').includes('.') && !localName.test(host);
}
