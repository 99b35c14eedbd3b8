import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Database } from '../db/transaction.ts';
import { frameMail, renderMail, renderMailList, renderNoMail } from './mailbox-html.ts';
import { type MailboxMail, readMailboxMail } from './mailbox-mail.ts';
import { findKeptMail, type KeptMail, listKeptMails } from './mailbox-store.ts';
import { mailboxPolicy, mailPolicy } from './mailbox-style.ts';

/** How many mails the list shows. */
const listLength = 200;

/**
 * `/dev/mailbox`: the mails of a development machine as pages, and as JSON for whoever accepts
 * `application/json`. It shows live links, so it is mounted only while no relay is configured.
 */
export function createMailboxRoutes({ database }: { readonly database: Database }): Router {
  const { pool } = database;
  const find = async (req: Request) =>
    /^\d{1,9}$/.test(String(req.params.id)) ? findKeptMail(pool, Number(req.params.id)) : null;

  const router = Router();
  router.use('/dev/mailbox', (_req, res, next) => {
    res.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': mailboxPolicy,
    });
    next();
  });
  router.get('/dev/mailbox', async (req, res) => {
    const to = typeof req.query.to === 'string' && req.query.to !== '' ? req.query.to : null;
    const mails = await Promise.all(
      (await listKeptMails(pool, to, listLength)).map(readMailboxMail),
    );
    answer(req, res, { data: mails }, () => renderMailList(mails, to));
  });
  router.get('/dev/mailbox/:id', async (req, res) => {
    await withMail(req, res, await find(req), (mail) =>
      answer(req, res, mail, () => renderMail(mail)),
    );
  });
  router.get('/dev/mailbox/:id/html', async (req, res) => {
    await withMail(req, res, await find(req), (mail) => {
      res.set('Content-Security-Policy', mailPolicy).type('html').send(frameMail(mail));
    });
  });
  router.get('/dev/mailbox/:id/raw', async (req, res) => {
    const kept = await find(req);
    if (kept) res.type('text/plain').send(kept.raw);
    else answerNone(req, res);
  });
  router.use('/dev/mailbox', answerTrouble);
  return router;
}

async function withMail(
  req: Request,
  res: Response,
  kept: KeptMail | null,
  show: (mail: MailboxMail) => void,
): Promise<void> {
  if (kept) show(await readMailboxMail(kept));
  else answerNone(req, res);
}

function answerNone(req: Request, res: Response): void {
  res.status(404);
  answer(req, res, { title: 'No such mail' }, renderNoMail);
}

function answer(req: Request, res: Response, json: object, render: () => string): void {
  res.vary('Accept');
  if (req.accepts(['html', 'json']) === 'json') res.json(json);
  else res.type('html').send(render());
}

const answerTrouble: ErrorRequestHandler = (_error, _req, res, _next) => {
  res.status(503).type('text/plain').send('The development mailbox cannot be read just now.\n');
};
