import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { storableText } from '../db/storable-text.ts';
import { limits } from '../limits.ts';
import { hostOf } from './check-url.ts';
import { type FindAddresses, PostError } from './find-addresses.ts';

/** How one attempt ended; `status` is null when nobody answered, and `error` says why then. */
export interface PostReport {
  readonly status: number | null;
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly response: string | null;
  readonly retryAfter: string | null;
  readonly durationMs: number;
}

export interface PostOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts an event and reports what came of it; never rejects. The whole attempt has one deadline, no
 * redirect is followed, and of the answer only the beginning is read: the status decides.
 */
export async function postEvent(
  findAddresses: FindAddresses,
  order: PostOrder,
  stop: AbortSignal,
): Promise<PostReport> {
  const startedMs = performance.now();
  const deadline = AbortSignal.timeout(limits.webhookTimeoutMs);
  const signal = AbortSignal.any([deadline, stop]);
  try {
    const answer = await inTime(post(findAddresses, order, signal), signal);
    const response = await readBeginning(answer, signal);
    const { statusCode: status = 0, headers } = answer;
    const retryAfter = headers['retry-after'] ?? null;
    return { status, error: null, response, retryAfter, durationMs: since(startedMs) };
  } catch (error) {
    const reason = deadline.aborted ? 'timeout' : nameError(error);
    const nothing = { status: null, response: null, retryAfter: null };
    return { ...nothing, error: reason, durationMs: since(startedMs) };
  }
}

const since = (startedMs: number): number => Math.round(performance.now() - startedMs);

async function post(
  findAddresses: FindAddresses,
  { url: text, headers, body }: PostOrder,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(text);
  const addresses = await findAddresses(hostOf(url));
  signal.throwIfAborted();
  const { request } = url.protocol === 'https:' ? https : http;
  const bytes = Buffer.from(body);
  const sent = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': bytes.length },
    // A connection of its own: none is left open to whoever wants to have many.
    agent: false,
    lookup: answerWith(addresses),
    signal,
  });
  return awaitAnswer(sent, bytes);
}

function awaitAnswer(sent: ClientRequest, bytes: Buffer): Promise<IncomingMessage> {
  const answered = Promise.withResolvers<IncomingMessage>();
  // It stays on after the answer: a connection that breaks then must not end the process.
  sent.on('error', answered.reject);
  sent.once('response', answered.resolve);
  sent.end(bytes);
  return answered.promise;
}

/** The addresses that were checked stand for the name; nothing is asked a second time. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all: wantsAll }, callback) => {
    const [first] = all;
    if (wantsAll) callback(null, all);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** What has no deadline of its own, as DNS, is left behind when the attempt is over. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
    work.catch(() => {});
  }
}

/** Reads a little, for a little while, and closes the connection. */
async function readBeginning(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  const close = () => answer.destroy();
  const timer = setTimeout(close, limits.webhookAnswerMs);
  signal.addEventListener('abort', close, { once: true });
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      if (length < limits.webhookSnippetBytes) parts.push(part);
      length += part.length;
      if (length >= limits.webhookAnswerBytes) break;
    }
  } catch {
    // The status is there; an answer that breaks off is still one.
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', close);
    answer.destroy();
  }
  const start = Buffer.concat(parts).subarray(0, limits.webhookSnippetBytes);
  return storableText(start.toString('utf8'));
}

function nameError(error: unknown): string {
  if (error instanceof PostError) return error.reason;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const isTls = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(code);
  return isTls ? 'tls' : 'connection';
}
