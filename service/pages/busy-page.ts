import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAcceptLanguage } from '../mail/language.ts';
import { createPageHeaders } from '../ops/page-headers.ts';
import type { Random } from '../ports.ts';
import { renderPage } from './layout.ts';
import { answerTrouble } from './link-answers.ts';

/** Tells a person, whatever they came for, to come again; asks nobody for anything. */
export function createBusyPage(
  publicUrl: string,
  random: Random,
): (req: IncomingMessage, res: ServerResponse) => void {
  const pageHeaders = createPageHeaders(publicUrl, random);
  return (req, res) => {
    pageHeaders.set(req, res, () => {
      const locale = readAcceptLanguage(req.headers['accept-language']);
      const { status, page, headers } = answerTrouble(true, locale);
      res.writeHead(status, { ...headers, 'Content-Type': 'text/html; charset=utf-8' });
      res.end(renderPage(page, pageHeaders.nonceOf(res)));
    });
  };
}
