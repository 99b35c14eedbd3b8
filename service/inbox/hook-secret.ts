import { createHash, timingSafeEqual } from 'node:crypto';

/** Bearer, or Basic with any name: all that providers can send is what stands in the URL. */
export function createSecretCheck(secret: string): (authorization: string) => boolean {
  const expected = digest(secret);
  return (authorization) => {
    const [, scheme = '', value = ''] = /^(bearer|basic) +(.*)$/i.exec(authorization) ?? [];
    const pair = Buffer.from(value, 'base64').toString('utf8');
    const given = /^bearer$/i.test(scheme) ? value : /^[^:]*:(.*)$/s.exec(pair)?.[1];
    return timingSafeEqual(digest(given ?? ''), expected) && given !== undefined;
  };
}

/** Hashed to one length, so that comparing takes the same time whatever was sent. */
const digest = (text: string) => createHash('sha256').update(text).digest();
