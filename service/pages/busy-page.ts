import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Random } from '../ports.ts';
import { renderPage } from './layout.ts';
import { answerTrouble } from './link-answers.ts';
import { createPageHeaders } from './page-headers.ts';

/** Tells a person, whatever they came for, to come again; asks nobody for anything. */
export function createBusyPage(
  publicUrl: string,
  random: Random,
): (req: IncomingMessage, res: ServerResponse) => void {
  const pageHeaders = createPageHeaders(publicUrl, random);
  const { status, page, headers } = answerTrouble(true);
  return (req, res) => {
    pageHeaders.set(req, res, () => {
      res.writeHead(status, { ...headers, 'Content-Type': 'text/html; charset=utf-8' });
      res.end(renderPage(page, pageHeaders.nonceOf(res)));
    });
  };
}
