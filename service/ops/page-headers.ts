import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Random } from '../ports.ts';

export interface PageHeaders {
  /** Sets the headers of one answer. */
  set(req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void;
  /** The nonce that lets the page's own style in, and nothing else. */
  nonceOf(res: ServerResponse): string;
}

/**
 * Headers of every page: nothing from elsewhere, nothing kept, nothing told to others. The token
 * of a link is in the address bar, so no Referer is ever sent and no third party is ever asked.
 */
export function createPageHeaders(publicUrl: string, random: Random): PageHeaders {
  const nonces = new WeakMap<ServerResponse, string>();
  const nonceOf = (res: ServerResponse): string => nonces.get(res) ?? '';
  const isHttps = publicUrl.startsWith('https:');
  const setSafety = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': [(_req, res) => `'nonce-${nonceOf(res)}'`],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    // Over plain HTTP (development) a browser may not be told to insist on HTTPS.
    strictTransportSecurity: isHttps && { maxAge: 365 * 24 * 60 * 60 },
  });
  return {
    nonceOf,
    set(req, res, next) {
      nonces.set(res, random.bytes(16).toString('base64'));
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader('X-Robots-Tag', 'noindex, nofollow');
      setSafety(req, res, next);
    },
  };
}
