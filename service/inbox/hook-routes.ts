import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { isDatabaseAway } from '../db/database-away.ts';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import { commonProblems, type ProblemRow, writeProblemDocument } from '../ops/problem-document.ts';
import { chooseRequestId } from '../ops/request-id.ts';
import type { Random } from '../ports.ts';
import { createByteBudget } from './byte-budget.ts';
import { createSecretCheck } from './hook-secret.ts';
import { limitBytes } from './limit-bytes.ts';
import { headOf, isLooping } from './loop-guard.ts';
import {
  bareAddress,
  type HandedFault,
  type HandedMail,
  readPostmark,
  readProviderForm,
} from './provider/provider-mail.ts';
import type { MailIntake } from './receive-mail.ts';
import type { Recipient } from './recipient-views.ts';

export interface HookDeps {
  readonly intake: MailIntake;
  readonly random: Random;
  readonly log: Log;
  /** HOOK_SECRET; null: there is no such door. */
  readonly hookSecret: string | null;
  /** Bytes of all bodies together; `limits.ts` says why. */
  readonly bufferedBytes?: number;
}

/** Codes that the API has too mean the same there. */
const hookProblems = {
  'empty-mail': [400, 'The mail is empty', 'Send the raw mail as the body.'],
  'malformed-request': [400, 'The body could not be read', 'Send it whole, as it was received.'],
  unauthorized: [
    401,
    'The hook secret is needed',
    'Send it as Authorization: Bearer <secret>, or as the password in the URL.',
  ],
  'not-found': [404, 'There is nothing here', 'Set HOOK_SECRET to open this door.'],
  'mail-too-large': [413, 'The mail is too large', 'Send at most 10 MiB.'],
  'unsupported-media-type': [
    415,
    'Only raw mail is read here',
    'Send Content-Type: message/rfc822, or the form of SendGrid, Mailgun or Postmark.',
  ],
  'raw-mail-missing': [
    422,
    'The form has no raw mail',
    'Switch on: SendGrid «POST the raw, full MIME message», Mailgun a route URL that ends ' +
      'in mime, Postmark «Include raw email content in JSON payload».',
  ],
  'mail-loop': [422, 'This mail goes in circles', 'Do not send our own mail back to us.'],
  'unknown-recipient': [
    422,
    'No recipient is a mailbox of this service',
    'Name the envelope recipient in X-Envelope-To.',
  ],
  'too-many-mails': [
    429,
    'This mailbox had its share for this hour',
    'Come back after Retry-After.',
  ],
  'temporarily-unavailable': commonProblems['temporarily-unavailable'],
} as const satisfies Record<string, ProblemRow>;
type HookProblem = keyof typeof hookProblems;

/** More addresses than this in a mail's headers are not looked at. */
const headerAddresses = 50;

const path = '/api/imip/inbound';
/** Mailgun sends raw mail only to a URL that ends in `mime`. */
const paths = [path, `${path}/mime`];

/** Seconds; a provider's own schedule is slower. */
const retryAfter = '5';

const rawTypes = ['message/rfc822', 'application/octet-stream'];
const formTypes = ['multipart/form-data', 'application/x-www-form-urlencoded'];
/** Escaping makes a mail up to three times as large, and JSON has its contents a second time. */
const formBytes = 3 * limits.inboundMailBytes + 1024 * 1024;

/**
 * `POST /api/imip/inbound`: a mail handed over by HTTP instead of SMTP, to the same store; raw, or
 * in the form of an inbound mail provider. Providers take any 2xx for done and try again else.
 */
