type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Whether a form was posted by one of our own pages. A token in the form already proves that its
 * sender holds the link; this refuses the rest of the world's pages as well.
 *
 * With `Referrer-Policy: no-referrer` browsers send `Origin: null` even for our own forms (Fetch
 * §3.2), so `Sec-Fetch-Site` decides where the browser sends it.
 */
export function isFromOwnPage(headers: Headers, publicUrl: string): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin;
}
