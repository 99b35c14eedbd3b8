import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { limits } from '../limits.ts';
import { ProblemError } from './problems.ts';

/** How many requests are answered, to whom; counted in memory, by each process for itself. */
export interface RequestLimits {
  /** Counts a request of this key: goes on, or ends in `too-many-requests`. */
  of(keyId: string, req: Request, res: Response, next: NextFunction): void;
  /**
   * Counts a request without a known key by its network address. Only such requests are counted and
   * refused here: whoever shares the address with a stranger, and has a key, is let in. Against
   * guessing stands the length of a key; this keeps a flood of guesses from being worth while.
   */
  readonly unknownKeys: RequestHandler;
}

/** `perMinute` is the share of one key; 0 switches all limits off. */
export function createRequestLimits(
  perMinute: number,
  windowMs: number = limits.requestWindowMs,
): RequestLimits {
  if (perMinute === 0) return { of: (_keyId, _req, _res, next) => next(), unknownKeys: pass };
  const keys = limitBy(windowMs, {
    identifier: 'api',
    limit: perMinute,
    keyGenerator: (_req, res) => (res.locals as { keyId: string }).keyId,
  });
  const unknownKeys = limitBy(windowMs, {
    identifier: 'unknown-keys',
    limit: limits.keyGuessesPerMinute,
    // As for the pages: the other end of the connection, since a header could name any address.
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? '', 64),
  });
  return {
    of(keyId, req, res, next) {
      (res.locals as { keyId: string }).keyId = keyId;
      void keys(req, res, next);
    },
    unknownKeys,
  };
}

const pass: RequestHandler = (_req, _res, next) => next();

/** Its own warnings are for the set-up of proxies, which decide nothing here. */
const limitBy = (windowMs: number, options: Partial<Options>): RequestHandler =>
  rateLimit({
    ...options,
    windowMs,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: (_req, res, next) => {
      const wait = String(res.getHeader('Retry-After'));
      next(new ProblemError('too-many-requests', { headers: { 'Retry-After': wait } }));
    },
  });