export function createHookRoutes(deps: HookDeps): Router {
  const router = Router();
  const isAllowed = deps.hookSecret === null ? null : createSecretCheck(deps.hookSecret);
  const bytes = deps.bufferedBytes ?? limits.hookBufferedBytes;
  const budget = createByteBudget(bytes, limits.hookFreeBytes);
  router.post(
    paths,
    (request, response, next) => {
      const requestId = chooseRequestId(request.get('x-request-id'), deps.random);
      response.set({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' });
      if (isAllowed === null) return sendProblem(response, 'not-found');
      if (isAllowed(request.get('authorization') ?? '')) return next();
      response.set('WWW-Authenticate', 'Bearer, Basic realm="Parley"');
      sendProblem(response, 'unauthorized');
    },
    // After the secret, so that no stranger can take the room.
    limitBytes(budget, mostBytesOf, turnAway),
    express.raw({ type: rawTypes, limit: limits.inboundMailBytes }),
    express.raw({ type: [...formTypes, 'application/json'], limit: formBytes }),
    (request, response, next) => {
      receive(deps, request, response).catch(next);
    },
  );
  router.use(paths, answerFault(deps.log));
  return router;
}

/** The most that the body of such a request can take in memory. */
const mostBytesOf = (request: Request): number =>
  request.is(rawTypes) ? limits.inboundMailBytes : formBytes;

function turnAway(response: Response): void {
  response.set('Retry-After', retryAfter);
  sendProblem(response, 'temporarily-unavailable');
}

async function receive(deps: HookDeps, request: Request, response: Response): Promise<void> {
  const mail = await takeMail(request);
  if (typeof mail === 'string') return sendProblem(response, mail);
  const { raw, remoteAddress, envelopeFrom } = mail;
  if (isLooping(raw)) return sendProblem(response, 'mail-loop');
  let { recipients, isFull } = await findRecipients(deps, mail.recipients);
  if (recipients.length === 0 && !isFull) {
    ({ recipients, isFull } = await findRecipients(deps, mail.mentioned));
  }
  // All or none: whoever tries again later must not deliver twice to the others.
  if (isFull) {
    response.set('Retry-After', '3600');
    return sendProblem(response, 'too-many-mails');
  }
  if (recipients.length === 0) return sendProblem(response, 'unknown-recipient');
  const stored = {
    source: 'http',
    remoteAddress,
    helo: null,
    envelopeFrom,
    recipients,
    raw,
  } as const;
  const ids = await deps.intake.receive(stored);
  response.status(202).json({ id: ids[0] });
}

/** The mail in the request, in whichever of the forms it came. */
async function takeMail(
  request: Request,
): Promise<HandedMail | HandedFault | 'unsupported-media-type'> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return 'unsupported-media-type';
  if (body.length === 0) return 'empty-mail';
  if (request.is(formTypes)) return readProviderForm(request.get('content-type') ?? '', body);
  if (request.is('application/json')) return readPostmark(body);
  const to = parameter(request, 'to');
  return {
    raw: body,
    envelopeFrom: bareAddress(parameter(request, 'from') ?? ''),
    recipients: to?.split(',').map(bareAddress) ?? [],
    // Named recipients are all there are; a mail without an envelope names them itself.
    mentioned: to === undefined ? addressesIn(body) : [],
    // The caller is a program with the secret, not the server that delivered the mail.
    remoteAddress: null,
  };
}

/** The envelope as the query or the `X-Envelope-…` headers give it. */
function parameter(request: Request, name: 'from' | 'to'): string | undefined {
  const value = request.query[name] ?? request.get(`x-envelope-${name}`);
  const text = Array.isArray(value) ? value.join(',') : value;
  return typeof text === 'string' ? text.slice(0, 4096) : undefined;
}

/** Our own mailboxes among the recipients; `isFull`: one of them takes no more for now. */
async function findRecipients(
  deps: HookDeps,
  addresses: readonly string[],
): Promise<{ recipients: Recipient[]; isFull: boolean }> {
  const found = new Map<string, Recipient>();
  let isFull = false;
  for (const address of addresses.slice(0, headerAddresses)) {
    if (found.size === limits.inboundRecipients) break;
    const recipient = await deps.intake.findRecipient(address);
    if (typeof recipient === 'object') found.set(address.toLowerCase(), recipient);
    isFull ||= recipient === 'full';
  }
  return { recipients: [...found.values()], isFull };
}

/** The addresses in the mail's own recipient headers, for callers without an envelope. */
function addressesIn(raw: Buffer): string[] {
  const head = headOf(raw).replace(/\n[ \t]+/g, ' ');
  const lines = head.match(/^(?:to|cc|delivered-to|x-original-to)[ \t]*:.*$/gim) ?? [];
  return lines.flatMap((line) => line.match(/[a-z0-9-]{1,64}@[a-z0-9.-]{1,253}/gi) ?? []);
}

/** Like all answers here it says nothing of the mail. */
function sendProblem(response: Response, code: HookProblem): void {
  const document = writeProblemDocument(
    code,
    hookProblems[code],
    {},
    String(response.get('x-request-id')),
  );
  response.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/** Unreadable or oversized bodies are the caller's fault; the rest is ours and passes. */
function answerFault(log: Log): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 0;
    if (status === 413) return sendProblem(response, 'mail-too-large');
    if (status >= 400 && status < 500) {
      return sendProblem(response, 'malformed-request');
    }
    if (!isDatabaseAway(error)) return next(error);
    log.warn({ err: error }, 'inbound mail could not be stored');
    turnAway(response);
  };
}
