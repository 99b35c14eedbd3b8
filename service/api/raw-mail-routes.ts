import type { Response } from 'express';
import { limits } from '../limits.ts';
import { hideTokensInMail } from './hide-tokens-in-mail.ts';
import { unavailable } from './problem-of-error.ts';

/**
 * Sends mails as files, their tokens overwritten. A mail is large, and stays in memory until a slow
 * caller has read it: more than so many at once are refused.
 */
export function createRawMails(): (
  res: Response,
  id: string,
  read: () => Promise<Buffer>,
) => Promise<void> {
  let atOnce = 0;
  return async (res, id, read) => {
    if (atOnce >= limits.rawMailsAtOnce) throw unavailable();
    atOnce += 1;
    res.once('close', () => {
      atOnce -= 1;
    });
    const raw = await read();
    if (res.headersSent) return;
    // Strangers' words: a browser that is led here must neither guess their type nor show them.
    res.set({
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${id.toLowerCase()}.eml"`,
      'X-Content-Type-Options': 'nosniff',
    });
    res.end(hideTokensInMail(raw));
  };
}
