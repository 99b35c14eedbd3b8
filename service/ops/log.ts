import { types } from 'node:util';
import {
  type DestinationStream,
  type LogFn,
  type Logger,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from 'pino';
import pretty from 'pino-pretty';
import { maskText, withoutQuery } from './mask.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** `auto`: pretty on a terminal, else JSON. */
  readonly format: 'json' | 'pretty' | 'auto';
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** Fields that hold addresses, tokens or secrets, whatever object they are in. */
const secretFields = [
  'address',
  'authorization',
  'cookie',
  'databaseUrl',
  'email',
  'envelopeFrom',
  'envelopeTo',
  'from',
  'password',
  'secret',
  'smtpUrl',
  'to',
  'token',
];

const redactedPaths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/**
 * The process log: one JSON object a line, or readable lines. No address, token or secret gets
 * through: the fields that hold them are blanked, requests lose their query string, and the texts
 * of lines and errors are masked.
 */
export function createLog(options: LogOptions): Log {
  const isPretty =
    options.format === 'pretty' || (options.format === 'auto' && process.stdout.isTTY === true);
  const stream = isPretty
    ? pretty({
        colorize: process.stdout.isTTY === true,
        ignore: 'pid,hostname,service',
        ...(options.destination === undefined ? {} : { destination: options.destination }),
      })
    : (options.destination ?? pino.destination(1));
  return pino(
    {
      level: options.level,
      base: { service: 'parley', pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { logMethod: maskArguments },
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: {
        req: serializeRequest,
        res: serializeResponse,
        err: serializeError,
        error: serializeError,
        url: (url: unknown) => (typeof url === 'string' ? withoutQuery(url) : url),
      },
    },
    stream,
  );
}

/** Masks the texts of a call; a bare error goes under `err`, as pino would do it. */
function maskArguments(this: Log, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args as unknown[];
  const texts = rest.map((part) => (typeof part === 'string' ? maskText(part) : part));
  if (types.isNativeError(first)) {
    const [text = maskText(first.message), ...more] = texts;
    method.apply(this, [{ err: first }, text, ...more] as Parameters<LogFn>);
    return;
  }
  const start = typeof first === 'string' ? maskText(first) : first;
  method.apply(this, [start, ...texts] as Parameters<LogFn>);
}

interface LoggedRequest {
  readonly id?: unknown;
  readonly method?: string;
  readonly url?: string;
  readonly originalUrl?: string;
}

/** Never headers (keys) nor the query (link tokens). Works on Node's and pino-http's requests. */
function serializeRequest(req: LoggedRequest): Record<string, unknown> {
  return { id: req.id, method: req.method, path: withoutQuery(req.originalUrl ?? req.url ?? '') };
}

function serializeResponse(res: { statusCode?: number }): Record<string, unknown> {
  return { status: res.statusCode };
}

/** Name, code, text and stack, masked; not the other fields, which may be a row or a mail. */
function serializeError(error: unknown): unknown {
  if (!types.isNativeError(error))
    return typeof error === 'string' ? maskText(error) : typeof error;
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? String(error.code) : undefined;
  return { type, code, message: maskText(message), stack: maskText(stack) };
}
