/**
 * The service, which kills itself (SIGKILL) at one labelled point: `FAULT=worker-gate-after:2` in
 * the environment. The statements it sends and the replies it gives are watched from outside; no
 * line of the service knows of it.
 */
import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import pg from 'pg';
import { readFault } from '../death-points.ts';

const { point, times } = readFault(process.env.FAULT ?? '');
let seen = 0;

/** Dies at once, without a word: nothing that is buffered leaves the process. */
function reach(moment: string): void {
  if (moment !== point.moment) return;
  seen += 1;
  if (seen === times) process.kill(process.pid, 'SIGKILL');
}

type Query = (this: object, ...args: unknown[]) => unknown;
const client = pg.Client.prototype as unknown as { query: Query };
const query = client.query;
/** Connections in whose present transaction the marked statement was sent. */
const marked = new WeakSet<object>();

const textOf = (asked: unknown): string => {
  const text = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'text') : asked;
  return typeof text === 'string' ? text.trim().replace(/\s+/g, ' ') : '';
};

client.query = function (...args) {
  const text = textOf(args[0]);
  if (text === 'begin') marked.delete(this);
  const isMarked = point.marker.test(text);
  if (isMarked) {
    marked.add(this);
    reach('before');
  }
  const isCommit = text === 'commit' && marked.has(this);
  if (isCommit) reach('before-commit');
  const answered = () => {
    if (isMarked) reach('after');
    if (isCommit) reach('after-commit');
  };
  const callback = args.at(-1);
  if (typeof callback === 'function') {
    args[args.length - 1] = (...results: unknown[]) => {
      answered();
      callback(...results);
    };
  }
  const result = query.apply(this, args);
  if (isCommit && point.moment === 'in-commit') {
    // The statement is in the hands of the system; its answer is never read.
    setImmediate(() => reach('in-commit'));
  }
  if (!(result instanceof Promise)) return result;
  return result.then((value: unknown) => {
    answered();
    return value;
  });
};

/** The last word over HTTP. */
const response = ServerResponse.prototype as unknown as { end: Query };
const end = response.end;
response.end = function (...args) {
  const answer = this as ServerResponse;
  const { method, url } = answer.req;
  // Express shortens the URL while it routes.
  const path: unknown = Reflect.get(answer.req, 'originalUrl') ?? url;
  const isMarked = point.marker.test(`${method} ${path}`) && answer.statusCode < 300;
  if (isMarked) {
    reach('before-reply');
    answer.once('finish', () => reach('after-reply'));
  }
  return end.apply(this, args);
};

/** The last word over SMTP. */
const socket = Socket.prototype as unknown as { write: Query };
const write = socket.write;
socket.write = function (...args) {
  const isMarked = point.marker.test(String(args[0]));
  if (isMarked) reach('before-reply');
  const result = write.apply(this, args);
  if (isMarked) setImmediate(() => reach('after-reply'));
  return result;
};

await import('../../../service/main.ts');
