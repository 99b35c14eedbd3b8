/** Something like a mail address. Message-IDs look the same and are masked too. */
const addresses = /[^\s<>"'()[\],;:=]{1,256}@[^\s<>"'()[\],;:]+/g;
/**
 * A signed link's token (RFC 7519: three base64url parts, the first starting `{"`). Bounded like
 * the others: texts may be a stranger's, and would else take time in the square of their length.
 */
const tokens = /eyJ[\w-]{1,500}\.[\w-]{1,4000}\.[\w-]+/g;
const credentials = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]*@/gi;
const queries = /\?[^\s"'<>]*/g;
const keys = /\b(parley(?:_admin)?_)[\w-]{8,}/g;

/** Takes addresses, tokens, keys and the credentials and queries of URLs out of free text. */
export function maskText(text: string): string {
  return text
    .replace(credentials, '$1[credentials]/')
    .replace(addresses, '[address]')
    .replace(tokens, '[token]')
    .replace(keys, '$1[key]')
    .replace(queries, '?[query]');
}

/** The path of a request; a link's token stands in the query. */
export function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
